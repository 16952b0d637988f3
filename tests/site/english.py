"""Reading pages in English and finding what is not."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from django.conf import settings
from django.test import Client

from accounts.models import User
from tests.accounts.inside import sign_in

CHINESE = re.compile(r"[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]+")
#: The name of the factories' files; what to write for an invoice without a code.
CHINESE_DATA = ("扫描件.pdf", "write 无")


class Texts(HTMLParser):
    """What a page says or reads out, except what stands in an element marked as Chinese."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._chinese_tag = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if dict(attrs).get("lang") == "zh-hans":
            self._chinese_tag = tag
        self.found += [value for name, value in attrs if value and name != "href"]

    def handle_endtag(self, tag: str) -> None:
        if tag == self._chinese_tag:
            self._chinese_tag = ""

    def handle_data(self, data: str) -> None:
        if not self._chinese_tag:
            self.found.append(data.strip())


def chinese_on(page: bytes) -> list[str]:
    html = page.decode()
    for data in CHINESE_DATA:
        html = html.replace(data, "")
    texts = Texts(html).found
    return [text for text in texts if CHINESE.search(text)]


def browser_of(user: User) -> Client:
    """Signed in, and reading English from the start."""
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return sign_in(user, client)


def assert_english(client: Client, *paths: str) -> None:
    """Each of the pages opens and holds nothing but English."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    for path in paths:
        response = client.get(path)
        assert (path, response.status_code) == (path, 200)
        assert (path, chinese_on(response.content)) == (path, [])


ROOT = Path(settings.BASE_DIR)
GETTEXT = {"_", "gettext", "gettext_lazy", "gettext_noop"}
IN_TEMPLATES = re.compile(r"""(?:\{%\s*translate\s+|\b_\()(["'])((?:(?!\1).)+)\1(?!\s+context)""")


def texts_in_sources() -> Iterator[str]:
    """What the sources hand to gettext as one literal; blocks and contexts are left to gettext."""
    for app in ("accounts", "portal", "programs", "reviews"):
        for module in (ROOT / app).rglob("*.py"):
            yield from _texts_in(ast.parse(module.read_text()))
    for template in (ROOT / "templates").rglob("*.html"):
        yield from (found[2] for found in IN_TEMPLATES.finditer(template.read_text()))


def _texts_in(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(ast.Name(name), [ast.Constant(str(text)), *_]) if name in GETTEXT:
                yield text


PLACE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def everything_said() -> str:
    """All texts of sources and templates as `squeezed` has them."""
    said = []
    for app in ("accounts", "portal", "programs", "reviews"):
        for module in (ROOT / app).rglob("*.py"):
            nodes = ast.walk(ast.parse(module.read_text()))
            said += [str(n.value) for n in nodes if isinstance(n, ast.Constant)]
    for template in (ROOT / "templates").rglob("*.*"):
        said.append(PLACE.sub(r"%(\1)s", template.read_text()))
    return squeezed("\n".join(said))


def squeezed(text: str) -> str:
    """Without white space, which `trimmed` blocks lose, and with percent signs as shown."""
    return "".join(text.split()).replace("%%", "%")
