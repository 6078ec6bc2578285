"""What other applications say against saving one: a false pledge, a consultation that led to another."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from quyuan_desktop.domain.problems import Problem, Refused
from quyuan_desktop.domain.terms import IdKind, PersonGroup
from quyuan_desktop.registers.base import Values
from quyuan_desktop.registers.legal_aid import aid_terms as terms
from quyuan_desktop.registers.legal_aid.aid_terms import Stage
from quyuan_desktop.registers.legal_aid.application_register import APPLICATION
from quyuan_desktop.services.save_record import examine, save_record, void_record
from quyuan_desktop.services.workplace import Workplace
from tests.applications import DAY, application, note, present, take
from tests.applying import d, stage
from tests.offices import TODAY, Clock, at_work, fresh, resident

# -- what other applications say against it


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with at_work(fresh(tmp_path / "data", Clock())) as place:
        yield place


PLEDGE = {"means": terms.MeansTest.PLEDGE, "pledged": True}


def test_who_once_pledged_falsely_may_not_pledge_again(place: Workplace) -> None:
    """湖南省规定 4."""
    earlier = note(place, **PLEDGE, false_pledge=True, applied_on=TODAY - timedelta(days=100))
    with pytest.raises(Refused) as refused:
        note(place, **PLEDGE)
    assert refused.value.problems == [
        Problem(
            "means",
            "此人曾作虚假承诺（屈营司援收字〔2023〕第1号），不适用个人诚信承诺，请改为信息共享查询或提供证明材料"
            "（湖南省规定第4条）。",
        )
    ]
    with pytest.raises(Refused, match="此人曾作虚假承诺"):
        note(place, means=None, pledged=True)
    note(place)
    note(place, **PLEDGE, id_number=resident(4))
    note(place, **PLEDGE, id_number="", id_kind=IdKind.NONE)
    again = application(**PLEDGE, false_pledge=True, applied_on=TODAY - timedelta(days=100), note="已核实")
    save_record(place, APPLICATION, again, uid=earlier, reason="补充", confirmed=True)
    void_record(place, APPLICATION, earlier, "登记错人")
    note(place, **PLEDGE)


def test_a_false_pledge_found_out_later_does_not_stop_what_went_before(own: Workplace) -> None:
    """湖南省规定 4 bars later pledges; here not even a case that is under way can be closed."""
    pledge = {"means": terms.MeansTest.PLEDGE, "pledged": True}
    under_way = note(own, **pledge, applied_on=TODAY - 60 * DAY)
    note(own, false_pledge=True, applied_on=TODAY - 10 * DAY)
    take(own, under_way, "receive")
    assert stage(own, under_way) is Stage.RECEIVED


@pytest.mark.parametrize(
    ("changes", "name", "value"),
    [
        ({"ground": terms.Ground.G33}, "report_column", terms.Column.APPEAL),
        ({"event_on": d("2023-03-01")}, "limitation_on", d("2024-03-01")),
        ({"ground": terms.Ground.G31_7}, "green", terms.Green.ELDERLY),
    ],
)
def test_what_follows_follows_again_after_a_correction(
    own: Workplace, changes: Values, name: str, value: Any
) -> None:
    """The month counts by the old column, the limitation warns of the wrong day."""
    uid = note(
        own,
        groups=(PersonGroup.MIGRANT_WORKER,),
        event_on=d("2023-01-01"),
        limitation=terms.Limitation.LABOUR,
    )
    values = {**present(own, uid), **changes}
    _, problems = examine(own, APPLICATION, values)
    save_record(own, APPLICATION, values, uid=uid, reason="选错了", confirmed=True)
    assert present(own, uid)[name] == value or name in {problem.field for problem in problems}
