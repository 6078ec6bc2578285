"""What is entered twice is pointed out: by what it is known, while it is in force, and never against itself."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from quyuan_desktop.domain.problems import Refused
from quyuan_desktop.domain.terms import Town
from quyuan_desktop.registers.base import Register, Values, blank, values_of
from quyuan_desktop.registers.legal_review import terms as review
from quyuan_desktop.registers.legal_review.contract import CONTRACT_REVIEW
from quyuan_desktop.registers.legal_review.norm_doc import NORM_DOC
from quyuan_desktop.registers.places.village import VILLAGE
from quyuan_desktop.registers.publicity.event import PROMO_EVENT, PromoOrganisation
from quyuan_desktop.registers.publicity.people import LEGAL_PERSON
from quyuan_desktop.registers.publicity.terms import Calling, Part, PromoForm
from quyuan_desktop.services.save_record import save_record, void_record
from quyuan_desktop.services.workplace import Workplace
from tests.adviser_records import link, saved, village
from tests.offices import TODAY, at_work, fresh


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with at_work(fresh(tmp_path / "data")) as place:
        yield place


def doubted(place: Workplace, register: Register, values: Values, uid: str = "") -> set[str]:
    """The fields at which the ledger makes something doubtful."""
    with place.ledger.reading() as session:
        return {each.field for each in register.doubted(session, values, uid, place.house)}


def test_an_event_a_text_and_a_document_stand_once(place: Workplace) -> None:
    host = {**blank(PromoOrganisation), "name": "营田司法所", "part": Part.HOST}
    event = {"on": TODAY, "topic": "国家宪法日", "place": "文化广场", "form": PromoForm.FAIR}
    event |= {"town": Town.YINGTIAN, "organisations": [host]}
    contract = {"received_on": TODAY, "sender": "区财政局", "title": "清运合同", "counterparty": "某某公司"}
    contract |= {"kind": review.ContractKind.CONTRACT}
    norm = {"received_on": TODAY, "title": "办法", "issuer": "区管委会", "doc_number": "屈政发〔2023〕6号"}
    norm |= {"issuer_kind": review.Issuer.GOVERNMENT}
    for register, values, at, other in (
        (PROMO_EVENT, event, "topic", {"place": "集市"}),
        (CONTRACT_REVIEW, contract, "title", {"sender": "区住建局"}),
        (NORM_DOC, norm, "doc_number", {"doc_number": ""}),
    ):
        kept = saved(place, register, **values)
        full = values_of(kept)
        assert doubted(place, register, full) == {at}
        assert doubted(place, register, full, kept.uid) == set()
        assert doubted(place, register, {**full, **other}) == set()
        void_record(place, register, kept.uid, "登记错了")
        assert doubted(place, register, full) == set()


def test_who_left_may_come_back(place: Workplace) -> None:
    where = link(VILLAGE, village(place, "荷花村"))
    values: Values = {"kind": Calling.VERSED, "name": "易冬生", "village": where, "since": date(2023, 1, 1)}
    kept = saved(place, LEGAL_PERSON, **values)
    full = values_of(kept)
    assert doubted(place, LEGAL_PERSON, full) == {"name"}
    assert doubted(place, LEGAL_PERSON, {**full, "kind": Calling.LEADER}) == set()
    left = {**full, "until": date(2023, 6, 30), "reason": "外出"}
    save_record(place, LEGAL_PERSON, left, uid=kept.uid, reason="退出", confirmed=True)
    assert doubted(place, LEGAL_PERSON, full) == set()


def test_it_is_shown_before_it_is_saved(place: Workplace) -> None:
    where = link(VILLAGE, village(place, "荷花村"))
    values = {**blank(LEGAL_PERSON.record), "kind": Calling.VERSED, "name": "易冬生", "village": where}
    values |= {"since": TODAY, "certificate": "湘法明0001"}
    first = save_record(place, LEGAL_PERSON, values, confirmed=True, seen=frozenset()).record
    with pytest.raises(Refused) as raised:
        save_record(place, LEGAL_PERSON, values, confirmed=True, seen=frozenset())
    assert {each.field for each in raised.value.problems} == {"certificate", "name"}
    assert all(first.number in each.text for each in raised.value.problems)
