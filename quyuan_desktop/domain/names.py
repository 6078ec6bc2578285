"""Names of people and bodies: all their readings in pinyin for search, their surnames, whether two are one.

Of pypinyin only its table of characters is read. Importing the package takes 150 ms and 58 MB for phrases that
names do not need; the table alone takes 30 ms and 12 MB, on the first name read.
"""

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from operator import itemgetter
from pathlib import Path

from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.domain.text import HAN, VARIATION, clean_name, half_width

MOST_READINGS = 16
"""Readings kept of one name, likeliest first."""
NAMELESS = frozenset(("未留名", "不留名", "匿名", "无名氏", "不详", "未知", "拒绝提供", "某某", "群众"))
LONGEST = 60
"""Characters of a name whose second readings count; what follows has its first reading only."""

# Characters that are read otherwise, or in several ways, when they are surnames: likeliest first.
_SURNAMES = (
    "单shan 解xie 查zha 仇qiu 区ou 曾zeng 覃qin,tan 乐yue,le 盖ge,gai 朴piao 繁po 冼xian 洗xian 缪miao "
    "逄pang 员yun 卜bu 翟zhai,di 尉wei,yu 召shao,zhao 折she,zhe 秘bi,mi 重chong 种chong 祭zhai,ji "
    "郇xun,huan 郄qie,xi 牟mu,mou 佴nai 能nai 眭sui 句gou,ju 缴jiao 么yao 幺yao 粘nian 不fou 角jue,jiao "
    "阚kan 贲ben,bi 隗wei,kui 郗xi,chi 宓mi,fu 谌chen,shen 费fei,bi 柏bai,bo 薄bo,bao 宿su 莘xin,shen "
    "都du 毋wu 乜nie,mie 藏zang 过guo 长zhang,chang 晟cheng,sheng 隽juan,jun 便pian 轧ya 颉xie,jie "
    "黑he,hei 炅gui,jiong 俟qi,si 镡tan,xin,chan 适kuo,shi 炔gui 术zhu,shu 车che 宁ning 任ren 华hua "
    "盛sheng 葛ge 纪ji 燕yan 那na 俞yu,shu 瞿qu 谷gu 於yu 尹yin 令ling 撒sa 应ying 哈ha 强qiang 占zhan "
    "干gan 行xing 相xiang 还huan 无wu 卡ka 阿a 奇qi 合he 抗kang 單shan 區ou 樂yue,le 蓋ge,gai 樸piao "
    "員yun 繆miao 種chong 長zhang,chang 諶chen,shen 費fei,bi 車che"
)
# Surnames of two characters, with their syllables where the characters' usual readings would mislead.
_COMPOUNDS = (
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟mo,qi 闻人 夏侯xia,hou 诸葛zhu,ge 尉迟yu,chi 公羊 赫连 "
    "澹台tan,tai 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙zhang,sun 宇文 司徒 鲜于xian,yu "
    "司空 闾丘 子车zi,ju 亓官 司寇 巫马 公西 颛孙 壤驷 漆雕 乐正yue,zheng 宰父 谷梁gu,liang 拓跋 "
    "夹谷jia,gu 轩辕 令狐ling,hu 段干 百里 呼延 东郭 羊舌 微生 梁丘 左丘 西门 第五 即墨 达奚 褚师 "
    "单于chan,yu 淳于 完颜 纳兰 贺兰 耶律 叶赫ye,he 尔朱 歐陽 司馬 諸葛 東方 澹臺tan,tai 尉遲yu,chi "
    "萬俟mo,qi 鮮于xian,yu 長孫zhang,sun 鍾離"
)
_ENTRY = re.compile(f"([{HAN}]+)([a-z,]*)")
_FIRST = re.compile(f"[{HAN}][{VARIATION}]?")
_SELECTORS = re.compile(f"[{VARIATION}]+")
_APART = re.compile(r"[\s.\u00b7]+")
_SPELT = re.compile("[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class NameKeys:
    """A name as it may be typed in pinyin, without tones, likeliest first: zhanglei and zl."""

    full: tuple[str, ...]
    initials: tuple[str, ...]


def keys(name: str) -> NameKeys:
    """The ways of typing `name` in pinyin: every reading, at most `MOST_READINGS`.

    Latin letters and digits stand for themselves in `full`, the first letter of a word in `initials`; dots,
    spaces and characters without a known reading are left out. ü is typed v, or yu after l and n.
    """
    tidy = half_width(_SELECTORS.sub("", clean_name(name)))
    full: dict[str, None] = {}
    initials: dict[str, None] = {}
    for reading in readings(tidy):
        spelt = [part if _SPELT.fullmatch(part) else "" for part in reading]
        full["".join(spelt)] = None
        initials["".join(_initials(tidy, spelt))] = None
    return NameKeys(tuple(key for key in full if key), tuple(key for key in initials if key))


def _initials(name: str, spelt: Sequence[str]) -> list[str]:
    found = []
    within = False
    for character, syllable in zip(name, spelt, strict=True):
        latin = character.isascii() and character.isalpha()
        if not (latin and within):
            found.append(syllable[:1])
        within = latin
    return found


def readings(text: str) -> list[tuple[str, ...]]:
    """The readings of `text`, at most `MOST_READINGS`, likeliest first: one syllable per character.

    Lower case without tones, the surname's reading first. A character that has none stands for itself,
    casefolded. Raises Trouble when the program's pinyin table is missing.
    """
    choices = [_syllables(character) or (character.casefold(),) for character in text]
    for at, spoken in enumerate(_surname_syllables(text)):
        choices[at] = tuple(dict.fromkeys(spoken + choices[at]))
    likeliest: list[tuple[int, tuple[str, ...]]] = [(0, ())] if text else []
    for choice in choices[:LONGEST]:
        longer = [
            (rank + more, (*done, syllable)) for rank, done in likeliest for more, syllable in enumerate(choice)
        ]
        likeliest = sorted(longer, key=itemgetter(0))[:MOST_READINGS]
    rest = tuple(choice[0] for choice in choices[LONGEST:])
    return [done + rest for _, done in likeliest]


def spelt_by(text: str, typed: str) -> bool:
    """Whether `typed` begins to spell `text` in pinyin: whole syllables, initials or both, the last cut short.

    Every reading of every character counts; what has none in `text`, and spaces and ' in `typed`, do not. Nothing
    typed spells nothing. Raises Trouble when the program's pinyin table is missing.
    """
    wanted = half_width(typed).casefold().replace("ü", "v").replace("'", "").replace(" ", "")
    ends = {0} if wanted else set()
    spoken = _surname_syllables(text)
    for at, character in enumerate(half_width(text)):
        syllables = _syllables(character) + (spoken[at] if at < len(spoken) else ())
        if not syllables:
            if not (character.isascii() and character.isalnum()):
                continue
            syllables = (character.casefold(),)
        if any(syllable.startswith(wanted[end:]) for end in ends for syllable in syllables):
            return True
        ends = {
            end + len(part)
            for end in ends
            for syllable in syllables
            for part in (syllable, syllable[0])
            if wanted.startswith(part, end)
        }
        if not ends:
            return False
    return False


def surname(name: str) -> str:
    """The surname of a Chinese name, both characters of a compound one (欧阳); empty when it has none.

    A name of two characters is taken for a surname and a given name of one each. Names with a dot have no surname.
    """
    tidy = clean_name(name)
    first = _FIRST.match(tidy)
    if first is None or "\u00b7" in tidy:
        return ""
    if len(tidy) > 2 and tidy[:2] in _compounds():
        return tidy[:2]
    return first[0]


def is_nameless(name: str) -> bool:
    """Whether this stands for somebody who gave no name: two of them are not one person by it."""
    return name in NAMELESS


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same but for spaces, dots, width, case and variation selectors.

    An empty name is the same as none.
    """
    folded = _folded(one)
    return bool(folded) and folded == _folded(other)


def _folded(name: str) -> str:
    return _APART.sub("", _SELECTORS.sub("", half_width(clean_name(name)))).casefold()


def _surname_syllables(text: str) -> list[tuple[str, ...]]:
    """What the surname at the beginning of `text` is read like, per character; nothing where that is usual."""
    if len(text) > 2 and (spoken := _compounds().get(text[:2])) is not None:
        return [(syllable,) for syllable in spoken]
    spoken = _surnames().get(text[:1], ())
    return [spoken] if spoken else []


@cache
def _surnames() -> dict[str, tuple[str, ...]]:
    return {name: tuple(spoken.split(",")) for name, spoken in _ENTRY.findall(_SURNAMES)}


@cache
def _compounds() -> dict[str, tuple[str, ...]]:
    return {name: tuple(filter(None, spoken.split(","))) for name, spoken in _ENTRY.findall(_COMPOUNDS)}


@lru_cache(maxsize=10_000)
def _syllables(character: str) -> tuple[str, ...]:
    """The readings of one character in the order of the table, without tones; none when it has none there."""
    found: dict[str, None] = {}
    aliases = []
    for spoken in filter(None, _table().get(str(ord(character)), "").split(",")):
        parts = unicodedata.normalize("NFD", spoken)
        umlaut = "".join(part for part in parts if part == "\u0308" or not unicodedata.combining(part))
        syllable = umlaut.replace("u\u0308", "v").replace("\u0308", "")
        found[syllable] = None
        if "v" in syllable:
            aliases.append(syllable.replace("v", "u" if syllable.endswith("e") else "yu"))
    return tuple(dict.fromkeys([*found, *aliases]))


@cache
def _table() -> dict[str, str]:
    """pypinyin's table of characters: code point in decimal, readings with tones by commas."""
    spec = find_spec("pypinyin")
    try:
        if spec is None or spec.origin is None:
            raise FileNotFoundError("pypinyin")
        table: dict[str, str] = json.loads(Path(spec.origin).with_name("pinyin_dict.json").read_text("utf-8"))
    except OSError as trouble:
        raise Trouble("程序的拼音字表不见了，请重新安装程序。") from trouble
    return table
