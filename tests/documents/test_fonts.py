"""The faces: what is covered, what falls back, what is refused, and what can be copied from the PDF."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase.ttfonts import TTFont, makeToUnicodeCMap

from quyuan_desktop.documents.fonts import (
    RESOURCES,
    Face,
    coverage,
    find_computer_font,
    missing,
    require,
    runs,
    tidy,
    width,
)
from quyuan_desktop.documents.page import A5, Paper
from quyuan_desktop.documents.preview import extract_text
from quyuan_desktop.domain.problems import Trouble
from tests.documents.paper_geometry import contents
from tests.documents.paper_specimens import MADE, RARE


def drawn(*texts: str, face: Face = Face.SONG) -> str:
    paper = Paper(A5, "试", "试", MADE)
    for number, text in enumerate(texts):
        paper.write(20, 20 + 8 * number, text, face)
    paper.end_page()
    return extract_text(paper.finish())[0]


@pytest.mark.parametrize("face", Face)
def test_rare_names_can_be_copied_from_the_pdf_in_every_face(face: Face) -> None:
    assert [character for character in RARE if character not in drawn(RARE, face=face)] == []


def test_the_whole_font_has_every_rare_name_by_itself() -> None:
    assert set(RARE) <= coverage("NotoSansSC")


def test_a_character_the_face_lacks_comes_from_another_font() -> None:
    assert [text for _, text in runs("王𰻞某", Face.SONG)] == ["王", "𰻞", "某"]
    assert len({font for font, _ in runs("王𰻞某", Face.SONG)}) == 2


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("王\U0002ffff", "U+2FFFF"),
        ("\ue000村", "U+E000"),
        ("谢谢😀", "U+1F600"),
        ("👨\u200d👩", "U+1F469"),
        ("a\ud800b", "U+D800"),
        ("ᠮ", "U+182E"),
        ("\U000f0000", "U+F0000"),
    ],
)
@pytest.mark.parametrize("face", Face)
def test_a_character_no_font_has_is_refused_by_its_code(face: Face, text: str, code: str) -> None:
    for refuse in (runs, require, lambda text, face: width(text, face, 12)):
        with pytest.raises(Trouble) as trouble:
            refuse(text, face)
        sentence = str(trouble.value)
        if refuse is not require and code == "U+1F469":
            code = "U+1F46"
        assert code in sentence
        assert "打印" in sentence
        sentence.encode()  # no lone surrogate in what is shown


def test_every_missing_character_is_named_once_and_many_are_counted() -> None:
    assert missing("😀王😀😁") == ["😀", "😁"]
    with pytest.raises(Trouble, match="等 7 个字符"):
        require("😀😁😂😃😄😅😆")


def test_marks_without_a_picture_are_left_out() -> None:
    assert tidy("王\ufe0f秀\U000e0100兰\u200b\u202e\u2066\x00\x07\x7f\u00ad") == "王秀兰"
    assert "王秀兰" in drawn("王\ufe0f秀\U000e0100兰\u200d\x00")


def test_line_ends_and_blanks_of_every_sort_become_plain() -> None:
    assert tidy("一\r\n二\r三\u2028四\x0b五\x85六") == "一\n二\n三\n四\n五\n六"
    assert tidy("一\t二\u2003三\xa0四") == "一  二 三 四"


def test_accents_are_composed_and_nothing_else_is_changed() -> None:
    assert tidy("e\u0301\u0300x a\u030c") == "e\u0301\u0300x ǎ".replace("e\u0301", "é")
    assert tidy("\ufa0c\uf900") == "\ufa0c\uf900"  # compatibility ideographs in names


@given(st.text(max_size=60))
def test_any_text_is_either_drawn_whole_or_refused(text: str) -> None:
    try:
        pieces = runs(text, Face.KAI)
    except Trouble:
        assert missing(text, Face.KAI)
        return
    assert "".join(piece for _, piece in pieces) in (text, tidy(text).replace("\n", " "))
    assert all(set(piece) <= coverage(font) for font, piece in pieces)


def test_characters_beyond_ffff_are_mapped_in_utf16() -> None:
    """Some readers are lenient, others find nothing: the map itself has to be right (ISO 32000-1 §9.10.3)."""
    paper = Paper(A5, "试", "试", MADE)
    paper.write(20, 20, "王𬱖", Face.KAI)
    paper.end_page()
    maps = "".join(content for content in contents(paper.finish()) if "beginbfchar" in content)
    assert "<D873DC56>" in maps
    assert re.search("<[0-9A-F]{5}>", maps) is None


def test_reportlab_still_needs_the_mending() -> None:
    """When this fails, reportlab writes ToUnicode right by itself: PaperFont.addObjects can go."""
    assert "<2CC56>" in makeToUnicodeCMap("Kai", [ord("𬱖")])


def test_the_computers_own_font_is_found_by_preference(tmp_path: Path) -> None:
    names = ("simfang.ttf", "仿宋.ttf")
    assert find_computer_font(names, [tmp_path, tmp_path / "none"]) is None
    (tmp_path / "deep").mkdir()
    second = tmp_path / "deep" / "仿宋.ttf"
    second.touch()
    assert find_computer_font(names, [tmp_path]) == second
    first = tmp_path / "SIMFANG.TTF"
    first.touch()
    assert find_computer_font(names, [tmp_path]) == first


def run_apart(program: str, *arguments: str) -> str:
    """What `program` prints in a process of its own: fonts once registered stay registered."""
    root = RESOURCES.parent.parent
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        encoding="utf-8",
        check=True,
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root), "PYTHONUTF8": "1"},
    )
    return done.stdout.strip()


FANGSONG = (
    "import pathlib, sys\n"
    "from quyuan_desktop.documents import fonts\n"
    "fonts.font_folders = lambda: [pathlib.Path(sys.argv[1])]\n"
    "print([font for font, _ in fonts.runs('王𰻞', fonts.Face.FANGSONG)])\n"
)


def test_a_damaged_font_of_the_computer_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "simfang.ttf").write_bytes(b"no font at all")
    assert run_apart(FANGSONG, str(tmp_path)) == "['QuyuanKai']"


def test_a_sound_font_of_the_computer_is_used(tmp_path: Path) -> None:
    (tmp_path / "simfang.ttf").write_bytes((RESOURCES / "QuyuanSong-Regular.ttf").read_bytes())
    assert run_apart(FANGSONG, str(tmp_path)) == "['ComputerFangSong', 'NotoSansSC']"


def test_no_font_is_loaded_by_importing() -> None:
    program = (
        "import quyuan_desktop.documents.consultation, quyuan_desktop.documents.summary\n"
        "from reportlab.pdfbase import pdfmetrics\n"
        "print([name for name in pdfmetrics._fonts if 'Quyuan' in name or 'Noto' in name])\n"
    )
    assert run_apart(program) == "[]"


def test_font_files_come_with_licences_and_stay_small() -> None:
    fonts = sorted(RESOURCES.glob("*.ttf"))
    assert len(fonts) == 4
    readme = (RESOURCES / "README.md").read_text(encoding="utf-8")
    for font in fonts:
        assert font.stat().st_size < 11_000_000
        licences = [path for path in RESOURCES.glob("OFL-*.txt") if font.stem.split("-")[0] in path.name]
        assert len(licences) == 1
        assert "SIL OPEN FONT LICENSE Version 1.1" in licences[0].read_text(encoding="utf-8")
        assert font.name in readme


def test_the_list_of_characters_is_whole_and_covered() -> None:
    lines = (RESOURCES / "tonggui-8105.txt").read_text(encoding="utf-8").splitlines()
    listed = "".join(line for line in lines if not line.startswith("#"))
    assert len(listed) == len(set(listed)) == 8105
    for font in ("QuyuanSong", "QuyuanTitle", "QuyuanKai", "NotoSansSC"):
        assert set(listed) <= coverage(font)


def test_changed_fonts_have_a_name_of_their_own() -> None:
    """OFL 1.1 §3: a changed font may not carry the reserved name."""
    for font in RESOURCES.glob("Quyuan*.ttf"):
        name = TTFont("x", str(font)).face.name.decode()
        assert re.fullmatch(r"Quyuan(Song|Title|Kai)-(Regular|Black)", name)
