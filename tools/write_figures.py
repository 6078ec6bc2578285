"""Writes docs/figures.md from the declarations: every code with its label, unit and definition."""

from itertools import groupby
from pathlib import Path

from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.registers.annual import ANNUAL, AnnualFigure

TARGET = Path(__file__).resolve().parent.parent / "docs" / "figures.md"

HEAD = """# 指标代码

`python main.py summary` 写出的 figures.json、窗口里的“统计报送”、`python main.py rows 代码 月份` 用的是同一套代码。
代码永不改变；停用的指标保留代码，不再挪作他用。本页由 `python -m tools.write_figures` 从声明生成。

所有指标共用一个口径：业务发生日期在本期之内、未作废的记录。本年累计为当年1月1日至期末，同比为与上年同期相比。
人次按接待计，件按咨询事项计；人群各类可以交叉，相加不等于总数。金额在程序里按分累计，figures.json 里按元写。
"""

YEAR = """
## 年度报告的二十个数

`python main.py year 2023` 写出的年度报告用下列代码；“报告写法”是区2023年度报告里的样子，“余”只在印出时按整数单位写，
台账里一律是准确数。比率由两个数相除，按合计数算。

| 序号 | 指标 | 代码 | 报告写法 | 口径 | 有几种算法时 |
|---|---|---|---|---|---|
"""


def _annual(each: AnnualFigure) -> str:
    codes = "、".join(f"`{code}`" for code in each.codes)
    return f"| {each.row} | {each.label} | {codes} | {each.says} | {each.rule} | {each.choice} |\n"


def text() -> str:
    """The whole page."""
    parts = [HEAD, YEAR, *map(_annual, ANNUAL)]
    for register in REGISTERS.values():
        if not register.measures:
            continue
        parts.append(f"\n## {register.label}（{register.code}）\n")
        for group, measures in groupby(register.measures, key=lambda measure: measure.group):
            parts.append(f"\n### {group}\n\n| 代码 | 指标 | 单位 | 口径 |\n|---|---|---|---|\n")
            parts += [f"| `{each.code}` | {each.label} | {each.unit} | {each.words} |\n" for each in measures]
        if register.means:
            parts.append(
                "\n### 平均（由上面两个数相除，只在表上印，不单独计数）\n\n| 代码 | 指标 | 单位 | 算法 |\n|---|---|---|---|\n"
            )
            parts += [
                f"| `{each.code}` | {each.label} | {each.unit} | {each.words} |\n" for each in register.means
            ]
    return "".join(parts)


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8", newline="\n")
    print(TARGET.name)
