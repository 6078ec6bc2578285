"""What is said of a package that was planned or merged: its line, the sentences about it, the figures that differ."""

from collections.abc import Sequence

from quyuan_desktop.domain.figures import NONE
from quyuan_desktop.services.merge_package import NAMESAKE, Planned
from quyuan_desktop.ui.lines_table import Head, Shown

KINDS = {"new": "新增", "newer": "更新", "same": "相同", "older": "较旧", "clash": "冲突"}
PLANS = (
    Head("司法所", 0),
    Head("批次", 5),
    *(Head(label, 4, right=True) for label in KINDS.values()),
    Head("缺批", 7),
    Head("报表核对", 8),
    Head("结果", 10),
)
STATE = len(PLANS) - 1
DIFFERENCES = (
    Head("月份", 6),
    Head("指标", 0),
    Head("所报", 7, right=True),
    Head("重算", 7, right=True),
    Head("差", 6, right=True),
    Head("单位", 4),
    Head("代码", 16),
)


def verdict(planned: Sequence[Planned], *, merged: bool) -> tuple[str, str]:
    """In large words, with a tone: what would come of it, or what came."""
    good = [each for each in planned if not each.fault]
    bad = len(planned) - len(good)
    records = sum(each.counts["new"] + each.counts["newer"] for each in good)
    clashes = sum(each.counts["clash"] for each in good)
    left = f"，{bad} 个没有合并" if bad else ""
    differing = sum(len(month.differences) for each in good for month in each.recounts)
    disputed = f"，冲突 {clashes} 条待裁定" if clashes else ""
    disputed += f"，报表 {differing} 处不符" if differing else ""
    doubtful = bool(bad or clashes or differing)
    if merged:
        return ("amber" if doubtful else "green"), f"✓ 已合并 {len(good)} 个包：{records} 条{disputed}{left}"
    if not good:
        return "red", f"× {bad} 个包都不能合并"
    said = f"{len(good)} 个包可以合并：新增和更新 {records} 条{disputed}"
    return ("amber" if doubtful else "green"), said + (f"；{bad} 个不能合并" if bad else "")


def plan_line(each: Planned, *, merged: bool) -> Shown:
    """The line of a package."""
    name = each.office_name or each.path.name
    batch = f"第{each.batch}批" if each.batch else ""
    if each.fault:
        texts = (name, batch, *("" for _ in KINDS), "", "", "× 不能合并")
        return Shown(texts, each, quiet=True, tips=each.fault, tone="red", toned=STATE)
    counts = (str(each.counts[kind] or "") for kind in KINDS)
    missing = "、".join(map(str, each.missing)) or "无"
    if each.known:
        state, tone = "✓ 以前合并过", ""
    elif each.counts["clash"]:
        state, tone = ("△ 已合并，有冲突" if merged else "△ 有冲突"), "amber"
    elif each.namesake:
        state, tone = ("△ 已合并，批号重复" if merged else "△ 批号重复"), "amber"
    elif any(month.differences for month in each.recounts):
        state, tone = ("△ 已合并，数不符" if merged else "△ 报表不符"), "amber"
    else:
        state, tone = ("✓ 已合并" if merged else "✓ 可以合并"), "green"
    texts = (name, batch, *counts, missing, recounted(each), state)
    return Shown(texts, each, tips=each.path.name, tone=tone, toned=STATE)


def recounted(each: Planned) -> str:
    """Whether the months come out as they were reported."""
    if not each.recounts:
        return NONE
    differing = sum(len(month.differences) for month in each.recounts)
    return f"≠ {differing} 处不符" if differing else "✓ 相符"


def sentences(each: Planned) -> list[str]:
    """What a person should know of it."""
    if each.fault:
        return [f"{each.path.name}：{each.fault}"]
    found = [f"文件：{each.path.name}"]
    if each.known:
        found.append("这一批以前已经合并过，再合并不会有变化。")
    if each.namesake:
        found.append(f"还收到过该所另一个第 {each.batch} 批，{NAMESAKE}")
    if each.counts["clash"]:
        found.append(f"{each.counts['clash']} 条与已有的记录冲突：两份都留着，合并后在“冲突”里裁定用哪一份。")
    if each.gaps:
        found.append(f"{each.gaps} 条缺少更早的修改，请司法所用“全部重报”再报一次。")
    if each.missing:
        told = "、".join(map(str, each.missing))
        found.append(f"没有收到第 {told} 批。其内容已包含在后来的批次里，不必补报；请司法所查一下那个U盘在哪里。")
    for month in each.recounts:
        closed = f"（已结账 {month.closed}）" if month.closed else "（未结账）"
        state = f"{len(month.differences)} 个不符" if month.differences else "全部相符"
        found.append(f"{month.month}{closed}：按合并后的记录重算 {month.figures} 个数，{state}。")
    return found


def difference_lines(each: Planned) -> list[Shown]:
    """The figures that come out otherwise than reported."""
    lines = []
    for month in each.recounts:
        for one in month.differences:
            apart = f"{one.counted - one.said:+g}" if isinstance(one.said, int | float) else ""
            texts = (month.month, one.label, f"{one.said}", f"{one.counted}", apart, one.unit, one.code)
            lines.append(Shown(texts, one))
    return lines
