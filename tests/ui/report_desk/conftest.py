"""The report desk of an office with records."""

from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.registers.legal_aid.terms import Channel, MatterKind
from quyuan_desktop.services.save_record import void_record
from quyuan_desktop.ui.report_desk import ReportDesk
from quyuan_desktop.ui.sitting import Sitting
from tests.offices import matter, resident, save
from tests.pages import show
from tests.ui.report_desk.hand import Settle


@pytest.fixture
def page(qtbot: QtBot, sitting: Sitting, settle: Settle) -> ReportDesk:
    """November 2023: a visit with two matters, two calls of which one counts for three, one void."""
    place = sitting.place
    save(place, matters=[matter(), matter(MatterKind.LAND, "承包地界。")])
    save(place, visitor="张㛃", id_number=resident(4), channel=Channel.CALL)
    save(place, visitor="李某", id_number=resident(6), channel=Channel.CALL, headcount=3)
    void = save(place, visitor="赵某", id_number=resident(8))
    void_record(place, CONSULTATION, void.record.uid, "重复登记")
    long_ago = {"received_on": date(2022, 11, 8), "replied_on": None, "informed_on": None}
    save(place, visitor="钱某", id_number=resident(4), **long_ago)
    made = ReportDesk(sitting)
    show(qtbot, made, settle)
    return made
