"""The subcommand that draws up the year's report, and the demo of a district that it can be tried on."""

import argparse
from typing import TYPE_CHECKING, Any

from quyuan_desktop.cli_parser import command, out

if TYPE_CHECKING:
    from quyuan_desktop.services.workplace import Workplace


def add_parser(commands: Any, common: argparse.ArgumentParser) -> None:
    """Say how it is called."""
    year = command(commands, "year", "年度报告初稿：Word、PDF、figures.json", common=common)
    year.add_argument("year", metavar="2023", help="哪一年")
    year.add_argument("--out", type=out, metavar="FOLDER", required=True, help="文件放在哪个文件夹")


def act(chosen: argparse.Namespace, place: "Workplace") -> None:
    """Write the report and say where it lies."""
    from quyuan_desktop.services.year import read_year, write_year

    for path in write_year(place, read_year(place, chosen.year), chosen.out):
        print(path)


def make_district(chosen: argparse.Namespace) -> None:
    """Make the invented district and say where its ledgers lie."""
    from quyuan_desktop.services.demo.district import BUREAU_FOLDER, PASSWORD, SHARES, STICK, make_district

    made = make_district(chosen.folder, chosen.year, chosen.seed)
    counts = "、".join(f"{count} 条{label}" for label, count in made.items())
    print(f"已在“{chosen.folder}”建好虚构的一区{chosen.year}年数据，已经合并到区局：{counts}。")
    print(f"区局：{chosen.folder / BUREAU_FOLDER}")
    for share in SHARES:
        print(f"{share.office.name}：{chosen.folder / share.folder}")
    print(f"U盘（空）：{chosen.folder / STICK}")
    print(f"密码：{PASSWORD}")
