"""An invented district and its offices, paired, and the stick that goes between them."""

import json
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.office import Level, Office
from quyuan_desktop.services.export_package import Exported, export_package
from quyuan_desktop.services.open_office import sign_in
from quyuan_desktop.services.pairing import answer_enrolment, confirm, enrol, take_answer
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import settings
from tests.offices import OFFICE, PASSWORD, Clock, Files, contents, dump, fresh, put

DISTRICT = Office("430671", "屈原管理区司法局", "屈司", OFFICE.town, level=Level.DISTRICT)
OTHER = Office(code="430671102", name="天问司法所", short="屈天司", town=OFFICE.town)
MONTH = periods.month("2023-11")


@dataclass(frozen=True, slots=True)
class Pair:
    """A district and an office of it, each at work in a folder of its own."""

    district: Workplace
    office: Workplace
    stick: Path


def renamed(place: Workplace, office: Office) -> Workplace:
    """The same ledger, of another office."""
    with place.ledger.writing() as session:
        settings.keep_office(session, office)
    return replace(place, office=office)


def pair(district: Workplace, office: Workplace) -> None:
    """Bring the files over and read the digits aloud."""
    enrolment = enrol(district, office.office.code, office.office.name, ("荷花村",))
    take_answer(district, answer_enrolment(office, enrolment))
    confirm(district, office.office.code)
    confirm(office, district.office.code)


@cache
def _paired() -> tuple[Files, Files, Files]:
    """A district, and two offices paired with it, without records."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        places = []
        for number, office in enumerate((DISTRICT, OFFICE, OTHER)):
            place = renamed(fresh(Path(name) / str(number)), office)
            stack.callback(place.ledger.close)
            places.append(place)
        pair(places[0], places[1])
        pair(places[0], places[2])
        stack.close()
        one, two, three = (contents(Path(name) / str(number)) for number in range(3))
        return one, two, three


@contextmanager
def at_district(folder: Path) -> Iterator[Workplace]:
    """Someone at work in the district, which has nothing yet."""
    with _at_work(folder, _paired()[0]) as place:
        yield place


@contextmanager
def at_office(folder: Path, *, other: bool = False) -> Iterator[Workplace]:
    """Someone at work in an office of the district, without records."""
    with _at_work(folder, _paired()[2 if other else 1]) as place:
        yield place


@contextmanager
def _at_work(folder: Path, files: Files) -> Iterator[Workplace]:
    put(folder, files)
    place = sign_in(folder, PASSWORD, now=Clock())
    try:
        yield place
    finally:
        place.ledger.close()


@contextmanager
def both(folder: Path) -> Iterator[Pair]:
    """District, office and an empty stick."""
    stick = folder / "stick"
    stick.mkdir(parents=True)
    with at_district(folder / "district") as district, at_office(folder / "office") as office:
        yield Pair(district, office, stick)


def exported(place: Workplace, stick: Path, **how: Any) -> Exported:
    """Export the month to the stick."""
    return export_package(place, stick, MONTH, **how)


def canonical_dump(place: Workplace, leaving: Iterable[str] = ()) -> str:
    """What the ledger says, whatever order it was told in: no row numbers, no instants of merging."""
    found = {}
    for name, rows in dump(place).items():
        if name in ("audit", "setting", "arrival", "search_entry", "alembic_version", *leaving):
            continue
        with place.ledger.engine.connect() as connection:
            info = connection.exec_driver_sql(f'PRAGMA table_info("{name}")').all()
        kept = [place for place, column in enumerate(info) if column[1] not in ("id", "parent_id")]
        found[name] = sorted(([str(row[place]) for place in kept] for row in rows), key=repr)
    return json.dumps(found, ensure_ascii=False, sort_keys=True)
