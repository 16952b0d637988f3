"""Naming a browser so that its owner knows it again."""

# The first that occurs counts: most browsers call themselves Chrome and Safari besides.
BROWSERS = (
    ("AlipayClient", "Alipay"),
    ("MicroMessenger", "WeChat"),
    ("Edg/", "Edge"),
    ("QIHU", "360"),
    ("360SE", "360"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def browser_name(user_agent: str) -> str:
    """Browser and system, Chrome · Windows; "" for a program that does not say what it is."""
    found = (_first(BROWSERS, user_agent), _first(SYSTEMS, user_agent))
    return " · ".join(name for name in found if name)


def is_phone(user_agent: str) -> bool:
    return any(mark in user_agent for mark in ("Mobile", "Android", "iPhone", "HarmonyOS"))


def _first(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for mark, name in names if mark in user_agent), "")
