"""个人信息处理告知书: the edition in force, in the visitor's language."""

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from portal.lib.language import in_language

FILE = Path(__file__).with_name("data") / "privacy_notice.toml"


@dataclass(frozen=True, slots=True)
class Section:
    """One item of the notice; its text has places for who runs the portal."""

    title: str
    title_en: str
    text: str
    text_en: str

    def told(self, names: dict[str, str]) -> tuple[str, str]:
        """Title and text in the visitor's language."""
        text = in_language(self.text, self.text_en)
        return in_language(self.title, self.title_en), text.format(**names)


@dataclass(frozen=True, slots=True)
class PrivacyNotice:
    edition: str
    effective_on: dt.date
    sections: tuple[Section, ...]

    def told(self, **names: object) -> list[tuple[str, str]]:
        """Title and text of every item; `names`: owner, hotline, hours."""
        texts = {name: str(value) for name, value in names.items()}
        return [section.told(texts) for section in self.sections]


@cache
def privacy_notice() -> PrivacyNotice:
    """The edition in force."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    sections = tuple(Section(**section) for section in data["sections"])
    return PrivacyNotice(data["edition"], data["effective_on"], sections)
