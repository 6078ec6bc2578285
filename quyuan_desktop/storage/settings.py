"""Settings kept in the ledger itself, so that they travel with it and are backed up with it."""

from typing import Any

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from quyuan_desktop.domain.office import Level, Office
from quyuan_desktop.storage.tables import Setting

OFFICE = "office"
INVENTED = "invented"
OWN_FORMS = "own_forms"
"""The superior's forms: a list, of each its name, where its workbook is kept (sha256) and what its cells say."""

_TABLE = Setting.metadata.tables[Setting.__tablename__]
_READ = select(_TABLE.c.value).where(_TABLE.c.key == bindparam("sought"))
_ENTER = insert(_TABLE)
_KEEP = _ENTER.on_conflict_do_update(index_elements=["key"], set_={"value": _ENTER.excluded.value})


def read(session: Session, key: str, default: Any = None) -> Any:
    """The setting called `key`, or `default`."""
    row = session.execute(_READ, {"sought": key}).first()
    return default if row is None else row[0]


def read_all(session: Session, prefix: str) -> dict[str, Any]:
    """The settings whose keys begin with `prefix`, by key."""
    wanted = select(_TABLE.c.key, _TABLE.c.value).where(_TABLE.c.key.startswith(prefix, autoescape=True))
    return {row.key: row.value for row in session.execute(wanted)}


def keep(session: Session, key: str, value: Any) -> None:
    """Set `key` to what JSON can hold."""
    session.execute(_KEEP, {"key": key, "value": value})


def forget(session: Session, key: str) -> None:
    """Set `key` no more."""
    session.execute(delete(_TABLE).where(_TABLE.c.key == key))


def read_office(session: Session) -> Office | None:
    """The office whose ledger this is."""
    found = read(session, OFFICE)
    return Office(**{**found, "level": Level(found.get("level", Level.OFFICE))}) if found else None


def keep_office(session: Session, office: Office) -> None:
    """Say whose ledger this is."""
    keep(session, OFFICE, {name: getattr(office, name) for name in Office.__slots__})
