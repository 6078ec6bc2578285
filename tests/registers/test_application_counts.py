"""What the month counts of applications that were led through a real ledger: each once, where it belongs."""

from quyuan_desktop.domain import periods
from quyuan_desktop.registers.legal_aid import aid_terms as terms
from quyuan_desktop.registers.legal_aid.aid_terms import Stage
from quyuan_desktop.registers.legal_aid.application_register import APPLICATION
from quyuan_desktop.services.month import month_table, rows_behind
from quyuan_desktop.services.save_record import (
    open_record,
    save_record,
    undo_save,
    void_record,
)
from quyuan_desktop.services.workplace import Workplace
from tests.applications import (
    CENTRE,
    CLOSING,
    DAY,
    FILE,
    FIRM,
    GRANT,
    REFUSE,
    ask,
    brought_to,
    fellow,
    note,
    present,
    take,
)
from tests.applying import on
from tests.offices import TODAY

NOVEMBER = periods.month("2023-11")


# -- what the month counts


def figures(place: Workplace) -> dict[str, int]:
    """What the month counts of applications, without what is nought."""
    lines = month_table(place, NOVEMBER, [APPLICATION]).lines
    return {line.figure.code: line.figure.value for line in lines if line.figure.value and line.counted}


def test_one_application_counts_once_however_many_steps_it_took(own: Workplace) -> None:
    fellows = [fellow(f"工友{number}") for number in range(3)]
    uid = note(own, joint=terms.Joint.DIVISIBLE, joint_applicants=fellows, ground=terms.Ground.G31_5)
    assert figures(own) == {}, "what was only noted is not received"
    take(own, uid, "receive")
    received = figures(own)
    assert received == {
        "aid.received": 4,
        "aid.received.records": 1,
        "aid.received.domain.civil": 4,
        "aid.received.green": 4,
        "aid.town.430671101": 4,
    }
    ask(own, uid)
    take(own, uid, "supplemented")
    save_record(own, APPLICATION, {**present(own, uid), "note": "已核对"}, uid=uid, reason="补充", confirmed=True)
    assert figures(own) == received
    take(own, uid, "hand_over", handed_over_to=CENTRE)
    undo_save(own, take(own, uid, "decide", **REFUSE).undo)
    take(own, uid, "decide", **GRANT)
    take(own, uid, "appoint", **FIRM)
    take(own, uid, "agree")
    take(own, uid, "close", **CLOSING)
    take(own, uid, "archive", **FILE)
    take(own, uid, "pay")
    assert figures(own) == received | {
        "aid.handed": 4,
        "aid.granted": 4,
        "aid.appointed": 4,
        "aid.closed": 4,
        "aid.closed.arbitrated": 4,
        "aid.archived": 4,
        "aid.recovered": 12_600_00,
        "aid.wages": 12_000_00,
        "aid.wages.cases": 4,
        "aid.column.other": 4,
        "aid.ground.a31n5": 4,
        "aid.persons": 4,
        "aid.group.woman": 1,
        "aid.group.elderly": 1,
        **{f"aid.days.{part}.cases": 1 for part in ("handover", "decide", "appoint", "archive")},
    }


def test_the_ways_aside_count_where_they_belong(own: Workplace) -> None:
    for at in (Stage.REFUSED, Stage.WITHDRAWN, Stage.TERMINATED, Stage.ASKED):
        brought_to(own, at)
    void_record(own, APPLICATION, brought_to(own, Stage.ARCHIVED), "重复登记")
    objected = brought_to(own, Stage.REFUSED)
    take(own, objected, "object")
    found = figures(own)
    wanted = {
        "aid.received": 4,
        "aid.handed": 3,
        "aid.refused": 2,
        "aid.refused.means": 2,
        "aid.granted": 1,
        "aid.withdrawn": 1,
        "aid.withdrawn.asked": 1,
        "aid.terminated": 1,
        "aid.terminated.a48n6": 1,
        "aid.objected": 1,
        "aid.persons": 1,
    }
    assert {code: found[code] for code in wanted} == wanted
    assert not {"aid.archived", "aid.closed", "aid.appointed"} & set(found)


def test_the_days_a_step_took_are_the_months_means_and_worst(own: Workplace) -> None:
    for late in (2, 5):
        uid = brought_to(own, Stage.RECEIVED, applied_on=TODAY - 9 * DAY)
        values = {**present(own, uid), "received_on": TODAY - late * DAY}
        save_record(own, APPLICATION, values, uid=uid, reason="补登", confirmed=True)
        take(own, uid, "hand_over", handed_over_to=CENTRE)
    found = figures(own)
    assert (found["aid.days.handover.cases"], found["aid.days.handover.total"]) == (2, 7)
    assert found["aid.days.handover.worst"] == 5
    (mean,) = [
        line
        for line in month_table(own, NOVEMBER, [APPLICATION]).lines
        if line.figure.code == "aid.days.handover.mean"
    ]
    assert mean.means == (3.5, 3.5, None)


def test_the_values_of_the_rows_sum_to_every_figure(own: Workplace) -> None:
    for at in Stage:
        brought_to(own, at, joint=terms.Joint.DIVISIBLE, joint_applicants=[fellow()])
        brought_to(own, at, town=None, urgency=terms.Urgency.PRESERVATION)
    found = figures(own)
    assert found["aid.town.none"] and found["aid.received.urgent"]
    for measure in APPLICATION.measures:
        rows = rows_behind(own, measure.code, NOVEMBER)
        assert sum(row.value for row in rows) == found.get(measure.code, 0), measure.code
        assert len({row.uid for row in rows}) == len(rows), "one application is one row"


def test_a_number_stays_when_the_next_step_lies_in_another_year(own: Workplace) -> None:
    uid = note(own)
    take(on("2024-01-02", own), uid, "receive")
    assert open_record(own, APPLICATION, uid).number == "屈营司援收字〔2023〕第1号"
