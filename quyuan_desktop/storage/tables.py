"""The tables the house itself needs beside the registers: history, numbers, drafts, papers, settings."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from quyuan_desktop.registers.base import Base
from quyuan_desktop.registers.columns import Instant


class Revision(Base, kw_only=True):
    """One state of one record, whole, for ever. `digest` names it; `lineage` lists its ancestors' digests."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("register", "uid", "step"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    register: Mapped[str] = mapped_column(String(40))
    uid: Mapped[str] = mapped_column(String(32))
    step: Mapped[int]
    verb: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(200), default="")
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(String(64), index=True)
    lineage: Mapped[list[str]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(Instant())
    by: Mapped[str] = mapped_column(String(60))


class AuditLine(Base, kw_only=True):
    """One act, chained to the one before by `seal`: a line taken out or changed breaks the chain."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_record", "uid", "register"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    at: Mapped[datetime] = mapped_column(Instant())
    by: Mapped[str] = mapped_column(String(60))
    verb: Mapped[str] = mapped_column(String(24))
    register: Mapped[str] = mapped_column(String(40), default="")
    uid: Mapped[str] = mapped_column(String(32), default="")
    detail: Mapped[str] = mapped_column(String(400), default="")
    seal: Mapped[str] = mapped_column(String(64))


class Serial(Base, kw_only=True):
    """The last serial number given out per office, kind and year; numbers never repeat."""

    __tablename__ = "serial"

    office: Mapped[str] = mapped_column(String(24), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class Draft(Base, kw_only=True):
    """Unfinished entry: what was typed, as typed. `uid` is set when it corrects a saved record."""

    __tablename__ = "draft"

    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    register: Mapped[str] = mapped_column(String(40))
    uid: Mapped[str] = mapped_column(String(32), default="")
    title: Mapped[str] = mapped_column(String(120), default="")
    typed: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(Instant())
    by: Mapped[str] = mapped_column(String(60))


class Mention(Base, kw_only=True):
    """One person as one record speaks of them, in a role, so that returning people are recognised."""

    __tablename__ = "mention"
    __table_args__ = (Index("ix_mention_record", "register", "uid"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    register: Mapped[str] = mapped_column(String(40))
    uid: Mapped[str] = mapped_column(String(32))
    role: Mapped[str] = mapped_column(String(24))
    name: Mapped[str] = mapped_column(String(60), index=True)
    id_number: Mapped[str] = mapped_column(String(40), index=True)
    phone: Mapped[str] = mapped_column(String(60))
    place: Mapped[str] = mapped_column(String(100))
    on: Mapped[date] = mapped_column(Date())


class Verdict(Base, kw_only=True):
    """What the clerk decided of two mentions that look like one person: asked once, remembered."""

    __tablename__ = "verdict"

    one: Mapped[str] = mapped_column(String(160), primary_key=True)
    other: Mapped[str] = mapped_column(String(160), primary_key=True)
    same: Mapped[bool]
    at: Mapped[datetime] = mapped_column(Instant())
    by: Mapped[str] = mapped_column(String(60))


class Blob(Base, kw_only=True):
    """Bytes kept under their SHA-256, once however often they are used."""

    __tablename__ = "blob"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Paper(Base, kw_only=True):
    """A paper that was issued, from which revision of which record; its bytes are a Blob."""

    __tablename__ = "paper"
    __table_args__ = (Index("ix_paper_record", "register", "record"),)

    uid: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    label: Mapped[str] = mapped_column(String(60))
    register: Mapped[str] = mapped_column(String(40))
    record: Mapped[str] = mapped_column(String(32))
    digest: Mapped[str] = mapped_column(String(64))
    sha256: Mapped[str] = mapped_column(String(64))
    reprints: Mapped[int] = mapped_column(default=0)
    issued_at: Mapped[datetime] = mapped_column(Instant())
    issued_by: Mapped[str] = mapped_column(String(60))
    number: Mapped[str | None] = mapped_column(String(60), default=None)


class Phrase(Base, kw_only=True):
    """常用语: a text offered in the fields that `store` names."""

    __tablename__ = "phrase"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    store: Mapped[str] = mapped_column(String(40), index=True)
    text: Mapped[str] = mapped_column(Text())
    used: Mapped[int] = mapped_column(default=0)
    last_used: Mapped[datetime | None] = mapped_column(Instant(), default=None)


class Setting(Base, kw_only=True):
    """One setting of this ledger: the office, number heads, last-used values, what a superior may change."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)


class HolidayRow(Base, kw_only=True):
    """One day of a notice on holidays (放假安排): a rest day, or a weekend day on which offices work."""

    __tablename__ = "holiday"

    day: Mapped[date] = mapped_column(Date(), primary_key=True)
    mark: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(40), default="")


class DeadlineRow(Base, kw_only=True):
    """One row of the table of time limits; see domain.deadlines.DeadlineRule."""

    __tablename__ = "deadline"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int]
    event: Mapped[str] = mapped_column(String(120))
    trigger: Mapped[str] = mapped_column(String(120))
    days: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    roll_over: Mapped[bool]
    party: Mapped[str] = mapped_column(String(60))
    article: Mapped[str] = mapped_column(String(120))
    source: Mapped[str] = mapped_column(String(200))
    certainty: Mapped[str] = mapped_column(String(12))
    ahead: Mapped[int]
    red: Mapped[int] = mapped_column(default=0)
    on: Mapped[bool] = mapped_column(default=True)


class ClosedPeriod(Base, kw_only=True):
    """A month that was closed (结账), as it was: its tables, figures and rows hang on it and never change.

    named, phone: the office as it was called and reached; code: which month, 2023-11; first, last: as the office cuts
    it; act, seal: the last act of the audit before it;
    before: digest of the closing before it, empty for the first; digest: over all that was closed; the papers'
    hashes, empty where there was none. A re-opened one stays, for ever, and counts no more.
    """

    __tablename__ = "closed_period"
    __table_args__ = (Index("ix_closed_period_code", "office", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    office: Mapped[str] = mapped_column(String(24))
    named: Mapped[str] = mapped_column(String(60))
    phone: Mapped[str] = mapped_column(String(60))
    number: Mapped[str] = mapped_column(String(60))
    code: Mapped[str] = mapped_column(String(10))
    label: Mapped[str] = mapped_column(String(60))
    first: Mapped[date] = mapped_column(Date())
    last: Mapped[date] = mapped_column(Date())
    at: Mapped[datetime] = mapped_column(Instant())
    by: Mapped[str] = mapped_column(String(60))
    act: Mapped[int]
    seal: Mapped[str] = mapped_column(String(64))
    before: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64), default="")
    workbook: Mapped[str] = mapped_column(String(64), default="")
    summary: Mapped[str] = mapped_column(String(64), default="")
    corrections: Mapped[str] = mapped_column(String(64), default="")
    reopened_at: Mapped[datetime | None] = mapped_column(Instant(), default=None)
    reopened_by: Mapped[str] = mapped_column(String(60), default="")
    reopen_reason: Mapped[str] = mapped_column(String(200), default="")


class ClosedTable(Base, kw_only=True):
    """One register's table of a closed month. begins: the first day since the closing before, whose rows it answers for
    too where months were left open; None where it follows the one before."""

    __tablename__ = "closed_table"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    period_id: Mapped[int] = mapped_column(ForeignKey("closed_period.id"), index=True)
    position: Mapped[int]
    register: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(120))
    first: Mapped[date] = mapped_column(Date())
    last: Mapped[date] = mapped_column(Date())
    begins: Mapped[date | None] = mapped_column(Date())
    notes: Mapped[list[str]] = mapped_column(JSON)
    paper: Mapped[str] = mapped_column(String(64), default="")


class ClosedFigure(Base, kw_only=True):
    """One line of a closed table, as it is printed. `means` instead of the three values for an average or a rate, as
    text, so that a digest can be taken of it."""

    __tablename__ = "closed_figure"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    table_id: Mapped[int] = mapped_column(ForeignKey("closed_table.id"), index=True)
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(80))
    label: Mapped[str] = mapped_column(String(80))
    unit: Mapped[str] = mapped_column(String(12))
    heading: Mapped[str] = mapped_column(String(60))
    words: Mapped[str] = mapped_column(Text())
    value: Mapped[int]
    so_far: Mapped[int]
    last_year: Mapped[int]
    means: Mapped[list[str | None] | None] = mapped_column(JSON)


class ClosedRow(Base, kw_only=True):
    """One record behind a closed table, with the digest it had. span: 0 for the month, 1 for the months left open
    before it; entries: what it counted as, see reports.behind."""

    __tablename__ = "closed_row"
    __table_args__ = (Index("ix_closed_row_record", "uid", "register"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    table_id: Mapped[int] = mapped_column(ForeignKey("closed_table.id"), index=True)
    span: Mapped[int]
    register: Mapped[str] = mapped_column(String(40))
    uid: Mapped[str] = mapped_column(String(32))
    number: Mapped[str] = mapped_column(String(60))
    digest: Mapped[str] = mapped_column(String(64))
    entries: Mapped[list[Any]] = mapped_column(JSON)


class ClosedCorrection(Base, kw_only=True):
    """One record of an earlier closed month that changed, as the 更正表 of the month `period_id` reports it.

    table_id, span: the closed table in which it counts or counted; before, after: its values by code. Without a uid it is
    of no record: those figures of the table that do not add up over months (期末数), as they were closed and are now.
    """

    __tablename__ = "closed_correction"
    __table_args__ = (Index("ix_closed_correction_record", "table_id", "uid"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    period_id: Mapped[int] = mapped_column(ForeignKey("closed_period.id"), index=True)
    position: Mapped[int]
    table_id: Mapped[int] = mapped_column(ForeignKey("closed_table.id"))
    span: Mapped[int]
    register: Mapped[str] = mapped_column(String(40))
    uid: Mapped[str] = mapped_column(String(32))
    number: Mapped[str] = mapped_column(String(60))
    digest: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(12))
    before: Mapped[dict[str, int]] = mapped_column(JSON)
    after: Mapped[dict[str, int]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(Text())
    on: Mapped[date] = mapped_column(Date())
    by: Mapped[str] = mapped_column(String(60))


class ClosedForm(Base, kw_only=True):
    """One form that was handed in for a closed month: the table as plain data (see domain.grids) and its paper's hash."""

    __tablename__ = "closed_form"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    period_id: Mapped[int] = mapped_column(ForeignKey("closed_period.id"), index=True)
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(40))
    grid: Mapped[dict[str, Any]] = mapped_column(JSON)
    paper: Mapped[str] = mapped_column(String(64))


class Dispatch(Base, kw_only=True):
    """One package that the office made, or began to make: its number is never used again.

    state: begun, failed (`outcome` says how), done (it lies on the stick), received (the receipt is back), missing (the
    district's receipt says that it never came; later ones had what was in it).
    """

    __tablename__ = "dispatch"

    batch: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Instant())
    by: Mapped[str] = mapped_column(String(60))
    month: Mapped[str] = mapped_column(String(7))
    name: Mapped[str] = mapped_column(String(120), default="")
    digest: Mapped[str] = mapped_column(String(64), default="", index=True)
    state: Mapped[str] = mapped_column(String(12), default="begun")
    outcome: Mapped[str] = mapped_column(String(24), default="")
    counts: Mapped[dict[str, Any]] = mapped_column(JSON, default_factory=dict)


class Dispatched(Base, kw_only=True):
    """The state in which a record (or a paper: `register` is "paper") went out with a batch, and what came back.

    answer: 0 none yet, 1 received, 2 returned for `reason`, 3 clashes with another state; see domain.standing.
    """

    __tablename__ = "dispatched"
    __table_args__ = (Index("ix_dispatched_record", "register", "uid", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    batch: Mapped[int] = mapped_column(ForeignKey("dispatch.batch"), index=True)
    register: Mapped[str] = mapped_column(String(40))
    uid: Mapped[str] = mapped_column(String(32))
    step: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    answer: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(String(200), default="")


class Arrival(Base, kw_only=True):
    """One package that the district has merged, named by its SHA-256; `told` is what it said of itself."""

    __tablename__ = "arrival"
    __table_args__ = (Index("ix_arrival_office", "office", "batch"),)

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    office: Mapped[str] = mapped_column(String(24))
    batch: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(Instant())
    by: Mapped[str] = mapped_column(String(60))
    counts: Mapped[dict[str, Any]] = mapped_column(JSON)
    told: Mapped[dict[str, Any]] = mapped_column(JSON)


class Contested(Base, kw_only=True):
    """A state of a record that the one in force did not come of: kept whole beside it until a person decides."""

    __tablename__ = "contested"
    __table_args__ = (UniqueConstraint("register", "uid", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    register: Mapped[str] = mapped_column(String(40))
    uid: Mapped[str] = mapped_column(String(32))
    step: Mapped[int]
    verb: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(200), default="")
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(String(64), index=True)
    lineage: Mapped[list[str]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(Instant())
    by: Mapped[str] = mapped_column(String(60))


class Returned(Base, kw_only=True):
    """A state of a record that the district has sent back (退回) to its office, and why."""

    __tablename__ = "returned"

    register: Mapped[str] = mapped_column(String(40), primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    office: Mapped[str] = mapped_column(String(24), index=True)
    reason: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(Instant())
    by: Mapped[str] = mapped_column(String(60))
