"""The subcommands that go with a stick: pair, export, merge, acknowledge, receive, inspect."""

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quyuan_desktop import cli_pairing
from quyuan_desktop.cli_parser import command
from quyuan_desktop.domain.problems import Trouble

if TYPE_CHECKING:
    from quyuan_desktop.exchange.envelope import Password
    from quyuan_desktop.services.merge_package import Planned
    from quyuan_desktop.services.workplace import Workplace

Act = Callable[[argparse.Namespace, "Workplace"], None]
FEWEST_WORDS = 8
"""Characters of words that seal a package, as in the window."""
MOST_NAMED = 5
"""Figures that differ and are named; the window shows all of them."""
KINDS = {"new": "新增", "newer": "更新", "same": "相同", "older": "较旧", "clash": "冲突"}


def add_parsers(commands: Any, common: argparse.ArgumentParser) -> None:
    """Say how these subcommands are called."""
    cli_pairing.add_parser(commands, common)
    sealed: dict[str, Any] = {"type": Path, "metavar": "FILE", "help": "写有封包口令的文件，没有结对时用"}

    export = command(commands, "export", "把未报的内容封成一个包，写到U盘", common=common)
    export.add_argument("--to", type=Path, required=True, metavar="STICK", help="U盘的文件夹")
    export.add_argument("--month", metavar="2023-11", help="包上写的月份，默认本月")
    export.add_argument("--everything", action="store_true", help="全部重报，不只是区局还没收到的")
    export.add_argument("--words-file", **sealed)

    merge = command(commands, "merge", "区局：核对并合并上报包", common=common)
    merge.add_argument(
        "paths", type=Path, nargs="+", metavar="PATH", help="上报包，或放着它们的文件夹，可以写几个"
    )
    merge.add_argument("--json", action="store_true", help="按 JSON 输出")
    merge.add_argument("--plan", action="store_true", help="只看会怎样，不合并")
    merge.add_argument("--words-file", **sealed)

    acknowledge = command(commands, "acknowledge", "区局：把回执写到U盘", common=common)
    acknowledge.add_argument("--to", type=Path, required=True, metavar="STICK", help="U盘的文件夹")

    receive = command(commands, "receive", "司法所：导入区局的回执", common=common)
    receive.add_argument("path", type=Path, metavar="PATH", help="回执文件，或U盘的文件夹")

    inspect = command(commands, "inspect", "看一个包里有什么，要有打开它的钥匙", common=common)
    inspect.add_argument("package", type=Path, metavar="PACKAGE", help="上报包或回执文件")
    inspect.add_argument("--words-file", **sealed)


def _export(chosen: argparse.Namespace, place: "Workplace") -> None:
    from quyuan_desktop.domain import periods
    from quyuan_desktop.services.export_package import export_package
    from quyuan_desktop.services.stick import Outcome

    try:
        period = periods.month(chosen.month or f"{place.today:%Y-%m}")
    except ValueError as error:
        raise Trouble(str(error)) from error
    words = _words(chosen, FEWEST_WORDS)
    done = export_package(place, chosen.to, period, password=words, everything=chosen.everything)
    if done.outcome is not Outcome.DONE or done.counts is None:
        raise Trouble(done.sentence)
    counts = done.counts
    print(f"第{done.batch}批：{counts.records} 条记录、{counts.revisions} 次修改、{counts.papers} 份文书。")
    print(done.outcome.sentence)
    print(done.path)


def _merge(chosen: argparse.Namespace, place: "Workplace") -> None:
    from quyuan_desktop.services.merge_package import merge, plan

    done = (plan if chosen.plan else merge)(place, chosen.paths, password=_words(chosen))
    if chosen.json:
        packages = [
            {
                "office": each.office,
                "batch": each.batch,
                **each.counts,
                **({"fault": each.fault} if each.fault else {}),
            }
            for each in done
        ]
        print(json.dumps({"packages": packages}, ensure_ascii=False, indent=1))
        return
    for planned in done:
        print(_told(planned))


def _told(planned: "Planned") -> str:
    from quyuan_desktop.services.merge_package import NAMESAKE

    if planned.fault:
        return f"{planned.path.name}：{planned.fault}"
    counts = "、".join(f"{KINDS[kind]} {number}" for kind, number in planned.counts.items())
    said = f"{planned.office_name} 第{planned.batch}批：{counts}"
    if planned.known:
        said += "；以前已经合并过"
    if planned.namesake:
        said += f"；还收到过该所另一个第{planned.batch}批，{NAMESAKE.rstrip('。')}"
    if planned.gaps:
        said += f"；{planned.gaps} 条缺少更早的修改，请司法所“全部重报”一次"
    differing = [each for month in planned.recounts for each in month.differences]
    if differing:
        named = "、".join(f"{each.label}所报 {each.said}、重算 {each.counted}" for each in differing[:MOST_NAMED])
        said += f"；报表有 {len(differing)} 处与记录不符：{named}"
    if planned.missing:
        said += f"；没有收到第 {'、'.join(map(str, planned.missing))} 批"
    return f"{said}。"


def _acknowledge(chosen: argparse.Namespace, place: "Workplace") -> None:
    from quyuan_desktop.services.receipts import acknowledge
    from quyuan_desktop.services.stick import Outcome

    done = acknowledge(place, chosen.to)
    for path in done.paths:
        print(path)
    if done.outcome is not Outcome.DONE:
        raise Trouble(done.outcome.sentence)
    for office in done.unpaired:
        print(f"编码 {office} 的司法所还没有结对，或结对码还没有核对，没有给它写回执。")


def _receive(chosen: argparse.Namespace, place: "Workplace") -> None:
    from quyuan_desktop.services.receipts import receive

    taken = receive(place, chosen.path)
    received = "、".join(map(str, taken.batches)) or "没有新的"
    print(f"区局已收批次：{received}；退回 {taken.returned} 条，冲突 {taken.clashes} 条。")
    if taken.changed:
        overruled = f"，其中 {len(taken.overruled)} 条裁定后本所又改过，现按裁定" if taken.overruled else ""
        print(f"区局裁定了 {len(taken.changed)} 条冲突，已照裁定改好{overruled}。")
    if taken.laid_down:
        print(f"区局下发了{'、'.join(taken.laid_down)}，已经换上。")
    if taken.villages:
        print(f"区局的村名册有 {taken.villages} 处与本所登记的不同，没有改动；请在窗口的“上报区局”页核对。")
    if taken.missing:
        print(f"区局没有收到第 {'、'.join(map(str, taken.missing))} 批，其内容已包含在后来的批次里。")
    if taken.strange:
        print(f"区局有 {taken.strange} 批是本机没有记录的，本机的数据可能还原过旧备份，请负责人核对。")


def _inspect(chosen: argparse.Namespace, place: "Workplace") -> None:
    from quyuan_desktop.services.inspect_package import inspect

    print(json.dumps(inspect(place, chosen.package, _words(chosen)), ensure_ascii=False, indent=1))


def _words(chosen: argparse.Namespace, fewest: int = 1) -> "Password | None":
    from quyuan_desktop.exchange.envelope import Password

    if chosen.words_file is None:
        return None
    try:
        words = chosen.words_file.read_text("utf-8-sig").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise Trouble(f"口令文件“{chosen.words_file}”读不出来。请核对路径，文件应为 UTF-8 文本。") from error
    if len(words) < fewest:
        raise Trouble(f"口令文件“{chosen.words_file}”里的口令不到 {fewest} 位，请换长一些的口令。")
    return Password(words)


COMMANDS: dict[str, Act] = {
    "pair": cli_pairing.pair,
    "export": _export,
    "merge": _merge,
    "acknowledge": _acknowledge,
    "receive": _receive,
    "inspect": _inspect,
}
