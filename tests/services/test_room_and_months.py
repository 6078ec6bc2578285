"""What a package will need is reckoned before it is begun, and it brings every month that was closed meanwhile."""

import shutil
from collections import namedtuple
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.periods import Period
from quyuan_desktop.exchange.envelope import Password
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services.export_package import export_package
from quyuan_desktop.services.merge_package import merge
from quyuan_desktop.services.receipts import acknowledge, receive
from quyuan_desktop.services.stick import Outcome
from quyuan_desktop.storage import records
from quyuan_desktop.storage.papers import keep
from quyuan_desktop.storage.weights import weigh
from tests.closings import OCTOBER, SEPTEMBER, close, without_papers
from tests.closings import keep as keep_consultation
from tests.exchanging import MONTH, Pair, both, exported
from tests.offices import HEAD, dump, save

Usage = namedtuple("Usage", "total used free")
MEGABYTE = 1 << 20


@pytest.fixture
def ends(tmp_path: Path) -> Iterator[Pair]:
    """A district, an office and a stick."""
    with both(tmp_path) as pair:
        yield pair


def scan(ends: Pair, content: bytes) -> None:
    """Keep a paper of a new record."""
    uid = save(ends.office).record.uid
    with ends.office.ledger.writing() as session:
        record = records.load(session, CONSULTATION, uid)
        keep(session, CONSULTATION, record, CONSULTATION.papers[0], content, ends.office.now(), HEAD)


def with_free(monkeypatch: pytest.MonkeyPatch, free: int) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(8 << 30, 0, free))


def test_a_stick_without_room_is_told_before_anything_is_begun(
    ends: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan(ends, bytes(30 * MEGABYTE))
    before = dump(ends.office)
    with_free(monkeypatch, 2 * MEGABYTE)
    done = exported(ends.office, ends.stick)
    assert (done.outcome, done.batch, done.path) == (Outcome.FULL, 0, None)
    assert done.sentence == (
        "U盘剩余 2 MB，这次上报需要约 30 MB，放不下，还没有开始写。请腾出空间或换一个U盘再试。"
    )
    assert dump(ends.office) == before
    assert list(ends.stick.iterdir()) == []
    with_free(monkeypatch, 4 * MEGABYTE)  # it may become small enough
    assert exported(ends.office, ends.stick).batch == 1


def test_nothing_weighs_what_was_answered_for(ends: Pair) -> None:
    def weight(*, everything: bool = False) -> int:
        with ends.office.ledger.reading() as session:
            return weigh(session, everything=everything).about

    assert weight() == 0
    scan(ends, bytes(MEGABYTE))
    whole = weight()
    assert MEGABYTE < whole < 2 * MEGABYTE
    exported(ends.office, ends.stick)
    assert weight() == whole
    merge(ends.district, [ends.stick])
    acknowledge(ends.district, ends.stick)
    receive(ends.office, ends.stick)
    assert weight() == 0
    assert weight(everything=True) == whole


def report(ends: Pair, period: Period, **how: Any) -> list[str]:
    """The months of the figures in the district, of the package that is written and merged for `period`."""
    for each in ends.stick.iterdir():
        each.unlink()
    assert export_package(ends.office, ends.stick, period, **how).outcome is Outcome.DONE
    (merged,) = merge(ends.district, [ends.stick], password=how.get("password"))
    assert [each.month for each in merged.recounts] == list(merged.figures)
    assert not any(each.differences for each in merged.recounts)
    return list(merged.figures)


def test_every_month_closed_since_the_last_receipt_is_brought(ends: Pair) -> None:
    for month in (9, 10, 11):
        keep_consultation(ends.office, date(2023, month, 6))
    with without_papers():
        close(ends.office, SEPTEMBER)
        close(ends.office, OCTOBER)
    assert report(ends, MONTH) == ["2023-09", "2023-10", "2023-11"]
    assert report(ends, MONTH) == ["2023-09", "2023-10", "2023-11"], "no receipt has come back"
    acknowledge(ends.district, ends.stick)
    receive(ends.office, ends.stick)
    assert report(ends, MONTH) == ["2023-11"]
    assert report(ends, OCTOBER) == ["2023-10"]
    assert report(ends, MONTH, everything=True, password=Password("口令 12345", quick=True)) == [
        "2023-09",
        "2023-10",
        "2023-11",
    ]


def test_an_older_package_does_not_count_a_month_that_a_newer_one_brought(ends: Pair, tmp_path: Path) -> None:
    """October came with batch 1 and, beside November, with batch 2: the word of batch 2 holds."""
    keep_consultation(ends.office, date(2023, 10, 6))
    exported_first = export_package(ends.office, ends.stick, OCTOBER)
    with without_papers():
        close(ends.office, OCTOBER)
    second = export_package(ends.office, ends.stick, periods.month("2023-11"))
    assert exported_first.path is not None and second.path is not None
    merge(ends.district, [second.path])
    (merged,) = merge(ends.district, [exported_first.path])
    assert merged.recounts == []
