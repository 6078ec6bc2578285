"""The stick of the invented district: offices paired with the bureau, their year carried over, answered with receipts."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.services import pairing, receipts
from quyuan_desktop.services.demo.diary import ZONE, Clock
from quyuan_desktop.services.demo.district.plan import BUREAU_FOLDER, SHARES, STICK, Share
from quyuan_desktop.services.export_package import ENDING, export_package
from quyuan_desktop.services.merge_package import merge
from quyuan_desktop.services.open_office import close_office, sign_in
from quyuan_desktop.services.stick import Outcome
from quyuan_desktop.services.workplace import Workplace


def carry(folder: Path, year: int, password: str) -> None:
    """Pair, export, merge, acknowledge and receive in the first days of the next year; the stick is empty afterwards.

    Raises Trouble.
    """
    clock = Clock(datetime(year + 1, 1, 4, 9, tzinfo=ZONE))
    stick = folder / STICK
    with _at(folder / BUREAU_FOLDER, password, clock) as district:
        for share in SHARES:
            with _at(folder / share.folder, password, clock) as office:
                _pair(district, office, share)
                _done(export_package(office, stick, periods.month(f"{year}-12")).outcome)
        clock.at = clock.at.replace(hour=15)
        merge(district, [stick])
        _clear(stick, ENDING)
        _done(receipts.acknowledge(district, stick).outcome)
        clock.at = clock.at.replace(day=5)
        for share in SHARES:
            with _at(folder / share.folder, password, clock) as office:
                receipts.receive(office, stick)
        _clear(stick, receipts.ENDING)


@contextmanager
def _at(folder: Path, password: str, clock: Clock) -> Iterator[Workplace]:
    place = sign_in(folder, password, now=clock)
    try:
        yield place
    finally:
        close_office(place)


def _pair(district: Workplace, office: Workplace, share: Share) -> None:
    """The files go over, and the digits are read on the telephone."""
    enrolment = pairing.enrol(district, office.office.code, office.office.name, share.villages)
    pairing.take_answer(district, pairing.answer_enrolment(office, enrolment))
    pairing.confirm(district, office.office.code)
    pairing.confirm(office, district.office.code)


def _done(outcome: Outcome) -> None:
    if outcome is not Outcome.DONE:
        raise Trouble(outcome.sentence)


def _clear(stick: Path, ending: str) -> None:
    for path in stick.iterdir():
        if path.suffix == ending:
            path.unlink()
