"""The file of a village: what belongs to it and nothing else, its months worked out by hand, what is begun from it."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from quyuan_desktop.domain.problems import Refused, Trouble
from quyuan_desktop.registers.advisers.service_log import SERVICE_LOG
from quyuan_desktop.registers.advisers.terms import Dismissal, Mode
from quyuan_desktop.registers.attached import Attached
from quyuan_desktop.registers.linked import Linked
from quyuan_desktop.services import attachments
from quyuan_desktop.services.save_record import save_record, void_record
from quyuan_desktop.services.village_file import assignment_begun, cover_sheet, service_begun, village_file
from quyuan_desktop.services.workplace import Workplace
from tests.attached_files import jpeg
from tests.offices import ZONE, Clock, at_work, fresh
from tests.villages import adviser, lecture, put, service, term, village


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with at_work(fresh(tmp_path / "data", Clock(datetime(2023, 11, 15, 9, 0, tzinfo=ZONE)))) as made:
        yield made


def kept(place: Workplace, name: str) -> Attached:
    return attachments.attach_bytes(place, jpeg(320, 320 + len(name)), name, pictures=True)


def test_what_belongs_to_the_village_and_nothing_else(place: Workplace) -> None:
    here, there, who = village(place, "荷花村"), village(place, "三洲村"), adviser(place)
    before = term(place, here, adviser(place, "柳青禾"), date(2022, 1, 1), date(2022, 12, 31))
    held, other = term(place, here, who), term(place, there, who)
    old = service(place, before, date(2022, 5, 1))
    new = service(place, held, date(2023, 5, 1))
    service(place, other, date(2023, 5, 2))
    gone = service(place, held, date(2023, 5, 3))
    void_record(place, SERVICE_LOG, gone.uid, "登记错了")
    put(place, "wechat_group", village=here, name="荷花村法律群", founded_on=date(2023, 1, 1))
    put(place, "wechat_group", village=there, name="三洲村法律群", founded_on=date(2023, 1, 1))
    file = village_file(place, here.uid)
    assert file.village.name == "荷花村"
    assert [each.uid for each in file.terms] == [held.uid, before.uid]
    assert [each.uid for each in file.services] == [new.uid, old.uid]
    assert [each.name for each in file.groups] == ["荷花村法律群"]
    assert (file.term.uid, file.adviser.name) == (held.uid, "易鸣谦")


def test_months_worked_out_by_hand(place: Workplace) -> None:
    here = village(place, "荷花村")
    held = term(place, here, adviser(place), date(2023, 9, 16), date(2023, 11, 20))
    lecture(place, held, date(2023, 9, 20), 90)
    service(place, held, date(2023, 9, 30), 30, people=4)
    service(place, held, date(2023, 10, 8), 200, mode=Mode.REMOTE, people=3)
    service(place, held, date(2023, 11, 15), 45)
    months = village_file(place, here.uid).months
    assert [f"{each.first:%Y-%m}" for each in months] == [
        "2022-12", *(f"2023-{each:02d}" for each in range(1, 12))
    ]  # fmt: skip
    assert all((each.minutes, each.wanted, each.services) == (0, 0, 0) for each in months[:9])
    september, october, november = months[9:]
    assert (september.minutes, september.lectures, september.services, september.people) == (120, 1, 2, 34)
    assert september.wanted == pytest.approx(240 * 15 / 30)
    assert (october.minutes, october.wanted, october.services, october.people) == (0, 240, 1, 3)
    assert november.minutes == 45
    assert november.wanted == pytest.approx(240 * 20 / 30)


def test_a_day_gone_by(place: Workplace) -> None:
    here = village(place, "荷花村")
    dismissed = {"dismissed_on": date(2023, 6, 1), "dismissal": Dismissal.ASKED}
    put(
        place, "assignment", village=here, adviser=adviser(place, "柳青禾"),
        start_on=date(2023, 1, 1), end_on=date(2023, 12, 31), **dismissed,
    )  # fmt: skip
    assert village_file(place, here.uid, date(2023, 5, 31)).adviser.name == "柳青禾"
    assert village_file(place, here.uid, date(2023, 6, 1)).adviser is None


def test_a_village_out_of_use_still_has_its_file(place: Workplace) -> None:
    here = village(place, "荷花村", valid_to=date(2023, 6, 30))
    held = term(place, here, adviser(place))
    service(place, held, date(2023, 6, 1))
    file = village_file(place, here.uid)
    assert (file.state, file.term, file.adviser, len(file.services)) == (None, None, None, 1)


def test_photo_and_papers(place: Workplace) -> None:
    here = village(place, "荷花村")
    portrait, scan, slip = (kept(place, name) for name in ("照片.jpg", "协议.jpg", "签字.jpg"))
    held = term(place, here, adviser(place, photo=(portrait,)), signed_on=date(2022, 12, 20), scan=(scan,))
    shown = service(place, held, date(2023, 5, 1), photos=(slip,))
    file = village_file(place, here.uid)
    assert file.photo == portrait
    assert [(each.label, each.on, each.register, each.uid) for each in file.papers] == [
        ("照片、签字单", date(2023, 5, 1), "service_log", shown.uid),
        ("协议扫描件", date(2022, 12, 20), "assignment", held.uid),
    ]


def test_a_service_begins_with_the_present_term(place: Workplace) -> None:
    here, who = village(place, "荷花村"), adviser(place)
    term(place, here, who, date(2022, 1, 1), date(2022, 12, 31))
    held = term(place, here, who)
    values = service_begun(place, here.uid)
    assert values["assignment"] == Linked(held.uid, "荷花村 易鸣谦")
    assert values["on"] == place.today
    kind, topic = SERVICE_LOG.field("kind").kind.terms, "赡养费"  # type: ignore[attr-defined]  # a choice has terms
    filled = {**values, "kind": next(iter(kind)), "minutes": 60, "topic": topic}
    saved = save_record(place, SERVICE_LOG, filled, confirmed=True).record
    assert [each.uid for each in village_file(place, here.uid).services] == [saved.uid]


def test_without_adviser_an_assignment_comes_first(place: Workplace) -> None:
    here = village(place, "荷花村")
    with pytest.raises(Refused, match="没有在聘的法律顾问"):
        service_begun(place, here.uid)
    assert assignment_begun(place, here.uid)["village"] == here


def test_no_such_village(place: Workplace) -> None:
    with pytest.raises(Trouble):
        village_file(place, "0" * 32)


def test_the_cover_is_a_pdf_with_and_without_adviser(place: Workplace) -> None:
    here = village(place, "荷花村")
    bare = cover_sheet(place, here.uid)
    term(place, here, adviser(place))
    assert bare.startswith(b"%PDF")
    assert cover_sheet(place, here.uid) != bare
