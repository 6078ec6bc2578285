"""Amounts of money in capital figures (大写金额), as on vouchers that must not be altered."""

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUP = 10_000
_YI = 100_000_000


def capital_amount(fen: int) -> str:
    """An amount in whole fen as 壹仟肆佰零玖元伍角整, by 支付结算办法 附件一《正确填写票据和结算凭证的基本规定》 §1–§4:
    整 after 元 and 角, never after 分; one 零 for noughts between other figures.

    Raises ValueError for a negative amount, TypeError for what is no whole number.
    """
    if type(fen) is not int:
        raise TypeError("an amount is a whole number of fen")
    if fen < 0:
        raise ValueError("an amount in capital figures is not negative")
    yuan, part = divmod(fen, 100)
    jiao, cents = divmod(part, 10)
    if not part:
        return f"{_whole(yuan)}元整" if yuan else "零元整"
    told = f"{_whole(yuan)}元" if yuan else ""
    if yuan and (not jiao or yuan % 10 == 0):
        told += "零"
    if jiao:
        told += f"{_DIGITS[jiao]}角"
    return told + (f"{_DIGITS[cents]}分" if cents else "整")


def _whole(number: int) -> str:
    """A whole number above nought: groups of four figures, 万 and 亿."""
    for size, unit in ((_YI, "亿"), (_GROUP, "万")):
        if number >= size:
            high, low = divmod(number, size)
            between = "零" if 0 < low < size // 10 else ""
            return _whole(high) + unit + between + (_whole(low) if low else "")
    told, gap = "", False
    for place in (3, 2, 1, 0):
        figure = number // 10**place % 10
        if figure:
            told += ("零" if gap and told else "") + _DIGITS[figure] + _PLACES[place]
        gap = not figure
    return told
