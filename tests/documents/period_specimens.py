"""Invented log books, score sheets and subsidies of village advisers: full, empty, long."""

from collections.abc import Callable
from datetime import date, timedelta

from quyuan_desktop.documents.adviser_periods import (
    LogBook,
    Scored,
    ScoreSheet,
    Served,
    Subsidy,
    log_book,
    score_sheet,
    sheet_for,
    subsidy_sheet,
)
from quyuan_desktop.documents.layout import Form
from quyuan_desktop.documents.sheet import Sheet
from quyuan_desktop.registers.advisers.scoring import Doing, marks
from tests.documents.paper_specimens import MADE, OFFICE
from tests.documents.record_specimens import LONG

PERIOD = "2023年第四季度（2023年10月1日至2023年12月31日）"
VILLAGES = ("荷花村", "三洲村", "古罗城村", "槐花社区")
DONE = Doing(
    terms=4,
    agreements=3,
    boards=2,
    months=12,
    fulfilled=10,
    quarters=4,
    lectured=3,
    services=31,
    proved=29,
    late=2,
    groups=4,
    pushes=18,
    mediations=3,
    aids=1,
)


def sheet() -> Sheet:
    """What every paper over a period is drawn from."""
    return sheet_for(OFFICE, MADE, "张三")


def _services(count: int, told: str) -> tuple[Served, ...]:
    return tuple(
        Served(
            on=date(2023, 10, 9) + timedelta(days=7 * n),
            times="09:00—11:30" if n % 3 else "",
            village=VILLAGES[n % 4],
            adviser="周明远",
            mode=("实地", "远程")[n % 5 == 4],
            kind=("法律咨询", "法治讲座", "审查合同", "参与调解")[n % 4],
            minutes=150 if n % 3 else 60,
            people=12 + n if n % 4 else None,
            told=told,
            result="当场解答" if n % 2 else "村委会按意见修改后签订",
            proof="易冬生，照片2份" if n % 3 else "补录",
        )
        for n in range(count)
    )


def _scores(done: Doing) -> tuple[Scored, ...]:
    return tuple(
        Scored(m.item, m.full, m.rule, m.found, "" if m.points is None else f"{m.points.normalize():f}")
        for m in marks(done, 4, 1)
    )


def _subsidies(count: int, note: str = "") -> list[Subsidy]:
    return [
        Subsidy(
            key=f"u{n // 4}",
            village=VILLAGES[n % 4],
            adviser=("周明远", "彭楚云", "易清和")[n // 4 % 3],
            firm="湖南某某律师事务所" + note,
            agreement=f"屈营顾协〔2023〕{n + 1}号",
            term="2023-10-01\n至2023-12-31",
            months="3",
            fulfilled=str(n % 4),
            services=6 + n,
            proved=5 + n,
            lectures=1,
            standard=None if n == 3 else 360_000,
            due=None if n == 3 else 90_000,
            note="未填补贴标准" if n == 3 else note,
        )
        for n in range(count)
    ]


MADE_FROM: dict[str, dict[str, Callable[[], Form]]] = {
    "log_book_village": {
        "full": lambda: log_book(
            LogBook("荷花村", True, PERIOD, _services(8, "审查村集体鱼塘承包合同，提出修改意见三条"))
        ),
        "empty": lambda: log_book(LogBook("荷花村", True, PERIOD, ())),
        "long": lambda: log_book(LogBook("荷" * 60, True, PERIOD, _services(24, LONG * 6))),
    },
    "log_book_adviser": {
        "full": lambda: log_book(LogBook("周明远", False, PERIOD, _services(14, "解答土地流转、赡养问题"))),
        "empty": lambda: log_book(LogBook("周明远", False, PERIOD, ())),
        "long": lambda: log_book(LogBook("周" * 60, False, PERIOD, _services(9, LONG * 40))),
    },
    "score_sheet": {
        "full": lambda: score_sheet(ScoreSheet("周明远", False, "、".join(VILLAGES), PERIOD, _scores(DONE))),
        "empty": lambda: score_sheet(ScoreSheet("", True, "", PERIOD, _scores(Doing()))),
        "long": lambda: score_sheet(ScoreSheet("周" * 60, False, LONG * 20, PERIOD, _scores(DONE))),
    },
    "subsidy_sheet": {
        "full": lambda: subsidy_sheet(PERIOD, _subsidies(8)),
        "empty": lambda: subsidy_sheet(PERIOD, []),
        "long": lambda: subsidy_sheet(PERIOD, _subsidies(32, "，备注很长的内容")),
    },
}
