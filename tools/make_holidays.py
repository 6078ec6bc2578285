"""Writes db/code_tables/holidays.csv from the package chinesecalendar: `python -m tools.make_holidays [FIRST]`.

The package follows the State Council's yearly notices; a year that it does not know yet is left out, and the
program then says so and counts Saturdays and Sundays. Needs `pip install chinesecalendar` (MIT).
"""

import csv
import sys

from quyuan_desktop.bundle import MIGRATIONS

NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利70周年纪念日",
}


def main(first: int = 2018) -> None:
    """Write the rows from `first` on: rest days of a notice, and weekend days on which offices work."""
    from chinese_calendar import constants

    rows = [(day, "rest", NAMES.get(name, "")) for day, name in constants.holidays.items()]
    rows += [(day, "work", "") for day in constants.workdays]
    with (MIGRATIONS / "code_tables" / "holidays.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("day", "mark", "name"))
        for day, mark, name in sorted(rows):
            if day.year >= first:
                writer.writerow((day.isoformat(), mark, name))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
