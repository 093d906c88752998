"""The starting set of ideas."""

from django.db import migrations


def bring(apps, schema_editor):
    from biaogan.quality.surprises.ideas import shipped

    Idea = apps.get_model("quality", "Idea")
    for row in shipped():
        Idea.objects.get_or_create(code=row["code"], defaults=row)


def take_away(apps, schema_editor):
    """Only those nobody used; the others stay with their moments."""
    Idea = apps.get_model("quality", "Idea")
    Idea.objects.exclude(code="").filter(moments__isnull=True).delete()


class Migration(migrations.Migration):
    dependencies = [("quality", "0001_service_quality")]
    operations = [migrations.RunPython(bring, take_away)]
