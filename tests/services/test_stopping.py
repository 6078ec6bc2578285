"""Work with sticks can be stopped at any moment without a trace: also while the database counts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from quyuan_desktop.services import attentive as attentive_file
from quyuan_desktop.services.attentive import attentive, now_and_then
from quyuan_desktop.services.export_package import export_package
from quyuan_desktop.services.merge_package import merge, plan
from tests.exchanging import MONTH, Pair, both, exported
from tests.offices import dump, save

LONG = text(
    "WITH RECURSIVE counting(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counting WHERE n < 20000000) "
    "SELECT count(*) FROM counting"
)


class Stopped(Exception):
    """Somebody has pressed 取消."""


@pytest.fixture
def ends(tmp_path: Path) -> Iterator[Pair]:
    """A district, an office and a stick."""
    with both(tmp_path) as pair:
        yield pair


def stopping(after: int) -> attentive_file.Tell:
    """Goes along for so many steps, then stops."""
    steps = iter(range(after))

    def tell(said: str, done: int, total: int) -> None:
        if next(steps, None) is None:
            raise Stopped(said)

    return tell


def test_a_query_at_work_is_stopped_by_what_was_told_last(ends: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attentive_file, "EVERY", 0.0)
    ledger = ends.office.ledger
    with (
        pytest.raises(Stopped, match="清点本月数字"),
        attentive(ledger, stopping(1)) as tell,
        ledger.reading() as session,
    ):
        tell("清点本月数字", 0, 0)
        session.execute(LONG).all()
    with ledger.reading() as session:  # nobody asks any more
        assert session.scalar(text("SELECT 1")) == 1


def test_without_anybody_to_ask_a_query_ends_by_itself(ends: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attentive_file, "EVERY", 0.0)
    ledger = ends.office.ledger
    with attentive(ledger, None), ledger.reading() as session:
        assert session.scalar(text(str(LONG).replace("20000000", "200000"))) == 200_000


def test_an_export_is_stopped_at_every_step_without_a_trace(ends: Pair) -> None:
    """Up to the reading back from the stick: no file stays, nothing counts as reported."""
    save(ends.office)
    said: list[str] = []
    for after in range(100):
        try:
            export_package(ends.office, ends.stick, MONTH, progress=stopping(after))
        except Stopped as stopped:
            said.append(str(stopped))
            assert list(ends.stick.iterdir()) == []
            assert dump(ends.office)["dispatched"] == []
        else:
            break
    assert [*dict.fromkeys(said)] == ["核对U盘空间", "清点本月数字", "整理上报内容", "从U盘读回核对"]
    (merged,) = merge(ends.district, [ends.stick])
    assert merged.missing == []


@pytest.mark.parametrize("deed", [plan, merge])
def test_merging_is_stopped_while_it_counts_without_a_trace(
    ends: Pair, monkeypatch: pytest.MonkeyPatch, deed: object
) -> None:
    monkeypatch.setattr("quyuan_desktop.storage.engine.STEPS", 1)
    monkeypatch.setattr(attentive_file, "EVERY", 0.0)
    save(ends.office)
    exported(ends.office, ends.stick)
    before = dump(ends.district)

    def tell(said: str, done: int, total: int) -> None:
        if said == "按合并后的记录重算报表":
            told.append(said)
            if len(told) > 3:  # the first was told, the others were asked within a query
                raise Stopped(said)

    told: list[str] = []
    with pytest.raises(Stopped):
        (merge if deed is merge else plan)(ends.district, [ends.stick], progress=tell)
    assert dump(ends.district) == before
    (merged,) = merge(ends.district, [ends.stick])
    assert merged.counts["new"] == 1


@pytest.mark.parametrize("deed", [plan, merge])
def test_merging_is_stopped_while_the_signature_is_looked_at(
    ends: Pair, monkeypatch: pytest.MonkeyPatch, deed: object
) -> None:
    save(ends.office)
    exported(ends.office, ends.stick)
    before = dump(ends.district)
    monkeypatch.setattr(attentive_file, "EVERY", 0.0)

    def tell(said: str, done: int, total: int) -> None:
        if said.endswith("的签名"):
            raise Stopped(said)

    with pytest.raises(Stopped, match="核对.*qyb的签名"):
        (merge if deed is merge else plan)(ends.district, [ends.stick], progress=tell)
    assert dump(ends.district) == before


def test_what_is_asked_often_is_told_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []
    look = now_and_then(lambda: told.append(1))
    monkeypatch.setattr(attentive_file, "EVERY", 3600.0)
    look()
    assert told == []
    monkeypatch.setattr(attentive_file, "EVERY", 0.0)
    look()
    assert told == [1]
