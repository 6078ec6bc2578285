"""QR codes: module for module what reportlab's own encoder makes with the same mask."""

import pytest
from reportlab.graphics.barcode.qrencoder import QR8bitByte, QRAlphaNum, QRCode, QRErrorCorrectLevel

from quyuan_desktop.documents import qr


def expected(text: str, digits: str) -> tuple[int, set[tuple[int, int]]]:
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(QR8bitByte(text.encode()))
    if digits:
        code.addData(QRAlphaNum(digits.upper()))
    code.version = code.calculate_version()
    code.makeImpl(False, 2)
    dark = {(x, y) for y, row in enumerate(code.modules) for x, is_dark in enumerate(row) if is_dark}
    return code.getModuleCount(), dark


def modules(code: qr.Code) -> set[tuple[int, int]]:
    dark: set[tuple[int, int]] = set()
    for line in (code.frame + code.data).splitlines():
        x, y, wide, high, operator = line.split()
        assert (high, operator) == ("1", "re")
        row = {(int(x) + step, code.modules - 1 - int(y)) for step in range(int(wide))}
        assert not dark & row
        dark |= row
    return dark


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("", ""),
        ("a", ""),
        ("屈营司咨字〔2023〕118号\n", "3FA891C2" * 8),
        ("屈营司咨字〔2023〕118号\n", "3fa891c2" * 8),
        ("奇数", "ABC"),
        ("y" * 130, "0" * 64),  # version 10: longer counts
        ("z" * 400, "9" * 301),
        ("\u9f98" * 300, "F"),  # version 27: longer still
    ],
)
def test_codes_are_those_of_reportlab(text: str, digits: str) -> None:
    code = qr.encode(text, digits)
    assert (code.modules, modules(code)) == expected(text, digits)


def test_a_second_code_of_the_same_size_is_not_the_first() -> None:
    one, other = qr.encode("118号", "AB" * 16), qr.encode("119号", "AB" * 16)
    assert one.frame == other.frame
    assert one.data != other.data
    assert (other.modules, modules(other)) == expected("119号", "AB" * 16)
