"""Says in one sentence what to install when Qt does not load, and which system libraries are lacking."""

import ctypes
import re
from collections.abc import Callable
from typing import NamedTuple

Found = Callable[[str], bool]
"""Tells whether the system can load the library of this soname, such as ``libEGL.so.1``."""


class Library(NamedTuple):
    """A shared library that the wheels of Qt expect of the system, and the Debian package that has it.

    `window` is set when only a window on an X display needs it; `brought_by` names another package of
    this list that depends on this one, so that the line to type stays short.
    """

    soname: str
    package: str
    window: bool = False
    brought_by: str = ""


LIBRARIES = (
    Library("libGL.so.1", "libgl1"),
    Library("libEGL.so.1", "libegl1"),
    Library("libxkbcommon.so.0", "libxkbcommon0"),
    Library("libdbus-1.so.3", "libdbus-1-3"),
    Library("libfontconfig.so.1", "libfontconfig1"),
    Library("libglib-2.0.so.0", "libglib2.0-0"),
    Library("libgthread-2.0.so.0", "libglib2.0-0"),
    Library("libcups.so.2", "libcups2"),
    Library("libz.so.1", "zlib1g"),
    Library("libfreetype.so.6", "libfreetype6", brought_by="libfontconfig1"),
    Library("libX11.so.6", "libx11-6", brought_by="libgl1"),
    Library("libX11-xcb.so.1", "libx11-xcb1", window=True, brought_by="libgl1"),
    Library("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", window=True),
    Library("libxcb-cursor.so.0", "libxcb-cursor0", window=True),
    Library("libxcb-icccm.so.4", "libxcb-icccm4", window=True),
    Library("libxcb-keysyms.so.1", "libxcb-keysyms1", window=True),
    Library("libxcb-shape.so.0", "libxcb-shape0", window=True),
    Library("libxcb-image.so.0", "libxcb-image0", window=True, brought_by="libxcb-cursor0"),
    Library("libxcb-render-util.so.0", "libxcb-render-util0", window=True, brought_by="libxcb-cursor0"),
    Library("libxcb-randr.so.0", "libxcb-randr0", window=True, brought_by="libgl1"),
    Library("libxcb-shm.so.0", "libxcb-shm0", window=True, brought_by="libgl1"),
    Library("libxcb-sync.so.1", "libxcb-sync1", window=True, brought_by="libgl1"),
    Library("libxcb-xfixes.so.0", "libxcb-xfixes0", window=True, brought_by="libgl1"),
    Library("libxcb-xkb.so.1", "libxcb-xkb1", window=True, brought_by="libxkbcommon-x11-0"),
)
"""Packages are those of Debian 12; later releases, and 统信 and 麒麟, provide them under the same names."""

_NO_SUCH_FILE = re.compile(r"(lib[\w.+-]*\.so[\w.]*): cannot open shared object file")
_TOO_OLD = re.compile(r"version [`']((?:GLIBC|GLIBCXX|CXXABI)_[\d.]+)' not found")


def can_load(soname: str) -> bool:
    """Whether the loader of this system finds the library and all that it needs."""
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def missing_packages(found: Found = can_load) -> list[str]:
    """The Debian packages to install for everything: the window, printing, and tests without a display."""
    missing = [library for library in LIBRARIES if not found(library.soname)]
    named = {library.package for library in missing}
    return list(dict.fromkeys(each.package for each in missing if each.brought_by not in named))


def sentence(error: ImportError, found: Found = can_load) -> str:
    """What a person reads when importing Qt raised `error`: what is lacking and the line to type.

    On Linux one import names one library only, so all that are lacking are looked up with `found` and asked
    for at once.
    """
    text = str(error)
    if lacking := _NO_SUCH_FILE.search(text):
        return _lacking(lacking.group(1), found)
    if too_old := _TOO_OLD.search(text):
        return (
            f"这台电脑的系统版本太旧，缺少 {too_old.group(1)}，界面打不开。"
            "请换用统信 V20、麒麟 V10、Debian 11 或更新的系统后再打开本程序。"
        )
    if isinstance(error, ModuleNotFoundError):
        return (
            f"程序要用的组件 {error.name or text} 还没有安装。请在程序所在的文件夹里输入下面这一行，"
            "装好后再打开本程序：\nmake setup\n"
            "没有 make 时输入：\npython -m pip install -r requirements.txt"
        )
    if "DLL load failed" in text:
        return (
            "Windows 的界面组件没有载入。请确认系统是 Windows 10 1809 或更新版本，"
            "安装 Microsoft Visual C++ 2015-2022 运行库（x64）后再打开本程序。"
        )
    return f"界面组件没有载入（{text}）。请把这句话发给技术人员，修好后再打开本程序。"


def sentence_for_window(found: Found = can_load) -> str:
    """The same before a window is opened on an X display; empty when nothing is lacking.

    Without these libraries Qt aborts the process inside QApplication, where nothing can be said any more.
    """
    for library in LIBRARIES:
        if library.window and not found(library.soname):
            return _lacking(library.soname, found)
    return ""


def _lacking(soname: str, found: Found) -> str:
    if soname not in {library.soname for library in LIBRARIES}:
        return (
            f"系统缺少组件 {soname}，界面打不开。"
            "请把这句话发给技术人员，请他安装含有这个文件的软件包，装好后再打开本程序。"
        )
    packages = missing_packages(lambda name: name != soname and found(name))
    return (
        f"系统缺少组件 {soname}，界面打不开。请在终端里输入下面这一行，装好后再打开本程序：\n"
        f"sudo apt-get install {' '.join(packages)}"
    )
