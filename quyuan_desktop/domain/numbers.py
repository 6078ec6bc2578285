"""Document numbers (文号) as people shorten them."""

import re

_SHORT = re.compile(r"(〔\d{4}〕)第?(\d.*?)号?$")


def short_number(number: str) -> str:
    """The part that differs within one office's register: 屈营司援收字〔2023〕第3号 → 〔2023〕3."""
    found = _SHORT.search(number)
    return found[1] + found[2] if found else number
