"""What a new ledger begins with: villages and phrases from db/code_tables, editable afterwards."""

import csv
from collections.abc import Iterator

from quyuan_desktop.bundle import MIGRATIONS
from quyuan_desktop.storage import phrases
from quyuan_desktop.storage.engine import Ledger

CODE_TABLES = MIGRATIONS / "code_tables"


def plant(ledger: Ledger) -> None:
    """Fill a new ledger's completions. Raises Trouble."""
    with ledger.writing() as session:
        for store, texts in completions().items():
            phrases.add(session, store, texts)


def completions() -> dict[str, list[str]]:
    """The phrases and the names of villages that a new ledger offers, by store."""
    stores: dict[str, list[str]] = {}
    for row in _table("phrases"):
        stores.setdefault(row["store"], []).append(row["text"])
    stores["village"] = [row["village"] for row in _table("villages")]
    return stores


def villages(town: str) -> list[str]:
    """The villages known of a town by its code."""
    return [row["village"] for row in _table("villages") if row["town"] == town]


def _table(name: str) -> Iterator[dict[str, str]]:
    with (CODE_TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
