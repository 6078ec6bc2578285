"""The chain of history: whatever is changed behind the program's back is reported by the check."""

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, Date, Integer, Time, select

from quyuan_desktop.domain.lineage import digest
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers.base import Base
from quyuan_desktop.registers.columns import Instant, TermColumn, TermsColumn
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.papers import papers_of, reprint_paper
from quyuan_desktop.services.save_record import void_record
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import history, papers
from quyuan_desktop.storage.tables import AuditLine, Paper, Revision
from tests.offices import PAPER, at_work, correct, dump, execute, filled, fresh, save

CORRECTED = "0" * 31 + "1"
VOID = "0" * 31 + "3"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with at_work(filled(tmp_path)) as place:
        yield place


def reported(place: Workplace) -> list[str]:
    """What the check says, each finding a sentence."""
    found = check(place)
    assert all(each.endswith("。") and "\n" not in each for each in found)
    return found


def other(column: Any, value: Any) -> Any:
    """Something else that `column` could hold."""
    match column.type:
        case Boolean():
            return 1 - value
        case Integer():
            return (value or 0) + 100
        case TermColumn() as kind:
            return next(term.code for term in kind.terms if term.code != value)
        case TermsColumn() as kind:
            return next(f"|{term.code}|" for term in kind.terms if f"|{term.code}|" != value)
        case Instant():
            return "2020-02-02T02:02:02Z"
        case Date():
            return "2020-02-02"
        case Time():
            return "02:02:00.000000"
        case JSON():
            return json.dumps(_changed(json.loads(value)))
    return "0" * 64 if len(value) == 64 else f"{value}x"


def _changed(content: Any) -> Any:
    if isinstance(content, list):
        return [*content, "0" * 64]
    return {**content, "fields": {**content["fields"], "visitor": "另一个人"}}


MODELS: dict[str, type[Base]] = {"revision": Revision, "audit": AuditLine, "consultation": CONSULTATION.record}


def columns(table: str) -> list[str]:
    return [column.name for column in MODELS[table].__table__.columns if column.name != "id"]


def test_an_untouched_ledger_is_whole(place: Workplace) -> None:
    told: list[tuple[str, int, int]] = []
    before = dump(place)
    assert check(place, lambda text, done, total: told.append((text, done, total))) == []
    assert dump(place) == before
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)
    assert told[-1][1] == told[-1][2]
    assert all(text for text, _, _ in told)


@pytest.mark.parametrize("step", [1, 2, 3])
@pytest.mark.parametrize("column", columns("revision"))
def test_a_changed_revision_is_reported(place: Workplace, column: str, step: int) -> None:
    """Who, when, what and why, at the first, a middle and the newest state."""
    change(place, "revision", column, "uid = ? AND step = ?", CORRECTED, step)
    assert reported(place), f"{column} of step {step} was changed and nobody noticed"


@pytest.mark.parametrize("column", columns("revision"))
def test_a_changed_voiding_is_reported(place: Workplace, column: str) -> None:
    change(place, "revision", column, "uid = ? AND step = 2", VOID)
    assert reported(place), f"{column} was changed and nobody noticed"


@pytest.mark.parametrize("line", ["first", "middle", "last"])
@pytest.mark.parametrize("column", columns("audit"))
def test_a_changed_act_is_reported(place: Workplace, column: str, line: str) -> None:
    wanted = {"first": "id = 1", "middle": "id = 4", "last": "id = (SELECT max(id) FROM audit)"}[line]
    change(place, "audit", column, wanted)
    assert reported(place), f"{column} of the {line} line was changed and nobody noticed"


@pytest.mark.parametrize("column", columns("consultation"))
def test_a_changed_record_is_reported(place: Workplace, column: str) -> None:
    change(place, "consultation", column, "uid = ?", CORRECTED)
    assert reported(place), f"{column} was changed and nobody noticed"


def change(place: Workplace, table: str, column: str, where: str, *given: Any) -> None:
    """Put something else into one column of the row that `where` finds."""
    with place.ledger.engine.connect() as connection:
        value = connection.exec_driver_sql(f'SELECT "{column}" FROM {table} WHERE {where}', given).scalar_one()
    new = other(MODELS[table].__table__.columns[column], value)
    execute(place, f'UPDATE {table} SET "{column}" = ? WHERE {where}', new, *given)


@pytest.mark.parametrize(
    ("statement", "given"),
    [
        ("DELETE FROM consultation_matter WHERE id = (SELECT max(id) FROM consultation_matter)", ()),
        ("UPDATE consultation_matter SET summary = '另一件事。'", ()),
        ("UPDATE consultation_matter SET category = 'pension' WHERE parent_id = 1", ()),
        ("UPDATE consultation_matter SET position = 3 - position WHERE position < 3", ()),
        ("UPDATE consultation_matter SET parent_id = (SELECT max(id) FROM consultation)", ()),
        ("DELETE FROM consultation WHERE uid = ?", (CORRECTED,)),
        ("UPDATE consultation SET state = 'void' WHERE uid = ?", (CORRECTED,)),
        ("UPDATE consultation SET state = 'live' WHERE uid = ?", (VOID,)),
        ("UPDATE consultation SET void_reason = '' WHERE uid = ?", (VOID,)),
        ("DELETE FROM revision WHERE uid = ? AND step = 1", (CORRECTED,)),
        ("DELETE FROM revision WHERE uid = ? AND step = 2", (CORRECTED,)),
        ("DELETE FROM revision WHERE uid = ? AND step = 3", (CORRECTED,)),
        ("DELETE FROM revision WHERE uid = ?", (CORRECTED,)),
        ("DELETE FROM revision", ()),
        ("DELETE FROM audit", ()),
        ("UPDATE blob SET content = ?", (PAPER + b"!",)),
        ("UPDATE blob SET sha256 = ?", ("0" * 64,)),
        ("DELETE FROM blob", ()),
        ("UPDATE paper SET sha256 = ?", ("0" * 64,)),
        ("UPDATE paper SET digest = ?", ("0" * 64,)),
        ("DELETE FROM search_entry WHERE id = 1", ()),
        ("DELETE FROM search_index WHERE rowid = 1", ()),
    ],
)
def test_other_tampering_is_reported(place: Workplace, statement: str, given: tuple[Any, ...]) -> None:
    before = dump(place)
    execute(place, "PRAGMA foreign_keys = OFF")
    execute(place, statement, *given)
    assert dump(place) != before or "search_index" in statement
    assert reported(place), f"{statement}: nobody noticed"


def lines(place: Workplace) -> list[int]:
    with place.ledger.reading() as session:
        return list(session.scalars(select(AuditLine.id).order_by(AuditLine.id)))


@pytest.mark.parametrize("position", [0, 1, 5, -2, -1])
def test_an_act_taken_out_is_reported(place: Workplace, position: int) -> None:
    execute(place, "DELETE FROM audit WHERE id = ?", lines(place)[position])
    assert reported(place), "an act is gone and nobody noticed"


def test_the_newest_acts_taken_out_are_reported(place: Workplace) -> None:
    """Cutting the end off leaves a chain that is whole in itself."""
    execute(place, "DELETE FROM audit WHERE id > ?", lines(place)[2])
    assert reported(place)


def test_a_record_taken_out_with_all_its_traces_but_the_acts_is_reported(place: Workplace) -> None:
    execute(place, "PRAGMA foreign_keys = OFF")
    for table in ("revision", "consultation", "search_entry", "mention"):
        execute(place, f"DELETE FROM {table} WHERE uid = ?", VOID)
    execute(place, "DELETE FROM search_index WHERE rowid NOT IN (SELECT id FROM search_entry)")
    assert reported(place)


def test_an_act_put_in_is_reported(place: Workplace) -> None:
    columns_ = 'at, "by", verb, register, uid, detail, seal'
    execute(place, f"INSERT INTO audit ({columns_}) SELECT {columns_} FROM audit WHERE id = 2")
    assert reported(place)


def test_acts_that_changed_places_are_reported(place: Workplace) -> None:
    one, other_line = lines(place)[1:3]
    execute(place, "UPDATE audit SET id = -1 WHERE id = ?", one)
    execute(place, "UPDATE audit SET id = ? WHERE id = ?", one, other_line)
    execute(place, "UPDATE audit SET id = ? WHERE id = -1", other_line)
    assert reported(place)


def test_a_history_rewritten_with_right_digests_is_reported(place: Workplace) -> None:
    """Who knows how digests are made still has to forge the acts that name them."""
    with place.ledger.writing() as session:
        revision = history.newest(session, CONSULTATION.code, CORRECTED)
        assert revision is not None
        content = json.loads(json.dumps(revision.content))
        content["fields"]["visitor"] = "另一个人"
        revision.content = content
        revision.digest = digest(content, revision.lineage)
    with place.ledger.engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT digest FROM revision WHERE uid = ? AND step = 3", (CORRECTED,))
        made = found.scalar_one()
    execute(place, "UPDATE consultation SET visitor = '另一个人', digest = ? WHERE uid = ?", made, CORRECTED)
    assert any("操作记录" in each or "历史" in each for each in reported(place))


NONSENSE = (
    "UPDATE revision SET content = 'no json'",
    "UPDATE revision SET content = '[]'",
    "UPDATE revision SET content = '{\"number\": 1.5}'",
    "UPDATE revision SET lineage = '7'",
    "UPDATE revision SET lineage = '[\"short\"]'",
    "UPDATE revision SET at = 'yesterday'",
    "UPDATE revision SET register = 'unknown'",
    "UPDATE audit SET at = 'yesterday'",
    "UPDATE audit SET detail = x'00'",
    "UPDATE consultation SET received_on = 'yesterday'",
    "UPDATE consultation SET received_time = 'noon'",
    "UPDATE consultation SET channel = 'pigeon'",
    "UPDATE consultation SET groups = '|nobody|'",
    "UPDATE consultation SET headcount = 1.5",
    "UPDATE consultation SET visitor = x'00ff'",
    "UPDATE consultation SET state = 'lost'",
    "UPDATE consultation_matter SET category = 'unheard'",
    "UPDATE blob SET content = 'text'",
    "UPDATE paper SET issued_at = 'yesterday'",
    "UPDATE serial SET last = 'many'",
)


@pytest.mark.parametrize("statement", NONSENSE)
def test_nonsense_in_a_column_is_reported_and_no_crash(place: Workplace, statement: str) -> None:
    """A value that its column cannot hold: a finding in words, never a traceback."""
    execute(place, statement)
    assert reported(place), "nobody noticed"


# -- papers under their hash


def test_a_paper_is_what_it_was(place: Workplace) -> None:
    with place.ledger.reading() as session:
        (paper,) = session.scalars(select(Paper))
        assert papers.blob(session, paper.sha256) == PAPER
        assert paper.sha256 == hashlib.sha256(PAPER).hexdigest()
    (entry,) = papers_of(place, CONSULTATION, CORRECTED)
    assert (entry.uid, entry.current, entry.reprints) == (paper.uid, True, 0)


def test_the_same_bytes_are_kept_once(place: Workplace) -> None:
    with place.ledger.writing() as session:
        kept = {papers.keep_blob(session, content) for content in (PAPER, PAPER, PAPER + b"!")}
    assert len(kept) == 2
    assert len(dump(place)["blob"]) == 2


SPOILT: dict[str, Callable[[Workplace], None]] = {
    "changed": lambda place: execute(place, "UPDATE blob SET content = ?", PAPER + b"!"),
    "gone": lambda place: execute(place, "DELETE FROM blob"),
    "exchanged": lambda place: execute(place, "UPDATE blob SET content = ?", b"%PDF-1.7 another"),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_spoilt_paper_is_not_reprinted(place: Workplace, spoil: Callable[[Workplace], None]) -> None:
    (entry,) = papers_of(place, CONSULTATION, CORRECTED)
    spoil(place)
    before = dump(place)
    with pytest.raises(Trouble, match="存档的文书已损坏或丢失"):
        reprint_paper(place, entry.uid)
    assert dump(place) == before
    assert any("存档损坏或丢失" in each for each in reported(place))


def test_an_unknown_paper_is_a_trouble(place: Workplace) -> None:
    with pytest.raises(Trouble, match="没有找到这份文书"):
        reprint_paper(place, "f" * 32)


# -- history as it is kept


def test_every_state_is_kept_whole(tmp_path: Path) -> None:
    with at_work(fresh(tmp_path)) as place:
        made = save(place)
        correct(place, made.record.uid, note="甲")
        correct(place, made.record.uid, note="乙")
        void_record(place, CONSULTATION, made.record.uid, "重复登记")
        with place.ledger.reading() as session:
            kept = history.revisions(session, CONSULTATION.code, made.record.uid)
    assert [each.verb for each in kept] == ["create", "correct", "correct", "void"]
    assert [each.content["fields"]["note"] for each in kept] == ["", "甲", "乙", "乙"]
    assert [each.content["state"] for each in kept] == ["live", "live", "live", "void"]
    digests = [each.digest for each in kept]
    assert len(set(digests)) == 4
    assert [each.lineage for each in kept] == [digests[:length] for length in range(4)]
    assert all(digest(each.content, each.lineage) == each.digest for each in kept)
