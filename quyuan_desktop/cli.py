"""The subcommands of main.py: the same services as the window, one sentence for what the caller got wrong."""

import argparse
import getpass
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from quyuan_desktop import cli_exchange, cli_year
from quyuan_desktop.cli_parser import (
    EVERYWHERE,
    PASSWORD_VARIABLE,
    Parser,
    add_everywhere,
    command,
    out,
    read,
    whole,
)
from quyuan_desktop.domain.problems import Refused, Trouble
from quyuan_desktop.storage.files import is_folder

if TYPE_CHECKING:
    from quyuan_desktop.domain.periods import Period
    from quyuan_desktop.services.closing import ClosedMonth
    from quyuan_desktop.services.workplace import Workplace

OK, WRONG = 0, 2
Now = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class WindowWanted:
    """No subcommand was given: the window is to be shown on `folder`.

    `as_of` is the day to take for today, for rehearsing with invented data; None is the real day.
    """

    folder: Path
    as_of: date | None = None


def run(arguments: Sequence[str], now: Now) -> int | WindowWanted:
    """Run one subcommand. Returns the exit status, or that the window is wanted."""
    try:
        chosen = read(_parser(), arguments)
        _refuse_idle(chosen)
        if chosen.command is None:
            return WindowWanted(chosen.data or default_folder(), chosen.as_of)
        chosen.data = chosen.data or default_folder()
        COMMANDS[chosen.command](chosen, now)
        sys.stdout.flush()  # a reader that has gone away is noticed here, not when Python ends
    except (Trouble, Refused) as trouble:
        sys.stderr.write(f"{trouble}\n")
        return WRONG
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        sys.stderr.write("已停止，没有保存未完成的部分。\n")
        return WRONG
    return OK


def default_folder() -> Path:
    """Where an office's data lie when nothing else is said."""
    import platformdirs

    return Path(platformdirs.user_data_dir("quyuan_desktop", appauthor=False, roaming=False))


def _refuse_idle(chosen: argparse.Namespace) -> None:
    """Raise Trouble for an option that would change nothing, so that nobody believes it did."""
    if chosen.command is None and chosen.password_file is not None:
        raise Trouble("--password-file 只用于子命令；打开窗口时，密码在窗口里输。")
    if chosen.command == "summary" and chosen.yes and not chosen.close:
        raise Trouble("--yes 是有提醒也结账，要和 --close 一起用；只出报表不用写它。")
    if chosen.command == "months" and chosen.reason and chosen.reopen is None:
        raise Trouble("--reason 是撤销结账的理由，要和 --reopen 一起用，如 --reopen 2023-11。")
    if chosen.command == "demo" and any(
        each is not None for each in (chosen.data, chosen.as_of, chosen.password_file)
    ):
        raise Trouble(f"demo 是新建一套虚构数据，用不上 {'、'.join(EVERYWHERE)}，请去掉；文件夹写在 demo 后面。")


def _parser() -> Parser:
    parser = Parser(prog="python main.py", description="屈原司法所工作台；不带子命令时打开窗口。")
    add_everywhere(parser)
    common = Parser(add_help=False)
    add_everywhere(common)
    commands = parser.add_subparsers(dest="command", metavar="子命令", parser_class=Parser)

    demo = command(commands, "demo", "新建一个数据文件夹，填入虚构的一所一年")
    demo.add_argument("folder", type=Path, metavar="FOLDER", help="新的文件夹，不能已经有东西")
    demo.add_argument("--district", action="store_true", help="虚构的一区：区局和四个司法所，经U盘合并好的一年")
    demo.add_argument("--year", type=whole, metavar="2023", default=2023, help="哪一年的数据，默认 2023")
    demo.add_argument(
        "--seed", type=whole, metavar="1", default=1, help="换一个数，换一套人和事；同一个数总是一样"
    )

    walkthrough = command(commands, "walkthrough", "走一遍主要流程：登记、回执、月报", common=common)
    walkthrough.add_argument("--out", type=out, metavar="FOLDER", required=True, help="文件放在哪个文件夹")

    summary = command(commands, "summary", "一个月或一段期间的全部报表，可同时结账", common=common)
    summary.add_argument("month", metavar="2023-11", nargs="?", help="统计期间，写法同 --period")
    summary.add_argument(
        "--period",
        metavar="2023Q4",
        help="月 2023-11、季 2023Q4、半年 2023H2、年 2023，或起止日 2023-10-21..2023-11-20",
    )
    summary.add_argument("--office", metavar="CODE", default="", help="区局：只统计这个司法所的记录")
    summary.add_argument("--close", action="store_true", help="先结账：快照、编号，以后印出来都一样")
    summary.add_argument("--yes", action="store_true", help="有提醒也结账")
    summary.add_argument("--out", type=out, metavar="FOLDER", required=True, help="文件放在哪个文件夹")

    months = command(commands, "months", "已结账的月份：编号、指纹、更正条数", common=common)
    months.add_argument("--reopen", metavar="2023-11", help="撤销最后一次结账（限负责人）")
    months.add_argument("--reason", metavar="理由", default="", help="撤销结账的理由")

    rows = command(commands, "rows", "一个数字由哪些记录构成", common=common)
    rows.add_argument("code", metavar="CODE", help="指标代码，见 docs/figures.md，如 consult.people")
    rows.add_argument("month", metavar="2023-11", help="月、季、半年或年，写法同 summary 的 --period")
    rows.add_argument("--json", action="store_true", help="按 JSON 输出")

    form = command(commands, "form", "填好一张上级报表（空表和格子先在窗口里设好）", common=common)
    form.add_argument("name", metavar="报表名称", help="窗口里给这张表起的名称")
    form.add_argument("month", metavar="2023-11", help="统计期间，写法同 summary 的 --period")
    form.add_argument("--out", type=out, required=True, metavar="FILE", help="填好的表存成哪个文件")

    command(commands, "check", "核对数据库、修改历史、存档文书和结账", common=common)
    cli_year.add_parser(commands, common)
    cli_exchange.add_parsers(commands, common)
    return parser


def _demo(chosen: argparse.Namespace, now: Now) -> None:
    from quyuan_desktop.services.demo import PASSWORD, make_demo

    if chosen.district:
        cli_year.make_district(chosen)
        return
    made = make_demo(chosen.folder, chosen.year, chosen.seed)
    print(f"已在“{chosen.folder}”建好虚构的{made.office}{chosen.year}年数据：{made.in_words()}。")
    print(f"密码：{PASSWORD}")


def _walkthrough(chosen: argparse.Namespace, now: Now) -> None:
    from quyuan_desktop.services.walkthrough import walk

    with _signed_in(chosen, now) as place:
        for line in walk(place, chosen.out):
            print(line)


def _summary(chosen: argparse.Namespace, now: Now) -> None:
    from quyuan_desktop.services.closing import close_month
    from quyuan_desktop.services.month_files import write_month
    from quyuan_desktop.services.office_sight import seen_as

    if (chosen.month is None) == (chosen.period is None):
        raise Trouble("请写一个统计期间：月份如 2023-11，或用 --period 写 2023Q4、2023H2、2023。")
    period = _period(chosen.period or chosen.month)
    if chosen.office and chosen.close:
        raise Trouble("结账是全单位的事，--close 不能和 --office 一起用。")
    with _signed_in(chosen, now) as place:
        place = seen_as(place, chosen.office)
        closed = _close(lambda: close_month(place, period, confirmed=chosen.yes)) if chosen.close else None
        try:
            for path in write_month(place, period, chosen.out):
                print(path)
        except Trouble as trouble:
            if closed is None:
                raise
            told = f"{closed.label}已经结账（{closed.number}），只是报表没有写成：{trouble}"
            raise Trouble(f"{told}之后去掉 --close 再出一次，内容一样。") from trouble


def _close(close: Callable[[], "ClosedMonth"]) -> "ClosedMonth":
    """Close the month, and give it; what speaks against it is one sentence, with the way on where it may be confirmed."""
    try:
        return close()
    except Refused as refused:
        told = "；".join(problem.text.rstrip("。") for problem in refused.problems)
        way_on = "；确认无误请加 --yes" if all(problem.warning for problem in refused.problems) else ""
        raise Trouble(f"没有结账：{told}{way_on}。") from refused


def _months(chosen: argparse.Namespace, now: Now) -> None:
    from quyuan_desktop.services.closing import closed_list, reopen

    with _signed_in(chosen, now) as place:
        if chosen.reopen is not None:
            reopen(place, _period(chosen.reopen), chosen.reason)
        found = closed_list(place)
        if not found:
            print("还没有结过账。结账：summary 2023-11 --close --out 文件夹", file=sys.stderr)
        for each in found:
            state = f"{each.reopened_at:%Y-%m-%d} 由{each.reopened_by}撤销" if each.reopened_at else "已结账"
            told = (
                each.code,
                each.number,
                f"{each.at:%Y-%m-%d %H:%M}",
                each.by,
                f"更正 {each.corrections} 条",
                state,
            )
            print("\t".join((*told, each.digest)))


def _rows(chosen: argparse.Namespace, now: Now) -> None:
    from quyuan_desktop.domain.figures import plain, shown
    from quyuan_desktop.registers import MEASURES
    from quyuan_desktop.services.month import refuse_to_come, rows_behind

    period = _period(chosen.month)
    with _signed_in(chosen, now) as place:
        refuse_to_come(place, period)
        found = rows_behind(place, chosen.code, period)
    unit = MEASURES[chosen.code].unit
    if chosen.json:
        listed = [
            {
                "uid": row.uid,
                "number": row.number,
                "date": row.date.isoformat(),
                "value": plain(row.value, unit),
                "label": row.label,
            }
            for row in found
        ]
        print(json.dumps(listed, ensure_ascii=False, indent=1))
        return
    for row in found:
        print(f"{row.number}\t{row.date:%Y-%m-%d}\t{shown(row.value, unit)}\t{row.label}")
    print(f"合计\t\t{shown(sum(row.value for row in found), unit)}")


def _form(chosen: argparse.Namespace, now: Now) -> None:
    from quyuan_desktop.services.own_forms import form_called, write_form

    period = _period(chosen.month)
    with _signed_in(chosen, now) as place:
        print(write_form(place, form_called(place, chosen.name), period, chosen.out))


def _check(chosen: argparse.Namespace, now: Now) -> None:
    from quyuan_desktop.services.check_ledger import check

    with _signed_in(chosen, now) as place:
        faults = check(place)
    if faults:
        raise Trouble("\n".join(faults))
    print("核对完成：数据库、修改历史、编号、存档文书、结账和查找索引都完好。")


def _exchange(act: cli_exchange.Act, chosen: argparse.Namespace, now: Now) -> None:
    with _signed_in(chosen, now) as place:
        act(chosen, place)


COMMANDS: dict[str, Callable[[argparse.Namespace, Now], None]] = {
    "demo": _demo,
    "walkthrough": _walkthrough,
    "summary": _summary,
    "months": _months,
    "rows": _rows,
    "form": _form,
    "check": _check,
    "year": partial(_exchange, cli_year.act),
    **{name: partial(_exchange, act) for name, act in cli_exchange.COMMANDS.items()},
}


def _period(typed: str) -> "Period":
    from quyuan_desktop.domain import periods

    try:
        return periods.read(typed)
    except ValueError as error:
        raise Trouble(str(error)) from error


@contextmanager
def _signed_in(chosen: argparse.Namespace, now: Now) -> "Iterator[Workplace]":
    from quyuan_desktop.services.open_office import sign_in

    if not is_folder(chosen.data):
        raise Trouble(f"没有“{chosen.data}”这个数据文件夹。请核对 --data 后面的路径。")
    place = sign_in(chosen.data, _password(chosen), now=now)
    try:
        yield _rehearsing(place, chosen.as_of, now)
    finally:
        place.ledger.close()


def _rehearsing(place: "Workplace", as_of: date | None, now: Now) -> "Workplace":
    """The place with `as_of` for today, where nothing real can come to harm. Raises Trouble where it can."""
    if as_of is None:
        return place
    if not place.invented:
        raise Trouble("--as-of 只能用于虚构数据，这里是真实的数据，没有执行。请去掉 --as-of 再试。")
    return replace(place, now=lambda: datetime.combine(as_of, now().time()).astimezone())


def _password(chosen: argparse.Namespace) -> str:
    if chosen.password_file is not None:
        try:
            return str(chosen.password_file.read_text("utf-8-sig").rstrip("\r\n"))
        except (OSError, UnicodeDecodeError) as error:
            raise Trouble(
                f"密码文件“{chosen.password_file}”读不出来。请核对路径，文件应为 UTF-8 文本。"
            ) from error
    if PASSWORD_VARIABLE in os.environ:
        return os.environ[PASSWORD_VARIABLE]
    if not sys.stdin.isatty():
        raise Trouble(f"没有给密码。请用 --password-file 指定密码文件，或设置环境变量 {PASSWORD_VARIABLE}。")
    return getpass.getpass("密码：")
