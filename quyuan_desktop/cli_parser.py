"""How the command line is read: options that may stand before or behind a subcommand, help and complaints in Chinese."""

import argparse
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from quyuan_desktop.domain.problems import Trouble

PASSWORD_VARIABLE = "QUYUAN_PASSWORD"
EVERYWHERE = ("--data", "--as-of", "--password-file")
"""Options that may stand before or behind the subcommand."""
COMPLAINTS = (
    (r"unrecognized arguments: (.*)", "不认识的参数“{}”"),
    (r"the following arguments are required: (.*)", "还缺参数 {}"),
    (r"argument .*: (“.*)", "{}"),
    (r"argument (\S+): expected .*", "{} 后面要写一个值"),
    (r"argument .*: invalid choice: '?(.*?)'? \(.*", "没有子命令“{}”"),
    (r"argument (\S+): .*", "{} 的值不对"),
)
"""What argparse says, and how we say it."""
_ANYWHERE = "写在子命令前后都可以"
_HELP = {
    "usage: ": "用法： ",
    "positional arguments:": "要写的：",
    "options:": "可以加的：",
    f"{_ANYWHERE}:": f"{_ANYWHERE}：",
}


class Parser(argparse.ArgumentParser):
    """An argument parser whose help is Chinese and whose complaints are one Chinese sentence."""

    def __init__(self, **named: Any) -> None:
        helped = named.pop("add_help", True)
        super().__init__(**{**named, "allow_abbrev": False, "add_help": False})
        if helped:
            self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def error(self, message: str) -> NoReturn:
        raise Trouble(f"命令写得不对：{_in_chinese(message)}。用法见 {self.prog} --help。")

    def format_help(self) -> str:
        text = super().format_help()
        for said, ours in _HELP.items():
            text = text.replace(said, ours, 1)
        return text


def _in_chinese(message: str) -> str:
    for pattern, words in COMPLAINTS:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return words.format(" ".join(found[1].split())[:80].replace(", ", "、"))
    return "参数不全或有误"


def add_everywhere(parser: argparse.ArgumentParser) -> None:
    """The options of EVERYWHERE; what is not given leaves no trace, so that it holds wherever it stands."""
    group = parser.add_argument_group(_ANYWHERE)
    group.add_argument(
        "--data", type=Path, metavar="FOLDER", default=argparse.SUPPRESS, help="数据文件夹，默认在用户的数据目录"
    )
    group.add_argument(
        "--as-of",
        type=_day,
        metavar="2023-12-29",
        default=argparse.SUPPRESS,
        help="演练：把这一天当作今天，只能用于虚构数据",
    )
    group.add_argument(
        "--password-file",
        type=Path,
        metavar="FILE",
        default=argparse.SUPPRESS,
        help=f"写有密码的文件；不给则看环境变量 {PASSWORD_VARIABLE}",
    )


def command(commands: Any, name: str, told: str, *, common: argparse.ArgumentParser | None = None) -> Parser:
    """A subcommand, or a step of one, with what it does in the list and in its own help."""
    made: Parser = commands.add_parser(
        name, help=told, description=f"{told}。", parents=[] if common is None else [common]
    )
    return made


def read(parser: Parser, arguments: Sequence[str]) -> argparse.Namespace:
    """What was asked. Raises Trouble for what cannot be read, or stands there twice."""
    for each in arguments:
        if "\0" in each or any("\ud800" <= character <= "\udfff" for character in each):
            raise Trouble("命令里有不能识别的字符，请用 UTF-8 输入后再试。")
    options = arguments[: arguments.index("--")] if "--" in arguments else arguments
    for name in EVERYWHERE:
        if sum(each == name or each.startswith(f"{name}=") for each in options) > 1:
            raise Trouble(f"命令写得不对：{name} 写了两次，请只留一个。")
    unasked = argparse.Namespace(**{name[2:].replace("-", "_"): None for name in EVERYWHERE})
    return parser.parse_args(list(arguments), unasked)


def out(text: str) -> Path:
    """A folder or file to write to. Raises ArgumentTypeError for nothing."""
    if not text.strip():
        raise argparse.ArgumentTypeError("“--out”后面是空的，请写上要放文件的文件夹")
    return Path(text)


def whole(text: str) -> int:
    """A whole number. Raises ArgumentTypeError with what is wrong."""
    if not (text.isascii() and text.lstrip("-").isdecimal() and len(text) <= 12):
        raise argparse.ArgumentTypeError(f"“{text[:20]}”不是整数")
    return int(text)


def _day(text: str) -> date:
    from quyuan_desktop.domain.periods import FIRST_YEAR, LAST_YEAR

    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text[:20]}”不是日期，请按 2023-12-29 的样子写") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise argparse.ArgumentTypeError(
            f"“{text[:20]}”不在{FIRST_YEAR}年至{LAST_YEAR}年之间，请按 2023-12-29 的样子写"
        )
    return day
