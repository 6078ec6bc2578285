"""An import is one act, which can be taken back."""

from pathlib import Path

import pytest
from sqlalchemy import select

from quyuan_desktop.domain.problems import Refused
from quyuan_desktop.registers.base import values_of
from quyuan_desktop.registers.places import VILLAGE
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.save_record import open_record, save_record
from quyuan_desktop.services.workbook_import import (
    apply_import,
    undo_import,
)
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage.tables import AuditLine
from tests.offices import dump
from tests.services.workbook_import.hand import imported, villages
from tests.sheets import VILLAGE_HEADS, planned, quietly, village, workbook


def test_an_import_is_one_act_and_can_be_taken_back(place: Workplace, tmp_path: Path) -> None:
    path = tmp_path / "村.xlsx"
    imported(place, workbook(path, [VILLAGE_HEADS, village("荷花村", households=1)]))
    plan = planned(
        place, VILLAGE, workbook(path, [VILLAGE_HEADS, village("荷花村", households=2), village("三洲村")])
    )
    done = apply_import(place, plan, quietly)
    assert (done.new, done.corrected) == (1, 1)
    undo_import(place, done)
    found = villages(place)
    assert list(found) == ["荷花村"] and found["荷花村"].households == 1  # type: ignore[attr-defined]  # a record
    assert check(place) == []
    with place.ledger.reading() as session:
        acts = [line.detail for line in session.scalars(select(AuditLine).where(AuditLine.verb == "import"))]
    assert acts[1].startswith("新增 1 变更 1 文件 ") and acts[2] == "撤销导入 2 条"
    assert not any("村" in each for each in acts)


def test_what_was_changed_since_is_not_taken_back(place: Workplace, tmp_path: Path) -> None:
    path = workbook(tmp_path / "村.xlsx", [VILLAGE_HEADS, village("荷花村"), village("三洲村")])
    done = apply_import(place, planned(place, VILLAGE, path), quietly)
    record = open_record(place, VILLAGE, done.changed.uids[0])
    save_record(
        place, VILLAGE, {**values_of(record), "households": 5}, uid=record.uid, reason="核对", confirmed=True
    )
    before = dump(place)
    with pytest.raises(Refused):
        undo_import(place, done)
    assert dump(place) == before


def test_stopping_halfway_leaves_nothing(place: Workplace, tmp_path: Path) -> None:
    class Stopped(Exception):
        pass

    def stop(text: str, done: int, total: int) -> None:
        if text == "导入":
            raise Stopped

    plan = planned(
        place, VILLAGE, workbook(tmp_path / "村.xlsx", [VILLAGE_HEADS, village("荷花村"), village("三洲村")])
    )
    before = dump(place)
    with pytest.raises(Stopped):
        apply_import(place, plan, stop)
    assert dump(place) == before


def test_looking_changes_nothing(place: Workplace, tmp_path: Path) -> None:
    before = dump(place)
    planned(place, VILLAGE, workbook(tmp_path / "村.xlsx", [VILLAGE_HEADS, village("荷花村")]))
    assert dump(place) == before
