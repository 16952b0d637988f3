"""Synthetic numbers with correct check digits, each different from the last."""

import datetime as dt
from itertools import count

from stdnum.cn import ric
from stdnum.cn import uscc as stdnum_uscc

_serial = count(1)


def resident_id(born: dt.date = dt.date(1988, 3, 14), *, male: bool = True) -> str:
    """A resident ID of 姑苏区 for somebody born that day; up to 499 for each day and sex."""
    sequence = 2 * (next(_serial) % 499) + (1 if male else 2)
    body = f"320508{born:%Y%m%d}{sequence:03d}"
    return body + ric.calc_check_digit(body + "0")


def uscc() -> str:
    """A credit code of an enterprise in 苏州工业园区."""
    body = f"91320594MA1{next(_serial):05d}X"
    return body + stdnum_uscc.calc_check_digit(body)
