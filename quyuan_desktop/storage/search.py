"""Search as one types, over all registers: which records' texts hold every word of a query, newest first.

Two tables: `search_entry` holds the texts, one row per record, ids growing in the order of entry; `search_index`
is a contentless FTS5 table with the grams of the same ids. A save changes both in its own transaction.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from quyuan_desktop.storage.bulk import UNDONE_WHOLE, put_all, put_at_once
from quyuan_desktop.storage.grams import Readings, SearchText, Way, entry_of, grams_of, packed
from quyuan_desktop.storage.search_words import Word, exact, expression, reason, words_of

__all__ = [
    "SCHEMA",
    "Hit",
    "SearchText",
    "Way",
    "check",
    "find",
    "index",
    "index_all",
    "rebuild",
    "remove",
    "tidy",
]

SCHEMA: tuple[str, ...] = (
    "CREATE TABLE search_entry ("
    "id INTEGER CONSTRAINT pk_search_entry PRIMARY KEY, register TEXT NOT NULL, uid TEXT NOT NULL, "
    "texts BLOB NOT NULL, CONSTRAINT uq_search_entry_uid UNIQUE (uid, register))",
    "CREATE VIRTUAL TABLE search_index USING fts5("
    "grams, content='', contentless_delete=1, detail='none', tokenize='ascii')",
    # A leaf has to fit a page less what the cipher takes of it, or it takes up two.
    "INSERT INTO search_index (search_index, rank) VALUES ('pgsz', 3900)",
)
LONGEST_QUERY = 200
"""Characters; a longer query finds nothing."""
MOST_MISSED = 300
"""Candidates that may turn out to be none before a search gives up, so that its time is bounded."""
BULK_MEMORY = 48 * 1024 * 1024
"""Bytes of grams gathered while rebuilding before they are written; SQLite's own setting is 1 MiB."""
SAMPLE = 50
"""Records whose grams `check` looks up one by one."""
_REMEDY = "记录本身没有受损，请重建查找索引。"


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that was found, and by what: 「姓名 王小明」「证件号码尾号 1234」「内容 …拖欠工资…」."""

    register: str
    uid: str
    reason: str


def index(
    conn: Connection, register: str, uid: str, texts: Sequence[SearchText], *, readings: Readings | None = None
) -> None:
    """Makes the record found by `texts` and by nothing else, in the caller's transaction.

    A record that was there keeps its place among the newest. `readings` spells names; domain.names if None.
    """
    index_all(conn, register, {uid: texts}, readings=readings)


def index_all(
    conn: Connection,
    register: str,
    entries: Mapping[str, Sequence[SearchText]],
    *,
    there: Sequence[str] | None = None,
    readings: Readings | None = None,
) -> None:
    """As `index`, for many records of one register by their uids; `there` are those that were found before, any when it
    is not known."""
    if not entries:
        return
    spell = readings or _readings()
    asked = [*entries] if there is None else there
    marks = ",".join("?" * len(asked))
    known = {
        uid: (id_, stored)
        for id_, uid, stored in conn.exec_driver_sql(
            f"SELECT id, uid, texts FROM search_entry WHERE uid IN ({marks}) AND register = ?",
            (*asked, register),
        )
    }
    last = conn.exec_driver_sql("SELECT max(id) FROM search_entry").scalar() or 0
    new: list[tuple[int, str, str, bytes]] = []
    changed: list[tuple[bytes, int]] = []
    grams: list[tuple[int, str]] = []
    for uid, texts in entries.items():
        if uid not in known:
            id_ = last + len(new) + 1
            stored, found = entry_of(register, texts, spell)
            new.append((id_, register, uid, stored))
            grams.append((id_, found))
        elif known[uid][1] != (stored := packed(texts, spell)):
            changed.append((stored, known[uid][0]))
    if changed:
        conn.exec_driver_sql("UPDATE search_entry SET texts = ? WHERE id = ?", changed)
        conn.exec_driver_sql("DELETE FROM search_index WHERE rowid = ?", [(id_,) for _, id_ in changed])
    if new:
        put_all(conn, f"INSERT {UNDONE_WHOLE} INTO search_entry (id, register, uid, texts)", new)
    grams = [*((id_, grams_of(register, stored)) for stored, id_ in changed), *grams]
    if grams:
        put_at_once(conn, "INSERT INTO search_index (rowid, grams)", grams)


def remove(conn: Connection, register: str, uid: str) -> None:
    """Makes the record found by nothing, in the caller's transaction."""
    id_ = conn.exec_driver_sql(
        "SELECT id FROM search_entry WHERE uid = ? AND register = ?", (uid, register)
    ).scalar()
    if id_ is not None:
        conn.exec_driver_sql("DELETE FROM search_entry WHERE id = ?", (id_,))
        conn.exec_driver_sql("DELETE FROM search_index WHERE rowid = ?", (id_,))


def rebuild(
    conn: Connection,
    entries: Iterable[tuple[str, str, Sequence[SearchText]]],
    *,
    readings: Readings | None = None,
) -> int:
    """Makes the index anew from (register, uid, texts), oldest first, in the caller's transaction; their number.

    `entries` may raise to give it up. Raises sqlalchemy.exc.IntegrityError when a record comes twice.
    """
    spell = readings or _readings()
    conn.exec_driver_sql("DELETE FROM search_entry")
    _command(conn, "delete-all")
    _command(conn, "hashsize", BULK_MEMORY)
    _command(conn, "automerge", 0)
    waiting, count = iter(entries), 0
    while batch := list(islice(waiting, 1_000)):
        rows = [
            (id_, register, uid, packed(texts, spell))
            for id_, (register, uid, texts) in enumerate(batch, count + 1)
        ]
        count += len(rows)
        conn.exec_driver_sql("INSERT INTO search_entry (id, register, uid, texts) VALUES (?, ?, ?, ?)", rows)
        conn.exec_driver_sql(
            "INSERT INTO search_index (rowid, grams) VALUES (?, ?)",
            [(id_, grams_of(register, stored)) for id_, register, _uid, stored in rows],
        )
    _command(conn, "hashsize", 1024 * 1024)
    _command(conn, "automerge", 4)
    _command(conn, "optimize")
    return count


def tidy(conn: Connection, pages: int = 500) -> bool:
    """Merges some `pages` pages of the index, for idle moments; False when there was nothing to do."""
    before = conn.exec_driver_sql("SELECT total_changes()").scalar_one()
    _command(conn, "merge", pages)
    return bool(conn.exec_driver_sql("SELECT total_changes()").scalar_one() - before >= 2)


def _command(conn: Connection, command: str, value: int | None = None) -> None:
    if value is None:
        conn.exec_driver_sql("INSERT INTO search_index (search_index) VALUES (?)", (command,))
    else:
        conn.exec_driver_sql("INSERT INTO search_index (search_index, rank) VALUES (?, ?)", (command, value))


def _readings() -> Readings:
    """Pinyin comes late: loading it takes time, and only saving needs it."""
    from quyuan_desktop.domain import names

    return names.readings


def find(conn: Connection, query: str, *, limit: int = 50, registers: Sequence[str] | None = None) -> list[Hit]:
    """The newest `limit` records in which every word of `query` is found; [] for a query that says nothing.

    For digits alone, records with this document number or ID tail come before those that only contain the digits;
    several that are a document number (2023 118) find nothing else. `registers` narrows the search to these.
    Never raises for what was typed.
    """
    if limit <= 0 or len(query) > LONGEST_QUERY:
        return []
    words = words_of(query)
    found = _matching(conn, exact(words), registers, limit)
    if found and len(words) > 1:
        return list(found.values())[:limit]
    if len(found) < limit:
        for id_, hit in _matching(conn, words, registers, limit).items():
            found.setdefault(id_, hit)
    return list(found.values())[:limit]


def _matching(
    conn: Connection, words: Sequence[Word], registers: Sequence[str] | None, limit: int
) -> dict[int, Hit]:
    """By id, newest first."""
    found: dict[int, Hit] = {}
    sought = expression(words, registers)
    if not sought:
        return found
    result = conn.exec_driver_sql(
        "SELECT id, register, uid, texts FROM search_index CROSS JOIN search_entry ON id = search_index.rowid "
        "WHERE search_index MATCH ? ORDER BY search_index.rowid DESC",
        (sought,),
    )
    missed = 0
    while len(found) < limit and missed < MOST_MISSED and (rows := result.fetchmany(limit)):
        for id_, register, uid, stored in rows:
            if why := reason(stored, words):
                found[id_] = Hit(register, uid, why)
            else:
                missed += 1
    result.close()
    return found


def check(conn: Connection) -> list[str]:
    """In what the index and the stored texts disagree, as sentences; [] when all is well. Changes nothing."""
    try:
        _command(conn, "integrity-check")
    except DatabaseError:
        return [f"查找索引已损坏。{_REMEDY}"]
    found = []
    for text, wanted in (
        ("有 {} 条记录不在查找索引中", "SELECT id FROM search_entry EXCEPT SELECT id FROM search_index_docsize"),
        ("查找索引中有 {} 条多余内容", "SELECT id FROM search_index_docsize EXCEPT SELECT id FROM search_entry"),
    ):
        count = conn.exec_driver_sql(f"SELECT count(*) FROM ({wanted})").scalar_one()
        if count:
            found.append(f"{text.format(count)}。{_REMEDY}")
    if not found and not all(_wholly_indexed(conn, id_) for id_ in _sample(conn)):
        found.append(f"查找索引与记录内容不符。{_REMEDY}")
    return found


def _sample(conn: Connection) -> list[int]:
    """Ids spread evenly, the newest among them."""
    last = conn.exec_driver_sql("SELECT max(id) FROM search_entry").scalar() or 0
    step = max(1, last // SAMPLE)
    spread = conn.exec_driver_sql(
        "SELECT id FROM search_entry WHERE id % ? = ? % ? ORDER BY id DESC LIMIT ?", (step, last, step, SAMPLE)
    )
    return list(spread.scalars())


def _wholly_indexed(conn: Connection, id_: int) -> bool:
    register, stored = conn.exec_driver_sql("SELECT register, texts FROM search_entry WHERE id = ?", (id_,)).one()
    grams = set(grams_of(register, stored).split())
    found = conn.exec_driver_sql(
        "SELECT 1 FROM search_index WHERE search_index MATCH ? AND rowid = ?",
        (" AND ".join(f'"{gram}"' for gram in grams), id_),
    )
    return found.first() is not None
