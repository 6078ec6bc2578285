"""What is said when Qt does not load: all that is lacking, as one line to type."""

import pytest

from quyuan_desktop import missing_libraries


def _lacking(*sonames: str) -> missing_libraries.Found:
    return lambda soname: soname not in sonames


def test_one_missing_library_brings_up_all_that_are_missing() -> None:
    error = ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")
    told = missing_libraries.sentence(error, _lacking("libEGL.so.1", "libGL.so.1", "libcups.so.2"))
    assert told.splitlines()[-1] == "sudo apt-get install libgl1 libegl1 libcups2"


def test_the_library_in_the_error_counts_even_if_it_seems_to_be_there() -> None:
    error = ImportError("libGL.so.1: cannot open shared object file: No such file or directory")
    told = missing_libraries.sentence(error, _lacking())
    assert told.splitlines()[-1] == "sudo apt-get install libgl1"


def test_what_another_package_brings_along_is_not_asked_for() -> None:
    both = _lacking("libxcb-cursor.so.0", "libxcb-image.so.0")
    assert missing_libraries.missing_packages(both) == ["libxcb-cursor0"]
    assert missing_libraries.missing_packages(_lacking("libxcb-image.so.0")) == ["libxcb-image0"]


def test_on_a_bare_system_the_line_is_short() -> None:
    packages = missing_libraries.missing_packages(lambda soname: soname == "libz.so.1")
    assert " ".join(packages) == (
        "libgl1 libegl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0 libcups2 libxkbcommon-x11-0 "
        "libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"
    )


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ImportError("libodd-3.so.7: cannot open shared object file: No such file or directory"), "libodd-3.so.7"),
        (ImportError("/lib/libc.so.6: version `GLIBC_2.28' not found (required by x)"), "GLIBC_2.28"),
        (ModuleNotFoundError("No module named 'PySide6'", name="PySide6"), "make setup"),
        (ImportError("DLL load failed while importing QtCore: 找不到指定的模块。"), "Windows 10 1809"),
        (ImportError("something else"), "something else"),
    ],
)
def test_every_failure_gets_a_sentence(error: ImportError, said: str) -> None:
    told = missing_libraries.sentence(error, _lacking())
    assert said in told
    assert "请" in told


def test_a_window_is_not_tried_without_its_libraries() -> None:
    told = missing_libraries.sentence_for_window(_lacking("libxcb-cursor.so.0", "libcups.so.2"))
    assert told.splitlines()[-1] == "sudo apt-get install libcups2 libxcb-cursor0"
    assert missing_libraries.sentence_for_window(_lacking("libcups.so.2")) == ""


def test_a_library_that_no_system_has_can_not_be_loaded() -> None:
    assert not missing_libraries.can_load("libthere-is-no-such-thing.so.1")
