"""The year (年度报告): a draft of the report with every figure's code, as Word and PDF in the form of GB/T 9704-2012."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from quyuan_desktop.documents.official import AnnexLine, Kind, Official, Passage, Piece, Pieces, Style
from quyuan_desktop.documents.sheet import long_date
from quyuan_desktop.domain import periods
from quyuan_desktop.domain.figures import NONE, FigureLine, shown, yu
from quyuan_desktop.domain.office import Level, Office
from quyuan_desktop.domain.periods import Period
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.domain.text import clean, half_width
from quyuan_desktop.registers.annual import ANNUAL
from quyuan_desktop.registers.legal_review.terms import MeetingKind
from quyuan_desktop.registers.reporting import window
from quyuan_desktop.reports import year as queries
from quyuan_desktop.reports.year import MeetingHeld
from quyuan_desktop.services.month import figures_json, month_table
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.services.year_text import OPENING, REPORT, Joined, Lead, Paragraph, Said, Section
from quyuan_desktop.storage.files import make_folder, write_whole

NUMBERS = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九")
BUREAU = "司法局"
REPORTED_BEFORE = 4
"""The month before which the report for the year before has to be out."""
MOST_NAMED = 3
"""Organisations named one by one; the others are in their number."""
_TOKEN = re.compile(r"〔待填：[^〕]*〕|\{([^{}|@]+)(?:@(\w+))?(?:\|([^{}|]*))?(?:\|(\d+))?\}")
_CODE = re.compile(r"[a-z]+(?:\.[a-z0-9]+)+")


def read_year(place: Workplace, typed: str) -> Period:
    """The year that was typed, 2023. Raises Trouble for what is none, and for one that has not begun."""
    text = half_width(clean(typed, multiline=False)).strip()
    if not re.fullmatch("[0-9]{4}", text):
        raise Trouble(f"“{typed[:20]}”不是年份，请写四位数的年份，如 2023。")
    try:
        period = periods.year(int(text))
    except ValueError as error:
        raise Trouble(str(error)) from error
    if window(place.house).recut(period).first > place.today:
        raise Trouble(f"{text}年还没有到，没有数据可以写年度报告。请核对年份。")
    return period


def year_meant(period: Period, today: date) -> int:
    """The year whose report is wanted where `period` is looked at: its own, but in the first months, while the report for
    the year before is due (1 March to its superiors, 1 April in public: 厅字〔2019〕28号 art. 23, 24), that one."""
    due = today.month < REPORTED_BEFORE and today in period
    return period.last.year - 1 if due and period.last.year == today.year else period.last.year


def write_year(place: Workplace, period: Period, out: Path, head: str = "") -> list[Path]:
    """Write the draft of the year's report (DOCX, PDF) and its figures.json into `out`; `head` begins the names of the
    first two. Raises Trouble."""
    from quyuan_desktop.documents.official_docx import official_docx
    from quyuan_desktop.documents.official_pdf import official_pdf

    report = year_report(place, period)
    figures = json.dumps(figures_json(place, period), ensure_ascii=False, indent=1) + "\n"
    head = head or file_head(place, period)
    files = {
        out / f"{head}.docx": official_docx(report),
        out / f"{head}.pdf": official_pdf(report),
        out / "figures.json": figures.encode(),
    }
    make_folder(out)
    for path, content in files.items():
        write_whole(path, content)
    return list(files)


def file_head(place: Workplace, period: Period) -> str:
    """How the names of the report's files begin: 屈原管理区司法局-2023-年度报告."""
    return f"{place.office.name}-{period.code}-年度报告"


def year_report(place: Workplace, period: Period) -> Official:
    """The draft of the report for a year. Raises Trouble when the ledger cannot be read."""
    writer = _Writer(place, period)
    passages = tuple(writer.passages())
    return Official(
        title=_title(place.office, period),
        passages=passages,
        signed=(Piece("〔待填：发文机关署名〕", Kind.GAP),),
        day=(Piece("〔待填：成文日期〕", Kind.GAP),),
        annex_title=f"{period.label}度报告所用指标",
        annex=tuple(writer.annex()),
        notes=tuple(writer.notes()),
        office=place.office.name,
        made=place.now(),
    )


def _title(office: Office, period: Period) -> tuple[str, ...]:
    if office.level is Level.DISTRICT:
        return f"关于{office.name.removesuffix(BUREAU)}{period.label}度", "法治政府建设工作情况的报告"
    return f"关于{office.name}{period.label}度", "法治建设工作情况的报告"


@dataclass(slots=True)
class _Writer:
    """Puts the figures into the words, and remembers which of them were used, in order."""

    place: Workplace
    period: Period
    _lines: dict[str, FigureLine] = field(default_factory=dict)
    _facts: dict[str, str] = field(default_factory=dict)
    _used: dict[str, str] = field(default_factory=dict)
    _unsettled: list[queries.Unsettled] = field(default_factory=list)
    _span: Period | None = None

    def __post_init__(self) -> None:
        table = month_table(self.place, self.period)
        self._lines = {line.figure.code: line for line in table.lines}
        self._span = window(self.place.house).recut(self.period)
        first, last = self._span.first, self._span.last
        with self.place.ledger.reading() as session:
            study = queries.meetings(session, MeetingKind.STUDY, first, last, "thought")
            committee = queries.meetings(session, MeetingKind.COMMITTEE, first, last, "reporting")
            deploy = queries.meetings(session, MeetingKind.DEPLOY, first, last)
            units = queries.units_on_constitution_day(session, first, last)
            since = queries.cleaned_since(session, first, last)
            self._unsettled = queries.unsettled(session, first, last)
        year = self._span.last.year
        self._facts = {
            "year": f"{year}",
            "next": f"{year + 1}",
            "since": f"{since}年以来" if since else "",
            "study": "；".join(_study(each, year) for each in study),
            "committee": "；".join(_committee(each) for each in committee),
            "deploy": "；".join(_deployed(each) for each in deploy),
            "units": _units(units),
            "filing": self._filing(),
        }

    def _filing(self) -> str:
        late, missing = (self._lines[code].figure.value for code in ("norm.late", "norm.missing"))
        return f"迟报{late}件、漏报{missing}件" if late or missing else "无迟报漏报"

    # -- passages

    def passages(self) -> Iterator[Passage]:
        """Everything between the title and the signature."""
        yield Passage(Style.ADDRESS, (Piece("〔待填：主送机关〕", Kind.GAP), Piece("：")))
        yield Passage(Style.BODY, self._paragraph(OPENING))
        for number, part in enumerate(REPORT, 1):
            yield Passage(Style.FIRST, self._pieces(f"{NUMBERS[number]}、{part.heading}"))
            named = 0
            for section in part.sections:
                named += bool(section.heading)
                yield from self._section(section, named)

    def _section(self, section: Section, number: int) -> Iterator[Passage]:
        if section.heading:
            yield Passage(Style.SECOND, self._pieces(f"（{NUMBERS[number]}）{section.heading}"))
        for paragraph in section.paragraphs:
            if pieces := self._paragraph(paragraph):
                yield Passage(Style.BODY, pieces)

    def _paragraph(self, paragraph: Paragraph) -> Pieces:
        said: list[Piece] = []
        lead, spoken = "", False
        for sentence in paragraph:
            if isinstance(sentence, Lead):
                lead = sentence.words
            elif isinstance(sentence, str):
                said += self._pieces(sentence)
            elif found := self._sentence(sentence):
                said += found
                spoken = True
        return (*(self._pieces(lead) if spoken and lead else ()), *said)

    def _sentence(self, said: Said | Joined) -> Pieces:
        if isinstance(said, Joined):
            parts = [part for part in said.parts if self._says(part)]
            return self._pieces(f"{said.opening}{'，'.join(parts)}。") if parts else ()
        if self._says(said.words):
            return self._pieces(said.words)
        gap = Piece(f"〔待填：{said.missing}，台账没有记录〕", Kind.GAP)
        return (gap, Piece("。")) if said.missing else ()

    def _says(self, words: str) -> bool:
        """Whether the first figure in them is not zero."""
        token = next(each for each in _TOKEN.finditer(words) if each[1] and each[1] in self._lines)
        return bool(self._number(token[1]))

    def _pieces(self, words: str) -> Pieces:
        found: list[Piece] = []
        at = 0
        for token in _TOKEN.finditer(words):
            found.append(Piece(words[at : token.start()]))
            at = token.end()
            if token[1] is None:
                found.append(Piece(token[0], Kind.GAP))
            elif token[1] in self._facts:
                found.append(Piece(self._facts[token[1]]))
            else:
                found += self._figure(token[1], token[2], token[3], int(token[4] or 1))
        found.append(Piece(words[at:]))
        return tuple(piece for piece in found if piece.text)

    def _figure(self, codes: str, fact: str | None, unit: str | None, step: int) -> Pieces:
        marks = ""
        written = self._facts[fact] if fact else ""
        for code in codes.split("+"):
            value = self._written(code, unit, step)
            self._used.setdefault(code, value)
            marks += f"[{list(self._used).index(code) + 1}]"
            written = written or value
        return Piece(written), Piece(marks, Kind.MARK)

    # -- figures

    def _number(self, code: str) -> float | None:
        line = self._lines[code]
        return line.figure.value if line.means is None else line.means[0]

    def _written(self, code: str, unit: str | None = None, step: int = 1) -> str:
        """A figure as the text writes it, with its unit: 570余人次, 99.82%."""
        figure, number = self._lines[code].figure, self._number(code)
        if number is None:
            return NONE
        unit = unit or figure.unit
        if not isinstance(number, int):
            return f"{number:.2f}".removesuffix(".00") + unit
        return (yu(number, step) if step > 1 else shown(number, figure.unit).replace(",", "")) + unit

    def annex(self) -> Iterator[AnnexLine]:
        """The figures that the text uses, in its order, then those of the twenty that it had no words for."""
        called = {row.codes[0]: row.label for row in ANNUAL if len(row.codes) == 1}
        for row in ANNUAL:
            for code in row.codes:
                self._used.setdefault(code, self._written(code, step=row.step))
        for number, (code, written) in enumerate(self._used.items(), 1):
            line = self._lines[code]
            label = called.get(code) or f"{line.group.partition('（')[0]}：{line.figure.label}"
            yield AnnexLine(number, label, code, self._written(code), written, line.words)

    def notes(self) -> Iterator[str]:
        """What the figures count, where more than one way of counting is usual; and how to open their records."""
        assert self._span is not None
        span, today = self._span, self.place.today
        yield (
            f"统计期间{long_date(span.first)}至{long_date(span.last)}，数据截至{long_date(today)}；"
            "按业务发生日期统计，作废的不计。准确数是登记的记录相加得来的，“余”只是文中的写法；比率按合计数相除，"
            f"没有分母的记“{NONE}”。"
        )
        yield from (f"{each.label}：{self._with_values(each.choice)}。" for each in ANNUAL if each.choice)
        if self._unsettled:
            told = "、".join(f"{each.number}（{each.status}）" for each in self._unsettled)
            yield f"受理而没有调解成功的纠纷{len(self._unsettled)}件：{told}。"
        yield (
            f"每个指标由哪些记录构成，可以在窗口“统计报送”里选{self.period.label}、双击该数查看，或者用命令 "
            f"python main.py rows 代码 {self.period.code} --data 数据文件夹 列出。"
        )
        yield "文中右上角方括号内是指标在本表的序号，带底色的〔待填：…〕是台账里没有、要人工填写的内容；定稿前请删去或填好。"

    def _with_values(self, words: str) -> str:
        return _CODE.sub(lambda found: f"{found[0]}（{self._written(found[0])}）", words)


def _study(meeting: MeetingHeld, year: int) -> str:
    which = f"{year}年第{_chinese(meeting.ordinal)}次" if meeting.ordinal else meeting.title
    enlarged = "（扩大）" if meeting.enlarged else ""
    subject = f"，专题学习{meeting.topic}" if meeting.topic else "，专题学习习近平法治思想"
    return f"党委理论学习中心组{which}集中{enlarged}学习{subject}"


def _committee(meeting: MeetingHeld) -> str:
    which = f"第{_chinese(meeting.ordinal)}次会议" if meeting.ordinal else "会议"
    return f"召开全面依法治区委员会{which}，并开展现场述法"


def _deployed(meeting: MeetingHeld) -> str:
    return f"{meeting.on.month}月{meeting.on.day}日{meeting.title}"


def _units(names: list[str]) -> str:
    """区政法委、区司法局、区农业农村局等8家单位."""
    told = "、".join(names[:MOST_NAMED])
    return f"{told}等{len(names)}家单位" if len(names) > MOST_NAMED else f"{told}{len(names)}家单位"


def _chinese(number: int) -> str:
    """一 to 九十九; larger numbers in figures."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    return f"{NUMBERS[tens] if tens > 1 else ''}{'十' if tens else ''}{NUMBERS[ones]}"
