"""Whose ledger it is: an office's or the bureau's, and what either is shown and prints."""

from dataclasses import replace
from pathlib import Path

from quyuan_desktop.domain.office import Level
from quyuan_desktop.registers import DESKS, desks_for
from quyuan_desktop.registers.legal_review import LEGAL_REVIEW
from quyuan_desktop.registers.reporting import printed, reported
from quyuan_desktop.services.demo.people import OFFICE
from quyuan_desktop.services.open_office import found_office, sign_in
from quyuan_desktop.storage import settings
from tests.offices import PASSWORD, Clock, fresh


def test_an_office_lacks_what_only_the_bureau_does() -> None:
    assert LEGAL_REVIEW not in desks_for(Level.OFFICE)
    assert desks_for(Level.DISTRICT) == DESKS
    assert printed(Level.DISTRICT) == reported()
    own = {register.code for register in printed(Level.OFFICE)}
    assert own.isdisjoint(register.code for register in LEGAL_REVIEW.registers) and own


def test_a_ledger_knows_whose_it_is(tmp_path: Path) -> None:
    bureau = replace(OFFICE, code="430671", name="屈原管理区司法局", level=Level.DISTRICT)
    founded = found_office(tmp_path / "区局", bureau, "周楚臣", PASSWORD, Clock(), quick=True)
    founded.place.ledger.close()
    again = sign_in(tmp_path / "区局", PASSWORD, now=Clock())
    assert again.office.level is Level.DISTRICT
    again.ledger.close()


def test_a_ledger_from_before_there_were_levels_is_an_office(tmp_path: Path) -> None:
    place = fresh(tmp_path / "所")
    with place.ledger.writing() as session:
        kept = settings.read(session, settings.OFFICE)
        settings.keep(session, settings.OFFICE, {name: value for name, value in kept.items() if name != "level"})
    with place.ledger.reading() as session:
        office = settings.read_office(session)
    assert office is not None and office.level is Level.OFFICE
    place.ledger.close()
