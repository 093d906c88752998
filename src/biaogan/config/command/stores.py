"""`biaogan stores`: stores exist before their data."""

from __future__ import annotations

import json

import click


def register(group: click.Group) -> None:
    group.add_command(stores)


@click.group()
def stores() -> None:
    """The stores of the region."""


@stores.command()
@click.argument("code")
@click.argument("name")
@click.option("--alias", "aliases", multiple=True, help="Another spelling found in files; may be repeated.")
@click.option("--city", default="", help="The city the store is in.")
def add(code: str, name: str, aliases: tuple[str, ...], city: str) -> None:
    """Add a store with its CODE and NAME."""
    from biaogan.config.bootstrap import prepare

    prepare()
    from biaogan.org.actions import create_store

    store = create_store(code=code, name=name, aliases=aliases, city=city, by=None)
    click.echo(f"Added store {store.code} {store.name}.")


@stores.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of a table.")
def list_stores(as_json: bool) -> None:
    """Show the stores and the spellings they are known by."""
    from biaogan.config.bootstrap import prepare

    prepare()
    from biaogan.org.queries import store_listing

    found = store_listing()
    if as_json:
        rows = [
            {
                "code": s.code,
                "name": s.name,
                "city": s.city,
                "active": s.is_active,
                "aliases": list(s.aliases),
            }
            for s in found
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for store in found:
        also = f"  ({'; '.join(store.aliases)})" if store.aliases else ""
        click.echo(f"{store.code:<12}{store.name}  {store.city}{also}".rstrip())
    if not found:
        click.echo("No stores yet: add one with `biaogan stores add CODE NAME`.")
