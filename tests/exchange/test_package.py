"""The inside of a package: a bag that others can check, and that is refused for whatever it should not have."""

import hashlib
import io
import json
import tarfile
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import bagit
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quyuan_desktop.domain.lineage import canonical
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.exchange import bag as bags
from quyuan_desktop.exchange import sentences
from quyuan_desktop.exchange.bag import BagWriter, read_bag
from quyuan_desktop.exchange.lines import Line, ReadLine
from quyuan_desktop.exchange.package import CHUNK, Bytes, Month, PaperLine, Part, read_package
from tests.exchange.packing import ABOUT, AT, bagged, line, sealed, unpacked

PDF = b"%PDF-1.7 an invented paper"
BLOB = Bytes(hashlib.sha256(PDF).hexdigest(), PDF)
FIRST = line("欧阳𬱖")
SECOND = line("张㛃", lineage=[FIRST.digest])
OTHER = line("𰻞𰻞", number=2)
PAPER = PaperLine(
    uid="a" * 32,
    kind="receipt",
    label="回执",
    register="consultation",
    record=FIRST.uid,
    digest=FIRST.digest,
    sha256=BLOB.sha256,
    reprints=1,
    issued_at=AT,
    issued_by="袁知秋",
    number=None,
)
PARTS: list[Part] = [
    FIRST,
    SECOND,
    OTHER,
    PAPER,
    BLOB,
    Month("2023-11", {"figures": [{"code": "consult.people", "value": 1}]}),
]


def as_packed(read: ReadLine) -> Line:
    """The line that a line which was read was packed from."""
    return Line(**{name: getattr(read, name) for name in Line.__slots__})


def read(content: bytes) -> list[Any]:
    """What is in a bag. Raises Trouble."""
    return list(read_package(io.BytesIO(content).read))


def said(content: bytes, reader: Callable[[bytes], Any] = read) -> str:
    """The sentence with which a bag is refused."""
    with pytest.raises(Trouble) as found:
        reader(content)
    return str(found.value)


def test_what_is_packed_is_unpacked() -> None:
    about, *parts = unpacked(sealed(bagged(PARTS)))
    assert about == ABOUT
    assert len(parts) == len(PARTS)
    read_lines = [each for each in parts if isinstance(each, ReadLine)]
    assert [as_packed(each) for each in read_lines] == [FIRST, SECOND, OTHER]
    assert all(part in parts for part in PARTS if not isinstance(part, Line))
    assert all(canonical(each.content) == each.written.encode() for each in read_lines)


def test_the_bag_is_valid_for_a_library_that_is_not_ours(tmp_path: Path) -> None:
    with tarfile.open(fileobj=io.BytesIO(bagged(PARTS))) as archive:
        for member in archive:  # by hand: Debian 12's Python cannot filter yet, a later one insists on it
            file = archive.extractfile(member)
            if file is not None:
                (tmp_path / member.name).parent.mkdir(parents=True, exist_ok=True)
                (tmp_path / member.name).write_bytes(file.read())
    found = bagit.Bag(str(tmp_path / "quyuan-0012"))
    found.validate()
    assert found.info["Source-Organization"] == "营田司法所"
    (tmp_path / "quyuan-0012" / "data" / "about.json").write_text("{}")
    assert not found.is_valid()


def test_many_records_make_many_small_members() -> None:
    lines = [line("长" * 300, number=number) for number in range(3000)]
    with tarfile.open(fileobj=io.BytesIO(bagged(lines))) as archive:
        sizes = [each.size for each in archive if "/records/" in each.name]
    assert len(sizes) > 1
    assert max(sizes) < CHUNK + 10_000
    assert len(read(bagged(lines))) == 3001


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_any_character_survives(text: str) -> None:
    _, found = read(bagged([line(text)]))
    assert found.content["fields"]["visitor"] == text


@pytest.mark.parametrize("change", [{"digest": "0" * 64}, {"step": 2}, {"uid": "f" * 32}, {"register": "duty"}])
def test_a_state_that_is_not_what_it_says_is_refused(change: dict[str, Any]) -> None:
    assert said(bagged([replace(FIRST, **change)])) == sentences.INCOMPLETE


@pytest.mark.parametrize(
    "change", [{"uid": "../etc"}, {"by": 1}, {"content": []}, {"lineage": ["x"]}, {"step": "1"}, {"by": "x" * 300}]
)
def test_a_state_that_makes_no_sense_is_refused(change: dict[str, Any]) -> None:
    assert said(bagged([replace(FIRST, **change)])) == sentences.UNREADABLE


def _deep(depth: int) -> Any:
    return [_deep(depth - 1)] if depth else 1


@pytest.mark.parametrize(
    "change",
    [
        {"batch": 0.5},
        {"batch": 10**30},
        {"office_name": "\ud800"},
        {"to": "x" * 201},
        {"made_at": "昨天"},
        {"month": "2023"},
        {"program": 1},
        {"unsent": 1},
        {"unsent": [2**63]},
        {"unsent": ["1"]},
        {"serials": 1},
        {"serials": [["430671101", "consultation", 2023, 2**63]]},
        {"serials": [["430671101", "\ud800", 2023, 1]]},
        {"audit": {"seal": "\ud800"}},
        {"audit": {"id": 2**63}},
        {"audit": float("nan")},
        {"audit": _deep(900)},
    ],
)
def test_an_outside_that_no_ledger_can_keep_is_refused(change: dict[str, Any]) -> None:
    """As a program with a fault might sign it: not one of these may come as far as the database."""
    plain = json.dumps({"format": 1, **asdict(ABOUT), **change}).encode()
    assert said(_bag_of({"about.json": plain})) == sentences.UNREADABLE


@pytest.mark.parametrize(
    "change",
    [
        {"number": []},
        {"number": {}},
        {"label": "\ud800"},
        {"reprints": 2**63},
        {"reprints": -1},
        {"issued_by": "x" * 201},
    ],
)
def test_a_paper_that_no_ledger_can_keep_is_refused(change: dict[str, Any]) -> None:
    plain = {**asdict(PAPER), "issued_at": "2023-11-30T01:00:00Z", **change}
    about = json.dumps({"format": 1, **asdict(ABOUT)}).encode()
    content = _bag_of({"about.json": about, "papers/000001.jsonl": json.dumps(plain).encode() + b"\n"})
    assert said(content) == sentences.UNREADABLE


@pytest.mark.parametrize(
    ("month", "figures"),
    [
        ("2023-11", 0.5),
        ("2023-11", {}),
        ("2023-11", {"figures": [1]}),
        ("2023-11", {"figures": [{"code": "x", "value": ["|"]}]}),
        ("2023-11", {"figures": [{"code": "x", "value": 2**63}]}),
        ("2023-11", {"figures": [], "spans": {"consultation": ["2023-11-01"]}}),
        ("2023-11", {"figures": [], "spans": {"consultation": ["2023-11-01", {}]}}),
        ("november", {"figures": []}),
    ],
)
def test_a_month_that_is_no_table_of_figures_is_refused(month: str, figures: Any) -> None:
    assert said(bagged([Month(month, figures)])) == sentences.UNREADABLE


def _bag_of(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    bag = BagWriter(out.write, "quyuan-0012")  # type: ignore[arg-type]
    for name, content in files.items():
        bag.add(name, content)
    bag.finish({})
    return out.getvalue()


@pytest.mark.parametrize("lines", [[FIRST, FIRST], [SECOND, FIRST], [OTHER, FIRST]])
def test_states_twice_or_out_of_order_are_refused(lines: list[Line]) -> None:
    assert said(bagged(lines)) == sentences.TWICE


def test_what_is_new_in_a_later_program_is_passed_over() -> None:
    told = {"format": 1, **asdict(ABOUT), "later": 1}
    out = io.BytesIO()
    writer = BagWriter(lambda content: _put(out, content), "quyuan-0012")
    writer.add("about.json", json.dumps(told).encode())
    writer.add("later/thing.bin", b"?")
    writer.add("counts.json", b'{"blobs": 0, "papers": 0, "records": 0, "revisions": 0}')
    writer.finish({})
    assert read(out.getvalue()) == [ABOUT]
    assert said(out.getvalue().replace(b'"format": 1', b'"format": 9')) == sentences.NEWER


def _put(out: io.BytesIO, content: bytes) -> None:
    out.write(content)


def archive(*members: tuple[str, bytes, bytes]) -> bytes:
    """A tar of members given by name, type and content."""
    out = io.BytesIO()
    for name, kind, content in members:
        told = tarfile.TarInfo(name)
        told.type, told.size = kind, len(content)
        told.linkname = "/etc/passwd" if kind == tarfile.SYMTYPE else ""
        out.write(told.tobuf(tarfile.USTAR_FORMAT) + content + bytes(-len(content) % 512))
    return out.getvalue() + bytes(1024)


def read_plain(content: bytes) -> None:
    list(read_bag(io.BytesIO(content).read))


@pytest.mark.parametrize(
    "name",
    [
        "b/../x",
        "/etc/x",
        "b/data/../../x",
        "b//x",
        "b/./x",
        "b/data/CON",
        "b/data/nul.txt",
        "b/data/com1.jsonl",
        "b/a\\b",
        "C:/x/y",
        "//host/share/x",
        "b/data/x.",
        "b/data/名",
        "alone",
        "b/a/b/c/d/e/f",
    ],
)
def test_names_that_lead_elsewhere_are_refused(name: str) -> None:
    assert said(archive((name, b"0", b"x")), read_plain) == sentences.BAD_NAME


@pytest.mark.parametrize("kind", [b"1", b"2", b"3", b"5", b"6", b"x", b"g", b"L", b"\0"])
def test_members_that_are_no_files_are_refused(kind: bytes) -> None:
    assert said(archive(("b/data/x", kind, b"")), read_plain) == sentences.BAD_MEMBER


@pytest.mark.parametrize("other", ["b/data/x", "b/data/X", "b/DATA/x"])
def test_names_that_are_there_twice_are_refused(other: str) -> None:
    assert said(archive(("b/data/x", b"0", b""), (other, b"0", b"")), read_plain) == sentences.TWICE


def test_two_folders_are_refused() -> None:
    assert said(archive(("b/data/x", b"0", b""), ("c/data/y", b"0", b"")), read_plain) == sentences.BAD_NAME


def test_sizes_and_numbers_beyond_reason_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bags, "LARGEST_MEMBER", 10)
    assert said(archive(("b/data/x", b"0", b"x" * 11)), read_plain) == sentences.TOO_BIG
    monkeypatch.setattr(bags, "MOST_MEMBERS", 2)
    many = archive(*((f"b/data/{number}", b"0", b"") for number in range(3)))
    assert said(many, read_plain) == sentences.TOO_BIG


def test_a_bag_without_its_lists_is_refused() -> None:
    assert said(archive(("b/data/x", b"0", b"")), read_plain) == sentences.INCOMPLETE


@given(st.data())
def test_a_changed_bag_is_refused_or_the_same(data: st.DataObject) -> None:
    whole = bagged([FIRST])
    changed = bytearray(whole)
    changed[data.draw(st.integers(0, len(changed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    try:
        assert read(bytes(changed)) == read(whole)
    except Trouble as trouble:
        assert str(trouble) in vars(sentences).values()


def test_every_cut_of_a_bag_is_refused() -> None:
    whole = bagged([FIRST])
    for length in range(0, len(whole) - 1, 97):
        assert said(whole[:length]) in vars(sentences).values()
