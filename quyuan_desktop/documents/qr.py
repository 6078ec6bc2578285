"""QR codes as PDF paths: reportlab's own encoder says where things go, tables make each further code quick.

A code costs reportlab 10 ms, most of it on trying all eight masks; one fixed mask is as valid (ISO/IEC 18004
asks for the best one only for looks) and lets everything but the data be drawn once for each version.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from operator import getitem, itemgetter
from typing import Any

_LEVEL = 0  # QRErrorCorrectLevel.M: 15 % of a code may be spoilt
_MASK = 2  # (column % 3 == 0): no large areas of one colour


def _encoder() -> Any:
    from reportlab.graphics.barcode import qrencoder  # loaded with the first code: the window opens before

    return qrencoder


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code as PDF path operators in modules, origin bottom left: what every code of its size shares
    (`frame`), and its own part (`data`). `modules` is the length of its side."""

    modules: int
    frame: str
    data: str


def encode(text: str, digits: str = "") -> Code:
    """The QR code of `text` (as UTF-8) followed by `digits` (0-9, A-F: hexadecimal, packed tighter)."""
    data = text.encode()
    symbol = _symbol(_version(len(data), len(digits)))
    words = _codewords(symbol, data, digits.upper())
    return Code(symbol.modules, symbol.frame, "".join(map(getitem, symbol.paths, words)))


@cache
def _version(length: int, digits: int) -> int:
    """The smallest version that holds so many bytes and digits."""
    code = _encoder().QRCode(None, _LEVEL)
    code.addData(_encoder().QR8bitByte(bytes(length)))
    if digits:
        code.addData(_encoder().QRAlphaNum("0" * digits))
    version: int = code.calculate_version()
    return version


class _Paths(dict[int, str]):
    """The path of the dark modules of one codeword, by its value; drawn as values come up."""

    def __init__(self, places: list[tuple[int, int]], mask: int, modules: int) -> None:
        super().__init__()
        self.places, self.mask, self.modules = places, mask, modules

    def __missing__(self, word: int) -> str:
        dark = word ^ self.mask
        spots = {spot for bit, spot in enumerate(self.places) if dark >> (7 - bit) & 1}
        self[word] = made = _rectangles(spots, self.modules)
        return made


@dataclass(frozen=True, slots=True)
class _Symbol:
    """What all codes of one version have in common.

    `blocks` are the numbers of data and check bytes of each block; `order` is how all data bytes and all check bytes
    behind them are interleaved; `paths` those of each codeword as placed.
    """

    version: int
    modules: int
    blocks: tuple[tuple[int, int], ...]
    order: Callable[[Sequence[int]], tuple[int, ...]]
    frame: str
    paths: list[_Paths]


@cache
def _symbol(version: int) -> _Symbol:
    code = _encoder().QRCode(version, _LEVEL)
    code.dataCache = ()
    code.makeImpl(False, _MASK)
    places: list[tuple[int, int]] = code.dataPosIterator()
    masked = _encoder().QRUtil.getMask(_MASK)
    dark = {
        (column, row)
        for row, modules in enumerate(code.modules)
        for column, is_dark in enumerate(modules)
        if is_dark
    }
    used = len(places) // 8 * 8  # the few that remain hold nothing but the mask, which makeImpl has drawn
    words = [places[at : at + 8] for at in range(0, used, 8)]
    masks = [
        sum(bool(masked(row, column)) << (7 - bit) for bit, (column, row) in enumerate(word)) for word in words
    ]
    blocks = tuple(
        (block.dataCount, block.totalCount - block.dataCount)
        for block in _encoder().QRRSBlock.getRSBlocks(version, _LEVEL)
    )
    size = code.getModuleCount()
    frame = _rectangles(dark - set(places[:used]), size)
    paths = [_Paths(word, mask, size) for word, mask in zip(words, masks, strict=True)]
    return _Symbol(version, size, blocks, itemgetter(*_order(blocks)), frame, paths)


def _order(blocks: Sequence[tuple[int, int]]) -> list[int]:
    """Where each placed codeword stands among all data bytes, block after block, and all check bytes behind them."""
    rows: list[list[range]] = [[], []]
    at = 0
    for kind, row in enumerate(rows):
        for block in blocks:
            row.append(range(at, at + block[kind]))
            at += block[kind]
    return [place for row in rows for column in zip_longest(*row) for place in column if place is not None]


def _rectangles(spots: set[tuple[int, int]], modules: int) -> str:
    """`spots` as PDF rectangles, those side by side in one row joined."""
    operators = []
    for column, row in sorted(spots, key=lambda spot: (spot[1], spot[0])):
        if (column - 1, row) in spots:
            continue
        width = 1
        while (column + width, row) in spots:
            width += 1
        operators.append(f"{column} {modules - 1 - row} {width} 1 re\n")
    return "".join(operators)


def _codewords(symbol: _Symbol, data: bytes, digits: str) -> tuple[int, ...]:
    """Data and check bytes of all blocks, interleaved as they are placed."""
    room = sum(size for size, _ in symbol.blocks)
    words = _data_bytes(symbol.version, data, digits)[:room]
    words += (b"\xec\x11" * room)[: room - len(words)]
    checks, at = b"", 0
    for size, check in symbol.blocks:
        checks += _check_bytes(words[at : at + size], check)
        at += size
    return symbol.order(words + checks)


def _data_bytes(version: int, data: bytes, digits: str) -> bytes:
    """The segments one after the other (ISO/IEC 18004 §7.4): mode, length, content; then the terminator."""
    wide = version > 9
    bits, length = 0b0100 << (16 if wide else 8) | len(data), 20 if wide else 12
    bits, length = bits << 8 * len(data) | int.from_bytes(data, "big"), length + 8 * len(data)
    if digits:
        bits, length = bits << 4 | 0b0010, length + 4
        counted = 9 if version < 10 else 11 if version < 27 else 13
        bits, length = bits << counted | len(digits), length + counted
        values = list(map(_encoder().QRAlphaNum.chars.index, digits))
        for first, second in zip(values[::2], values[1::2], strict=False):
            bits = bits << 11 | first * 45 + second
        length += 11 * (len(values) // 2)
        if len(values) % 2:
            bits, length = bits << 6 | values[-1], length + 6
    bits, length = bits << 4, length + 4
    return (bits << -length % 8).to_bytes((length + 7) // 8, "big")


def _check_bytes(data: bytes, count: int) -> bytes:
    """Reed-Solomon check bytes of one block: the remainder of a long division, a byte at a time."""
    table, top, rest = _multiples(count), 8 * (count - 1), 0
    mask = (1 << top) - 1
    for byte in data:
        rest = (rest & mask) << 8 ^ table[byte ^ rest >> top]
    return rest.to_bytes(count, "big")


@cache
def _multiples(count: int) -> tuple[int, ...]:
    """The generator polynomial of `count` check bytes, times each byte, in GF(256) modulo x⁸+x⁴+x³+x²+1."""
    generator = _encoder().QRUtil.getErrorCorrectPolynomial(count)
    coefficients = [generator.get(at) for at in range(1, count + 1)]
    powers = []
    for _ in range(8):
        powers.append(int.from_bytes(bytes(coefficients), "big"))
        coefficients = [value << 1 ^ (0x11D if value & 0x80 else 0) for value in coefficients]
    table = [0]
    for power in powers:
        table += [value ^ power for value in table]
    return tuple(table)
