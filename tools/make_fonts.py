"""Makes the fonts of resources/fonts/ again from their sources: `tools/make_fonts.py [--sources FOLDER]`.

FOLDER holds, anywhere below it, the source files named in `SOURCES`. Without it they are fetched with
`npm pack` and `apt-get download` from wherever those two programs are set up to look.
"""

import argparse
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "resources" / "fonts"
CHARACTERS = FONTS / "tonggui-8105.txt"
LARGEST = 11_000_000  # bytes: no file in the repository may be larger

NPM = ("@expo-google-fonts/noto-sans-sc", "@expo-google-fonts/noto-serif-sc")
DEBIAN = ("fonts-lxgw-wenkai",)

RARE = "㛃䶮𬱖𫘧𰻞龘𬶏㙦𣲘犇垚"  # names that must print, whatever else changes
ACCENTED = "āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜü"
RANGES = (
    (0x20, 0x7E),
    (0xA1, 0xFF),
    (0x391, 0x3C9),  # Greek
    (0x401, 0x451),  # Cyrillic
    (0x2010, 0x2027),  # dashes, quotation marks, ellipsis
    (0x2030, 0x203C),
    (0x20A0, 0x20BF),  # currency
    (0x2100, 0x2127),  # ℃ № ℡
    (0x2153, 0x2199),  # fractions, Roman numerals, arrows
    (0x2200, 0x22A5),  # mathematics
    (0x2460, 0x249B),  # ① ⑴ ⒈
    (0x25A0, 0x25FF),  # □ ■ ○ ● △
    (0x2605, 0x2612),  # ★ ☆ ☐ ☑ ☒
    (0x2713, 0x2717),  # ✓ ✗
    (0x3000, 0x303F),  # 、。〇〈〉《》「」〔〕
    (0x3105, 0x312F),  # ㄅ
    (0x3220, 0x3243),  # ㈠
    (0x3280, 0x33DF),  # ㊣ ㎡ ㎏
    (0xFE30, 0xFE4F),
    (0xFF01, 0xFF60),  # full width
    (0xFFE0, 0xFFE5),
)


@dataclass(frozen=True)
class Source:
    """One font: its file at the source, the file it becomes, and its new name when it is changed."""

    file: str
    target: str
    family: str = ""
    whole: bool = False
    beyond: bool = False  # also keep every Han character outside the basic plane and outside Noto Sans SC


SOURCES = (
    Source("NotoSansSC_400Regular.ttf", "NotoSansSC-Regular.ttf", whole=True),
    Source("NotoSerifSC_400Regular.ttf", "QuyuanSong-Regular.ttf", "Quyuan Song"),
    Source("NotoSerifSC_900Black.ttf", "QuyuanTitle-Black.ttf", "Quyuan Title"),
    Source("LXGWWenKai-Regular.ttf", "QuyuanKai-Regular.ttf", "Quyuan Kai", beyond=True),
)


def wanted_characters(listing: Path = CHARACTERS) -> set[int]:
    """Code points a subset keeps: the 8105 of the list, GB 2312, and what offices type besides."""
    lines = [line for line in listing.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    codes = {ord(character) for line in lines for character in line.strip()}
    if len(codes) != 8105:
        raise SystemExit(f"{listing} has {len(codes)} characters, not 8105")
    codes.update(map(ord, RARE + ACCENTED))
    for first, last in RANGES:
        codes.update(range(first, last + 1))
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            codes.update(map(ord, bytes((row, cell)).decode("gb2312", "ignore")))
    return codes


def is_han(code: int) -> bool:
    """Whether `code` is a CJK ideograph, private use excepted."""
    return 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x323AF


def fetch(into: Path) -> None:
    """Fetches and unpacks the packages of the sources. Raises CalledProcessError when that fails."""
    for package in NPM:
        subprocess.run(["npm", "pack", "--silent", package], cwd=into, check=True, stdout=subprocess.DEVNULL)
    for archive in into.glob("*.tgz"):
        with tarfile.open(archive) as packed:
            packed.extractall(into / archive.stem, filter="data")
    for package in DEBIAN:
        subprocess.run(["apt-get", "download", package], cwd=into, check=True, stdout=subprocess.DEVNULL)
    for archive in into.glob("*.deb"):
        subprocess.run(["dpkg-deb", "-x", archive.name, archive.stem], cwd=into, check=True)


def find(folder: Path, name: str) -> Path:
    """The one file called `name` below `folder`."""
    found = sorted(folder.rglob(name))
    if not found:
        raise SystemExit(f"{name} is not below {folder}")
    return found[0]


def rename(font: TTFont, family: str) -> None:
    """Gives a changed font a name of its own (OFL 1.1 §3) and keeps the notices it came with."""
    names = font["name"]
    kept = [record for record in names.names if record.nameID in (0, 13, 14) and record.platformID == 3]
    names.names = [record for record in kept if record.langID == 0x409]
    style = "Black" if "Title" in family else "Regular"
    post_script = family.replace(" ", "") + "-" + style
    version = f"{font['head'].fontRevision:.3f}"
    for number, text in (
        (1, family),
        (2, "Regular"),
        (3, f"{post_script};{version}"),
        (4, family),
        (5, f"Version {version}; subset"),
        (6, post_script),
    ):
        names.setName(text, number, 3, 1, 0x409)


def cut(source: Path, target: Path, codes: Iterable[int], family: str) -> None:
    """Writes the glyphs of `codes` and nothing that paper does not need: no layout tables, no hints."""
    options = subset.Options()
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "STAT", "vhea", "vmtx", "VORG", "prep", "gasp"]
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.recalc_timestamp = False
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=codes)
    cutter.subset(font)
    rename(font, family)
    subset.save_font(font, str(target), options)


def make(folder: Path) -> list[Path]:
    """Makes every font of `SOURCES` from the files below `folder`."""
    wanted = wanted_characters()
    sans = {code for code in TTFont(find(folder, SOURCES[0].file), lazy=True).getBestCmap() if is_han(code)}
    made = []
    for source in SOURCES:
        origin, target = find(folder, source.file), FONTS / source.target
        if source.whole:
            shutil.copyfile(origin, target)
        else:
            codes = set(wanted)
            if source.beyond:
                covered = TTFont(origin, lazy=True).getBestCmap()
                codes |= {code for code in covered if is_han(code) and (code > 0xFFFF or code not in sans)}
            cut(origin, target, codes, source.family)
        made.append(target)
    return made


def main() -> int:
    """Makes the fonts and says what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=Path, help="folder with the source files")
    given: Path | None = parser.parse_args().sources
    with tempfile.TemporaryDirectory() as scratch:
        folder = given or Path(scratch)
        if given is None:
            fetch(folder)
        for target in make(folder):
            size = target.stat().st_size
            codes = TTFont(target, lazy=True).getBestCmap()
            missing = "".join(character for character in RARE if ord(character) not in codes)
            print(f"{target.name}: {size:,} bytes, {len(codes):,} characters, without: {missing or 'none'}")
            if size > LARGEST:
                print(f"{target.name} is larger than {LARGEST:,} bytes", file=sys.stderr)
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
