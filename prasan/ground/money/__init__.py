"""Money: whole satang, so that 0.10 and 0.20 baht are 0.30 on every database, and how baht are typed and shown."""

import re

from prasan.ground.thai import to_arabic_digits

MOST = 99_999_999_999  # satang: just under a thousand million baht in one line
_BAHT = re.compile(r"(?P<baht>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,12})(?:\.(?P<satang>[0-9]{1,2}))?")


def satang(text: str) -> int:
    """An amount as typed ("1,250", "1250.5", "๑๒.๒๕ บาท") in satang. Raises ValueError for what is no amount, or more than MOST."""
    typed = to_arabic_digits(text).replace("บาท", "").replace("฿", "").strip()
    found = _BAHT.fullmatch(typed)
    if found is None:
        raise ValueError("no amount")
    amount = int(found["baht"].replace(",", "")) * 100 + int((found["satang"] or "0").ljust(2, "0"))
    if amount > MOST:
        raise ValueError("too much")
    return amount


def baht(amount: int) -> str:
    """Satang as baht: "1,250" or "1,250.50"."""
    whole, rest = divmod(abs(amount), 100)
    return f"{'-' if amount < 0 else ''}{whole:,}{f'.{rest:02}' if rest else ''}"
