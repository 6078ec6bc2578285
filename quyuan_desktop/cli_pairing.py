"""The subcommand `pair` (结对): the steps of office and bureau, one after another, as the window takes them."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quyuan_desktop.cli_parser import command

if TYPE_CHECKING:
    from quyuan_desktop.services.pairing import Pairing
    from quyuan_desktop.services.workplace import Workplace

Step = Callable[[argparse.Namespace, "Workplace"], None]


def add_parser(commands: Any, common: argparse.ArgumentParser) -> None:
    """Say how the steps are called."""
    pair = command(
        commands, "pair", "结对：区局 enrol → 司法所 answer → 区局 take → 电话核对后各自 confirm", common=common
    )
    steps = pair.add_subparsers(dest="step", metavar="步骤", required=True, parser_class=type(common))

    def step(name: str, told: str) -> argparse.ArgumentParser:
        return command(steps, name, told, common=common)

    enrol = step("enrol", "区局：为一个司法所做结对文件")
    enrol.add_argument("code", metavar="CODE", help="司法所的编码")
    enrol.add_argument("name", metavar="NAME", help="司法所的名称")
    enrol.add_argument(
        "--village", action="append", default=[], metavar="NAME", help="所辖的村（社区），可以写多次"
    )
    enrol.add_argument("--to", type=Path, required=True, metavar="FOLDER", help="写到哪个文件夹")
    answer = step("answer", "司法所：导入结对文件，写出回复文件")
    answer.add_argument("path", type=Path, metavar="PATH", help="结对文件，或放着它的文件夹")
    answer.add_argument("--to", type=Path, metavar="FOLDER", help="回复文件写到哪里，默认与结对文件同一处")
    take = step("take", "区局：导入司法所的回复文件")
    take.add_argument("path", type=Path, metavar="PATH", help="回复文件，或放着几个所的回复的文件夹")
    for name, told in (("confirm", "结对码电话核对一致，确认"), ("part", "解除结对")):
        step(name, told).add_argument("code", metavar="CODE", help="对方的编码")
    step("show", "看与谁结对、结对码、核对过没有")


def _enrol(chosen: argparse.Namespace, place: "Workplace") -> None:
    from quyuan_desktop.services import pairing
    from quyuan_desktop.services.pairing_files import enrolment_name, write_file

    content = pairing.enrol(place, chosen.code, chosen.name, tuple(chosen.village))
    print(write_file(chosen.to / enrolment_name(chosen.name), content))


def _answer(chosen: argparse.Namespace, place: "Workplace") -> None:
    from quyuan_desktop.services.pairing_files import save_answer, take_enrolment

    paired = take_enrolment(place, chosen.path)
    folder = chosen.to or (chosen.path if chosen.path.is_dir() else chosen.path.parent)
    path = save_answer(place, folder)
    print(_told(paired))
    print(path)


def _take(chosen: argparse.Namespace, place: "Workplace") -> None:
    from quyuan_desktop.services.district_desk import take_answers

    for each in take_answers(place, chosen.path):
        print(_told(each))


def _confirm(chosen: argparse.Namespace, place: "Workplace") -> None:
    from quyuan_desktop.services import pairing

    pairing.confirm(place, chosen.code)
    _show(chosen, place)


def _part(chosen: argparse.Namespace, place: "Workplace") -> None:
    from quyuan_desktop.services import pairing

    pairing.part(place, chosen.code)
    print(f"已与编码 {chosen.code} 的单位解除结对。")


def _show(chosen: argparse.Namespace, place: "Workplace") -> None:
    from quyuan_desktop.services import pairing

    district = pairing.district(place)
    known = [*([district] if district is not None else []), *pairing.offices(place).values()]
    for each in known:
        print(_told(each))
    if not known:
        print("还没有与任何单位结对。")


def _told(paired: "Pairing") -> str:
    state = "已确认" if paired.confirmed else "等电话核对"
    return f"{paired.code}\t{paired.name}\t{paired.digits}\t{state}"


STEPS: dict[str, Step] = {
    "enrol": _enrol,
    "answer": _answer,
    "take": _take,
    "confirm": _confirm,
    "part": _part,
    "show": _show,
}


def pair(chosen: argparse.Namespace, place: "Workplace") -> None:
    """Take one step. Raises Trouble."""
    STEPS[chosen.step](chosen, place)
