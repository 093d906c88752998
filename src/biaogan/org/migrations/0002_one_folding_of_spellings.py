"""Spellings are compared as the engine compares store names, so zero-width letters no longer tell two apart."""

from django.db import migrations

from biaogan.engine.text import fold_store_name


def fold_again(apps, schema_editor):
    aliases = apps.get_model("org", "StoreAlias").objects
    for alias in aliases.all():
        folded = fold_store_name(alias.text)
        if folded == alias.normal:
            continue
        if not folded or aliases.filter(normal=folded).exists():
            alias.delete()  # the same spelling is there already
        else:
            aliases.filter(pk=alias.pk).update(normal=folded)


class Migration(migrations.Migration):
    dependencies = [("org", "0001_regions_stores_people")]
    operations = [migrations.RunPython(fold_again, migrations.RunPython.noop)]
