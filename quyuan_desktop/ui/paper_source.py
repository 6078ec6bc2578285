"""Where a paper to look at comes from: a record's paper, which is issued and kept, or a mere document."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers.base import PaperKind, Register
from quyuan_desktop.services import papers
from quyuan_desktop.services.papers import Issued, PaperEntry
from quyuan_desktop.services.workplace import Workplace


class PaperSource(Protocol):
    """What a PaperView needs. All methods are for the worker and raise Trouble or Refused."""

    @property
    def title(self) -> str:
        """What stands above the preview."""

    @property
    def size(self) -> str:
        """A3, A4 or A5."""

    @property
    def file_name(self) -> str:
        """What a PDF file of it is called at first."""

    @property
    def kept(self) -> bool:
        """Whether issuing stores the paper, so that printing again is a reprint."""

    def preview(self) -> bytes:
        """The PDF to look at."""

    def issue(self) -> Issued:
        """The PDF to print."""

    def reprint(self, paper_uid: str) -> Issued:
        """The PDF of an issued paper once more."""

    def entries(self) -> list[PaperEntry]:
        """The papers of this kind issued so far, newest first."""

    @property
    def editable(self) -> bool:
        """Whether there is a Word copy of it."""

    def word(self) -> bytes:
        """The Word copy, to be edited on; nothing is issued by it."""


@dataclass(frozen=True, slots=True)
class RecordPaper:
    """A paper of the record `uid`, whose number is `number`."""

    place: Workplace
    register: Register
    uid: str
    number: str
    kind: PaperKind
    kept: bool = True

    @property
    def title(self) -> str:
        return f"{self.kind.label}　{self.number}"

    @property
    def size(self) -> str:
        return self.kind.size

    @property
    def file_name(self) -> str:
        return f"{self.number}{self.kind.label}.pdf"

    def preview(self) -> bytes:
        return papers.preview_paper(self.place, self.register, self.uid, self.kind.code)

    def issue(self) -> Issued:
        return papers.issue_paper(self.place, self.register, self.uid, self.kind.code)

    def reprint(self, paper_uid: str) -> Issued:
        return papers.reprint_paper(self.place, paper_uid)

    @property
    def editable(self) -> bool:
        return papers.is_editable(self.kind.code)

    def word(self) -> bytes:
        return papers.editable_paper(self.place, self.register, self.uid, self.kind.code)

    def entries(self) -> list[PaperEntry]:
        found = papers.papers_of(self.place, self.register, self.uid)
        return [entry for entry in found if entry.kind == self.kind.code]


@dataclass(frozen=True, slots=True)
class Document:
    """A PDF made on demand, which nobody keeps: the month's table. `edit` makes its Word copy, for one that has it."""

    title: str
    file_name: str
    make: Callable[[], bytes]
    size: str = "A4"
    kept: bool = False
    edit: Callable[[], bytes] | None = None

    def preview(self) -> bytes:
        return self.make()

    def issue(self) -> Issued:
        return Issued("", self.title, self.make(), reprint=False)

    def reprint(self, paper_uid: str) -> Issued:
        raise Trouble("这份材料没有存档，请直接打印。")

    @property
    def editable(self) -> bool:
        return self.edit is not None

    def word(self) -> bytes:
        if self.edit is None:
            raise Trouble("这份材料没有 Word 格式。")
        return self.edit()

    def entries(self) -> list[PaperEntry]:
        return []
