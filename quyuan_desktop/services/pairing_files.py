"""The pairing files (*.qyj) as they lie on a stick: found, read, written."""

import re
from pathlib import Path

from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.exchange.enrolment import LARGEST, NEWER, Enrolment, read_enrolment
from quyuan_desktop.services.export_package import DISTRICT_NAME
from quyuan_desktop.services.pairing import Pairing, answer_enrolment, district, own_answer
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage.files import disk_trouble, write_whole

ENDING = ".qyj"
NOT_HERE = "这里没有给本所的结对文件（*.qyj）。请核对U盘或文件夹，或向区局要一份。"


def enrolment_name(office: str) -> str:
    """屈原_营田司法所_结对文件.qyj: what the district gives an office."""
    return f"{DISTRICT_NAME}_{_plain(office)}_结对文件{ENDING}"


def answer_name(office: str) -> str:
    """屈原_营田司法所_结对回复.qyj: what the office gives back."""
    return f"{DISTRICT_NAME}_{_plain(office)}_结对回复{ENDING}"


def _plain(name: str) -> str:
    return re.sub(r'[\x00-\x1f\\/:*?"<>|]', "", name).strip(" .")[:40] or "司法所"


def read_file(path: Path) -> bytes:
    """The bytes of a pairing file, and one more than there may be where it is too long. Raises Trouble."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        raise Trouble(f"“{path.name}”读不出来。请核对文件，U盘请确认已插好。") from error


def write_file(path: Path, content: bytes) -> Path:
    """Write a pairing file whole or not at all. Raises Trouble."""
    write_whole(path, content)
    return path


def files_in(folder: Path) -> list[Path]:
    """The pairing files that lie in a folder, by name. Raises Trouble when it cannot be read."""
    try:
        return sorted(each for each in folder.iterdir() if each.suffix.lower() == ENDING and each.is_file())
    except OSError as error:
        raise disk_trouble(error, folder / "x") from error


def take_enrolment(place: Workplace, path: Path) -> Pairing:
    """Take the district's file at `path`, or the one for this office in the folder `path`. Raises Trouble."""
    found = files_in(path) if path.is_dir() else [path]
    contents = [content for each in found if _for_here(place, content := read_file(each), alone=each == path)]
    if not contents:
        raise Trouble(NOT_HERE)
    answer_enrolment(place, contents[-1])
    paired = district(place)
    assert paired is not None
    return paired


def _for_here(place: Workplace, content: bytes, *, alone: bool) -> bool:
    """Whether it is this office's; what is asked for by name is, until `answer_enrolment` says otherwise."""
    if alone:
        return True
    try:
        enrolment: Enrolment = read_enrolment(content)
    except Trouble as trouble:
        if str(trouble) == NEWER:
            raise
        return False  # an answer, or another office's damaged one
    return enrolment.office == place.office.code


def save_answer(place: Workplace, folder: Path) -> Path:
    """Write this office's answer to its district into `folder`. Raises Trouble, also when nothing is to be answered."""
    return write_file(folder / answer_name(place.office.name), own_answer(place))
