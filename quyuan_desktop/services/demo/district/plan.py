"""The invented district: its bureau, its four offices, and how much each of them did in the year.

Split over the offices and the bureau, the numbers of records come to the figures of the district's report for 2023
(registers/annual.py); nothing is written down as a total.
"""

from dataclasses import dataclass

from quyuan_desktop.domain.office import Level, Office
from quyuan_desktop.domain.terms import Town
from quyuan_desktop.services.seeds import villages

BUREAU = Office(
    code="430671",
    name="屈原管理区司法局",
    short="屈司",
    town=Town.TIANWEN.code,
    phone="0730-5550001",
    address="（虚构）法治路1号",
    hours="周一至周五 8:30—12:00、14:30—17:30",
    level=Level.DISTRICT,
)
BUREAU_FOLDER, STICK = "district", "stick"
BUREAU_STAFF = "周正言"
INVENTED_VILLAGES = {
    Town.TIANWEN: ("天问社区（虚构）", "橘颂社区（虚构）", "九歌社区（虚构）", "兰台社区（虚构）"),
    Town.HESHI: ("河畔村（虚构）", "圩上村（虚构）", "柳堤村（虚构）"),
}
"""For towns whose list of villages is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One office, who works there, and its part of the year's work.

    people: visitors asking for advice; cases: applications for legal aid; disputes: accepted, `failed` of them not
    settled, `refused` more not accepted.
    """

    folder: str
    office: Office
    clerk: str
    people: int
    cases: int
    disputes: int
    campaigns: int
    experts: tuple[str, ...]
    leads: int
    events: int
    visits: int
    failed: int = 0
    refused: int = 0

    @property
    def town(self) -> Town:
        """Where the office is."""
        return Town.of(self.office.town)

    @property
    def villages(self) -> tuple[str, ...]:
        """The villages of its town."""
        return (*villages(self.office.town), *INVENTED_VILLAGES.get(self.town, ()))


def _office(town: Town, name: str, short: str, number: int) -> Office:
    address = f"{town.label}（虚构）便民街{number}号"
    return Office(town.code, name, short, town.code, f"0730-555{number}000", address, BUREAU.hours)


SHARES: tuple[Share, ...] = (
    Share(
        folder="tianwen",
        office=_office(Town.TIANWEN, "天问司法所", "屈天司", 2),
        clerk="罗思齐",
        people=180,
        cases=40,
        disputes=210,
        campaigns=30,
        experts=("谭清泉", "龙建业", "陶然", "喻知非", "贺长青", "向明", "柳春和", "易平安"),
        leads=60,
        events=15,
        visits=24,
        refused=2,
    ),
    Share(
        folder="yingtian",
        office=_office(Town.YINGTIAN, "营田司法所", "屈营司", 1),
        clerk="袁知秋",
        people=170,
        cases=38,
        disputes=150,
        campaigns=26,
        experts=("钟望龙", "蒋玉兰", "黄秋实", "段有根", "晏清"),
        leads=24,
        events=13,
        visits=24,
    ),
    Share(
        folder="heshi",
        office=_office(Town.HESHI, "河市司法所", "屈河司", 3),
        clerk="柳叶青",
        people=120,
        cases=31,
        disputes=104,
        campaigns=22,
        experts=("戴月娥", "文守信", "金立本", "米长生"),
        leads=16,
        events=11,
        visits=16,
    ),
    Share(
        folder="fenghuang",
        office=_office(Town.FENGHUANG, "凤凰司法所", "屈凤司", 4),
        clerk="庞学勤",
        people=104,
        cases=26,
        disputes=80,
        campaigns=18,
        experts=("欧阳春", "熊长友", "游归田"),
        leads=12,
        events=9,
        visits=12,
        failed=1,
    ),
)
