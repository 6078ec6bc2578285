"""The invented district: the same seed gives the same records, its parts sum to the report's figures, nonsense is refused."""

import os
import pickle
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from quyuan_desktop.domain.problems import Problem, Refused, Trouble
from quyuan_desktop.domain.terms import Sex, Town
from quyuan_desktop.services.demo import district
from quyuan_desktop.services.demo.diary import Clock
from quyuan_desktop.services.demo.district import PASSWORD, SHARES, bureau, live, make_district
from quyuan_desktop.services.demo.district.entering import end_of_year
from quyuan_desktop.services.demo.people import id_number
from quyuan_desktop.services.open_office import sign_in
from tests.offices import at_work
from tests.services.test_year import YEAR

SMALL = replace(SHARES[2], people=6, cases=5, disputes=5, campaigns=2, leads=5, events=1, visits=1)


def digests(folder: Path) -> list[tuple[str, str]]:
    """Every state of every record."""
    with (
        at_work(sign_in(folder, PASSWORD, now=Clock(end_of_year(2023)))) as place,
        place.ledger.engine.connect() as at,
    ):
        return [
            (row[0], row[1]) for row in at.exec_driver_sql("SELECT register, digest FROM revision ORDER BY id")
        ]


def test_the_same_seed_gives_the_same_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(district, "SHARES", (SMALL,))
    made = [live(tmp_path / name, 0, 2023, 7) for name in ("one", "two")]
    one, two = (digests(tmp_path / name / SMALL.folder) for name in ("one", "two"))
    assert made[0] == made[1]
    assert one == two
    assert {register for register, _ in one} >= {"consultation", "application", "dispute", "visit", "promo_event"}


def test_the_parts_come_to_the_figures_of_the_report() -> None:
    assert sum(share.disputes for share in SHARES) == 544
    assert sum(share.failed for share in SHARES) == 1
    assert sum(share.cases for share in SHARES) == 135
    assert sum(share.campaigns for share in SHARES) == 96
    assert len({name for share in SHARES for name in share.experts}) == 20
    assert 570 < sum(share.people for share in SHARES) < 580
    assert sum(bureau.FIRST_ROUND) + sum(bureau.SECOND_ROUND) == 755
    assert {share.town for share in SHARES} == set(Town) - {Town.ELSEWHERE}
    assert all(share.villages for share in SHARES)


def test_a_refusal_comes_back_whole_from_another_process() -> None:
    refused = pickle.loads(pickle.dumps(Refused([Problem("id_number", "号码末三位是000。")])))
    assert (str(refused), refused.problems) == ("号码末三位是000。", [Problem("id_number", "号码末三位是000。")])


@pytest.mark.parametrize("sex", list(Sex)[:2])
def test_no_invented_number_looks_spoilt(sex: Sex) -> None:
    days = [date(1960, 1, 1) + timedelta(days=each) for each in range(30)]
    numbers = [id_number(day, sex, order) for day in days for order in range(500)]
    assert {len(number) for number in numbers} == {18}
    assert not [number for number in numbers if number.endswith("000")]


def test_a_process_that_dies_is_told_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(district, "live", _die)
    with pytest.raises(Trouble, match="中断了，没有建好"):
        make_district(tmp_path / "new")


def _die(*_: object) -> None:
    os._exit(9)


def test_what_cannot_be_made_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="2018 年不合情理"):
        make_district(tmp_path / "new", 2018)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("x")
    with pytest.raises(Trouble, match="不是空文件夹"):
        make_district(tmp_path / "full", YEAR.first.year)
