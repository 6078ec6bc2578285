"""The subcommand that draws up the year's report."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from quyuan_desktop.services.workplace import Workplace


def add_parser(commands: Any, common: argparse.ArgumentParser) -> None:
    """Say how it is called."""
    year = commands.add_parser("year", parents=[common], help="年度报告初稿：Word、PDF、figures.json")
    year.add_argument("year", metavar="2023")
    year.add_argument("--out", type=Path, required=True)


def act(chosen: argparse.Namespace, place: "Workplace") -> None:
    """Write the report and say where it lies."""
    from quyuan_desktop.services.year import read_year, write_year

    for path in write_year(place, read_year(place, chosen.year), chosen.out):
        print(path)
