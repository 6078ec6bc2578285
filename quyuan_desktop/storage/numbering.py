"""Document numbers: consecutive per office, kind and year, never given out twice, void ones not reused.

The highest number given out is also kept in a small file beside the ledger, so that going back to an old backup
cannot give a number out again.
"""

import contextlib
import json
from pathlib import Path

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from quyuan_desktop.domain.office import Office
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.storage.engine import Ledger
from quyuan_desktop.storage.files import write_whole
from quyuan_desktop.storage.tables import Serial

FILE = "serials.json"
MOST = 10**9

_TABLE = Serial.metadata.tables[Serial.__tablename__]
_ALL = select(_TABLE.c.office, _TABLE.c.kind, _TABLE.c.year, _TABLE.c.last)
_GIVEN = select(_TABLE.c.last).where(
    _TABLE.c.office == bindparam("of"), _TABLE.c.kind == bindparam("sought"), _TABLE.c.year == bindparam("in")
)
_ENTER = insert(_TABLE)
_GIVE = _ENTER.on_conflict_do_update(
    index_elements=["office", "kind", "year"], set_={"last": _ENTER.excluded.last}
)


def take(session: Session, folder: Path, office: Office, kind: str, year: int) -> int:
    """The next serial number, taken within the transaction of `session`."""
    given = session.scalar(_GIVEN, {"of": office.code, "sought": kind, "in": year}) or 0
    last = max(given, floor(folder).get(_key(office.code, kind, year), 0)) + 1
    session.execute(_GIVE, {"office": office.code, "kind": kind, "year": year, "last": last})
    return last


def written(template: str, office: Office, year: int, serial: int) -> str:
    """A document number from its template: {short}, {year} and {serial} (六角括号, 不编虚位, GB/T 9704)."""
    return template.format(short=office.short, year=year, serial=serial)


def floor(folder: Path) -> dict[str, int]:
    """The highest numbers given out, as the file beside the ledger remembers them; none when unreadable."""
    return _remembered(_content(folder))


def _content(folder: Path) -> bytes:
    with contextlib.suppress(OSError):
        return (folder / FILE).read_bytes()
    return b""


def _remembered(content: bytes) -> dict[str, int]:
    with contextlib.suppress(ValueError, RecursionError):
        found = json.loads(content)
        if isinstance(found, dict) and all(type(last) is int and 0 <= last < MOST for last in found.values()):
            return found
    return {}


def remember(session: Session, folder: Path, *, synced: bool = True) -> None:
    """Write the present highest numbers beside the ledger. Raises Trouble when that cannot be written."""
    before = _content(folder)
    known = _remembered(before)
    for office, kind, year, last in session.execute(_ALL):
        key = _key(office, kind, year)
        known[key] = max(last, known.get(key, 0))
    content = json.dumps(known, sort_keys=True).encode()
    if content != before:
        write_whole(folder / FILE, content, synced=synced)


def _key(office: str, kind: str, year: int) -> str:
    return f"{office}/{kind}/{year}"


def remember_after(ledger: Ledger, folder: Path) -> None:
    """As `remember`, after a saving: a stick or disk that refuses does not undo what was saved."""
    with contextlib.suppress(Trouble), ledger.reading() as session:
        remember(session, folder, synced=ledger.synced)
