"""Amounts of money: `Decimal` yuan with two places, never floats."""

from decimal import ROUND_HALF_UP, Decimal

import cn2an

FEN = Decimal("0.01")
# Beyond this the units 万 and 亿 no longer say the amount without doubt.
LIMIT = Decimal(1_000_000_000_000)


def quantize(amount: Decimal) -> Decimal:
    """Rounded to fen, halves away from zero as accountants do."""
    return amount.quantize(FEN, rounding=ROUND_HALF_UP)


def yuan(amount: Decimal) -> str:
    """¥1,234,567.80 — with its sign, so no 元 belongs behind it."""
    rounded = quantize(amount)
    sign = "-" if rounded < 0 else ""
    return f"{sign}¥{abs(rounded):,.2f}"


def chinese_amount(amount: Decimal) -> str:
    """The amount in the characters used on receipts: 150000 → 壹拾伍万元整.

    Raises ValueError for negative amounts and for a thousand billion or more.
    """
    rounded = quantize(amount)
    if not 0 <= rounded < LIMIT:
        raise ValueError(f"No receipt is written for {rounded} yuan.")
    return str(cn2an.an2cn(str(rounded), "rmb"))
