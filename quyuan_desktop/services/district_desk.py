"""The bureau's desk for its offices (汇总): who is paired, what has come of whom, what is in dispute; pairing files."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select

from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.domain.terms import Town
from quyuan_desktop.exchange.enrolment import NEWER, read_answer
from quyuan_desktop.registers.base import State
from quyuan_desktop.registers.places.village import Village
from quyuan_desktop.services import seeds
from quyuan_desktop.services.clashes import ClashLine, clashes
from quyuan_desktop.services.district_tables import LaidDown, laid_down
from quyuan_desktop.services.drives import drives
from quyuan_desktop.services.merge_package import Planned, find_packages
from quyuan_desktop.services.office_sight import names_of_offices
from quyuan_desktop.services.pairing import OFFICES, Pairing, enrol, offices, take_answer
from quyuan_desktop.services.pairing_files import enrolment_name, files_in, read_file, write_file
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import arrivals, settings
from quyuan_desktop.storage.tables import Returned

NOT_ANSWERED, NOT_CONFIRMED, PAIRED, STRANGE = "enrolled", "answered", "paired", "strange"
STATES = {
    NOT_ANSWERED: ("○ 等结对回复", "grey"),
    NOT_CONFIRMED: ("△ 等电话核对", "amber"),
    PAIRED: ("✓ 已结对", "green"),
    STRANGE: ("— 没有结对", "grey"),
}
"""What the state of a pairing is called, with a sign and a tone."""
NO_ANSWER = "这里没有给本局的结对回复（*.qyj）。请核对U盘或文件夹，或请司法所导入结对文件后把回复带来。"


@dataclass(frozen=True, slots=True)
class OfficeStanding:
    """One office: how the pairing stands, and what has come of it. `digits` is what both read over the telephone."""

    code: str
    name: str
    state: str
    digits: str = ""
    batches: int = 0
    last: int = 0
    month: str = ""
    at: datetime | None = None
    missing: tuple[int, ...] = ()
    clashes: int = 0
    returned: int = 0


@dataclass(frozen=True, slots=True)
class DistrictView:
    """What the page shows, but for what stands out between offices."""

    offices: tuple[OfficeStanding, ...]
    clashes: tuple[ClashLine, ...]
    laid_down: LaidDown | None
    names: dict[str, str] = field(default_factory=dict)


def district_view(place: Workplace) -> DistrictView:
    """How all stands. Raises Trouble."""
    disputed = clashes(place)
    paired = offices(place)
    found = []
    with place.ledger.reading() as session:
        names = names_of_offices(place, session)
        enrolled = settings.read(session, OFFICES, {})
        waiting = select(Returned.office, func.count()).group_by(Returned.office)
        back = {str(office): int(count) for office, count in session.execute(waiting)}
        for code in sorted(set(names) - {place.office.code}):
            kept = arrivals.heard(session, code)
            unsent = [number for each in kept for number in each.unsent]
            last = max(kept, key=lambda each: each.batch, default=None)
            pairing = paired.get(code)
            found.append(
                OfficeStanding(
                    code,
                    names[code],
                    _state(pairing, code in enrolled),
                    pairing.digits if pairing is not None else "",
                    len(kept),
                    last.batch if last is not None else 0,
                    last.month if last is not None else "",
                    last.at.astimezone() if last is not None else None,
                    tuple(arrivals.missing((each.batch for each in kept), unsent)),
                    sum(each.office == code for each in disputed),
                    back.get(code, 0),
                )
            )
    return DistrictView(tuple(found), tuple(disputed), laid_down(place), names)


def _state(pairing: Pairing | None, enrolled: bool) -> str:
    if pairing is None:
        return NOT_ANSWERED if enrolled else STRANGE
    return PAIRED if pairing.confirmed else NOT_CONFIRMED


# -- pairing files


def villages_for(place: Workplace, town: Town | None) -> tuple[str, ...]:
    """The villages that an office is told: those of its town in this ledger, else those the program knows."""
    if town is None or town is Town.ELSEWHERE:
        return ()
    with place.ledger.reading() as session:
        wanted = select(Village.name).where(Village.town == town, Village.state == State.LIVE)
        found = tuple(session.scalars(wanted.order_by(Village.id)))
    return found or tuple(seeds.villages(town.code))


def save_enrolment(place: Workplace, folder: Path, code: str, name: str, town: Town | None) -> Path:
    """Write the pairing file for an office into `folder`. Raises Refused for what cannot be, Trouble."""
    content = enrol(place, code, name, villages_for(place, town))
    return write_file(folder / enrolment_name(name), content)


def take_answers(place: Workplace, path: Path) -> list[Pairing]:
    """Take the answer at `path`, or those in the folder `path` that answer this bureau. Raises Trouble for none."""
    if not path.is_dir():
        return [take_answer(place, read_file(path))]
    found: dict[str, Pairing] = {}
    for each in files_in(path):
        content = read_file(each)
        try:
            read_answer(content)
        except Trouble as trouble:
            if str(trouble) == NEWER:
                raise
            continue  # a bureau's file for an office
        pairing = take_answer(place, content)
        found[pairing.code] = pairing
    if not found:
        raise Trouble(NO_ANSWER)
    return list(found.values())


# -- where packages lie


@dataclass(frozen=True, slots=True)
class Source:
    """A stick, folder or file with packages in it; `said` is how the page calls it."""

    path: Path
    said: str
    packages: int


def sticks_with_packages() -> list[Source]:
    """The sticks that are plugged in and have packages on them."""
    found = []
    for drive in drives():
        try:
            found.append(source(drive.folder, f"U盘 {drive.name}"))
        except Trouble:
            continue  # nothing for us on it
    return found


def source(path: Path, said: str = "") -> Source:
    """What lies at `path`. Raises Trouble when there is no package."""
    return Source(path, said or path.name or str(path), len(find_packages([path])))


def sound(planned: list[Planned]) -> list[Path]:
    """The packages that can be taken."""
    return [each.path for each in planned if not each.fault]
