"""民族 and 国籍 as people write them: which count as 少数民族, which as 外国籍或无国籍人."""

from enum import Enum

ETHNIC_GROUPS = (
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 "
    "达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 "
    "门巴 珞巴 基诺"
).split()
"""GB/T 3304, 01 to 56, without the 族 behind them; all but the first are 少数民族 in the tables."""
OLD_NAMES = {"毛难": "毛南", "崩龙": "德昂"}
_UNSAID = ("", "其他", "未识别", "未定", "不详", "未知", "不清楚", "无")
_CHINA = ("中国", "中华人民共和国", "中国籍", "香港", "澳门", "台湾", "中国香港", "中国澳门", "中国台湾")


class Ethnic(Enum):
    """What is written as 民族."""

    HAN = "han"
    MINORITY = "minority"
    UNSAID = "unsaid"
    UNKNOWN = "unknown"


def ethnic(written: str) -> Ethnic:
    """What is written as 民族: one of GB/T 3304 with or without 族, nothing said, or no name of that table."""
    name = written.strip()
    if name in _UNSAID:
        return Ethnic.UNSAID
    if len(name) > 1 and name.endswith("族"):
        name = name[:-1]
    name = OLD_NAMES.get(name, name)
    if name not in ETHNIC_GROUPS:
        return Ethnic.UNKNOWN
    return Ethnic.HAN if name == ETHNIC_GROUPS[0] else Ethnic.MINORITY


def is_foreign(nationality: str) -> bool:
    """Whether a 国籍 that is written is not the Chinese one; who has none (无国籍) is counted with the foreigners."""
    written = nationality.strip()
    return written not in ("", "不详", "未知", *_CHINA)
