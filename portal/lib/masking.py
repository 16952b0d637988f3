"""How personal data looks on a screen: enough to recognise, too little to use.

The number of stars is fixed where the length itself would tell something.
"""


def mask_name(name: str) -> str:
    """杜希土 → 杜**. A name of one character is hidden whole."""
    shown = name.strip()
    if len(shown) < 2:
        return "*" * len(shown)
    return shown[0] + "*" * (len(shown) - 1)


def mask_id_number(number: str) -> str:
    """320508199406041813 → *****1813. Short numbers keep only their last character."""
    return _keep_tail("*****", number)


def mask_mobile(number: str) -> str:
    """13812341234 → 138****1234. Other lengths keep the first and the last two."""
    if len(number) == 11:
        return f"{number[:3]}****{number[-4:]}"
    if len(number) < 6:
        return "*" * len(number)
    return f"{number[0]}****{number[-2:]}"


def mask_bank_card(number: str) -> str:
    """6217001234005678915 → **** **** **** 8915."""
    return _keep_tail("**** **** **** ", number)


def mask_email(address: str) -> str:
    """duxitu@example.com → d***@example.com."""
    local, at, domain = address.rpartition("@")
    if not at or not local:
        return "***" if address else ""
    return f"{local[0]}***@{domain}"


def _keep_tail(stars: str, number: str) -> str:
    if not number:
        return ""
    # Four of five characters would be no mask at all.
    visible = 4 if len(number) >= 8 else 1
    return stars + number[-visible:]


def mask_address(address: str | None) -> str:
    """203.0.113.9 → 203.0.*.*; of IPv6 the first two groups. "" for what is no address."""
    parts = (address or "").split(":" if ":" in (address or "") else ".")
    if len(parts) < 3:
        return ""
    return f"{parts[0]}:{parts[1]}:*" if ":" in (address or "") else f"{parts[0]}.{parts[1]}.*.*"
