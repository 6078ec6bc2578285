"""Code tables of the field: the code is stored for ever, the label is read.

A value that falls out of use gets `until`: it is no longer offered but stays readable.
"""

from datetime import date
from enum import Enum
from typing import Self, cast


class Term(Enum):
    """One value of a code table; members are written ``NAME = "code", "标签"`` (+ since, until, note)."""

    label: str
    since: date | None
    until: date | None
    note: str

    def __new__(
        cls, code: str, label: str, since: date | None = None, until: date | None = None, note: str = ""
    ) -> Self:
        member = object.__new__(cls)
        member._value_ = code
        member.label = label
        member.since = since
        member.until = until
        member.note = note
        return member

    __hash__ = object.__hash__  # each is one object: Enum would hash its name each time

    @property
    def code(self) -> str:
        """The stored form; never changes."""
        return cast(str, self._value_)

    def offered_on(self, day: date) -> bool:
        """Whether a form may still offer this value for an event on `day`."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    @classmethod
    def of(cls, code: str) -> Self:
        """The member stored as `code`. Raises ValueError for a code this table never had."""
        return cls(code)  # type: ignore[call-arg]  # the value alone finds a member; __new__ makes them


class Sex(Term):
    """GB/T 2261.1."""

    MALE = "1", "男"
    FEMALE = "2", "女"
    UNKNOWN = "9", "未说明"


class IdKind(Term):
    """证件类型, with the ways of having none."""

    RESIDENT = "resident", "居民身份证"
    RESIDENT_15 = "resident15", "居民身份证（15位旧号）"
    PERMIT = "permit", "港澳台居民居住证"
    FOREIGN = "foreign", "外国人永久居留身份证"
    PASSPORT = "passport", "护照"
    OTHER = "other", "其他证件"
    NONE = "none", "无证件"
    REFUSED = "refused", "拒绝提供"


class Town(Term):
    """The four units of 屈原管理区 by their statistical codes (国家统计局), and elsewhere."""

    TIANWEN = "430671001", "天问街道"
    YINGTIAN = "430671101", "营田镇"
    HESHI = "430671102", "河市镇"
    FENGHUANG = "430671203", "凤凰乡"
    ELSEWHERE = "elsewhere", "区外"


class PersonGroup(Term):
    """人群类别 of the consultation and legal-aid tables. Groups overlap: their sum is not the total."""

    WOMAN = "woman", "妇女"
    DISABLED = "disabled", "残疾人"
    FARMER = "farmer", "农民"
    MIGRANT_WORKER = "migrant", "农民工"
    ELDERLY = "elderly", "老年人"
    MINOR = "minor", "未成年人"
    MILITARY = "military", "军人军属"
    VETERAN = "veteran", "退役军人"
    ETHNIC_MINORITY = "ethnic", "少数民族"
    FOREIGNER = "foreigner", "外国籍或无国籍人"
    LOW_INCOME = "lowincome", "低收入人口"
    OTHER = "other", "其他"


class Education(Term):
    """文化程度, GB/T 4658 in the steps a clerk asks for."""

    NONE = "none", "文盲或半文盲"
    PRIMARY = "primary", "小学"
    JUNIOR = "junior", "初中"
    SENIOR = "senior", "高中（含中专、技校）"
    COLLEGE = "college", "大专"
    BACHELOR = "bachelor", "本科"
    MASTER = "master", "研究生及以上"
