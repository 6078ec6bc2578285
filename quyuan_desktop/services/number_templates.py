"""The shapes of document numbers (文号): one for every register and for every paper with a number of its own."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from quyuan_desktop.domain import text
from quyuan_desktop.domain.office import Office, Role, for_head_alone
from quyuan_desktop.domain.problems import Problem, Refused, Trouble
from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import history, numbering, settings

SHORT, YEAR, SERIAL = "{short}", "{year}", "{serial}"
WORDS = {SHORT: "{字头}", YEAR: "{年份}", SERIAL: "{序号}"}
"""How a person reads and writes what is kept as {short}, {year} and {serial}."""
LONGEST_NUMBER = 60
"""Characters of the longest number: what the ledger keeps of one."""
SAMPLE_SERIAL = 3
LARGEST_SERIAL = 99_999
_PART = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True, slots=True)
class NumberTemplate:
    """The shape of one kind of number. `code` is the register's or the paper's; `default` what it began as."""

    code: str
    label: str
    default: str
    template: str


def number_templates(place: Workplace) -> list[NumberTemplate]:
    """The shapes as they stand, registers with their papers behind them. Raises Trouble."""
    with place.ledger.reading() as session:
        return [
            replace(each, template=str(settings.read(session, _key(each.code), each.default)))
            for each in _declared()
        ]


def _declared() -> Iterator[NumberTemplate]:
    for register in REGISTERS.values():
        yield NumberTemplate(register.code, f"{register.label}登记", register.number, register.number)
        for paper in register.papers:
            if paper.number:
                yield NumberTemplate(paper.code, paper.label, paper.number, paper.number)


def _key(code: str) -> str:
    return f"number.{code}"


def in_words(template: str) -> str:
    """`template` as a person reads it: {字头}援补字〔{年份}〕第{序号}号."""
    for part, word in WORDS.items():
        template = template.replace(part, word)
    return template


def read_template(typed: str) -> str:
    """What was typed as it is kept: tidy, half-width braces, the parts by the names of the program."""
    found = text.clean(typed[:1000], multiline=False).replace("｛", "{").replace("｝", "}")
    found = _PART.sub(lambda part: "{" + part[0][1:-1].strip() + "}", found)
    for part, word in WORDS.items():
        found = found.replace(word, part)
    return found


def sample(template: str, office: Office, year: int, serial: int = SAMPLE_SERIAL) -> str:
    """A number as `template` makes it: 屈营司援补字〔2023〕第3号. For templates without slips."""
    return numbering.written(template, office, year, serial)


def slips_of(template: str, office: Office) -> list[Problem]:
    """What is wrong with a shape, as it is kept; a warning where it only is unwise."""
    rest = _PART.sub("", template)
    if "{" in rest or "}" in rest:
        return [Problem("", "花括号没有成对，请核对 { 和 }。")]
    unknown = [part for part in _PART.findall(template) if part not in WORDS]
    if unknown:
        known = "、".join(WORDS.values())
        return [Problem("", f"不认识{unknown[0][:20]}。花括号里只能是{known}，请改正。")]
    for part, why in ((SERIAL, "没有它每份的编号都一样"), (YEAR, "序号每年从 1 起，没有它会重号")):
        if template.count(part) != 1:
            word, count = WORDS[part], template.count(part)
            return [Problem("", f"要有一处{word}（现在有 {count} 处），{why}。请改正。")]
    longest = len(sample(template, office, 2000, LARGEST_SERIAL))
    if longest > LONGEST_NUMBER:
        return [Problem("", f"编号会有 {longest} 字，最多 {LONGEST_NUMBER} 字，请缩短。")]
    if SHORT not in template:
        return [Problem("", f"没有{WORDS[SHORT]}，可能与别的司法所的编号相同，请核对。", warning=True)]
    return []


def clash(template: str, code: str, others: Iterable[NumberTemplate]) -> list[Problem]:
    """The slip when another kind than `code` has the same shape, and so would have the same numbers."""
    for other in others:
        if other.code != code and other.template == template:
            return [Problem("", f"与“{other.label}”的编号样子相同，两种会出现一样的号。请改得不一样。")]
    return []


def keep_template(place: Workplace, code: str, typed: str) -> NumberTemplate:
    """Let numbers of the kind `code` look like `typed` from now on; those given out stay. Only the head may.

    Raises Refused with the slip, Trouble for somebody else, KeyError for an unknown code.
    """
    if place.staff.role is not Role.HEAD:
        raise Trouble(for_head_alone("改编号的样子", place.office.level))
    template = read_template(typed)
    known = {each.code: each for each in number_templates(place)}
    changed = replace(known[code], template=template)
    problems = [*slips_of(template, place.office), *clash(template, code, known.values())]
    slips = [Problem(code, each.text) for each in problems if not each.warning]
    if slips:
        raise Refused(slips)
    with place.ledger.writing() as session:
        settings.keep(session, _key(code), template)
        history.audit(session, "rules", place.now(), place.staff.name, detail=f"number {code} {template}")
    return changed
