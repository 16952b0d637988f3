"""Accessibility of a page, and what its browser complained about."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page

# axe's rules for WCAG 2.2 A and AA, and its best practices.
OPTIONS = {"resultTypes": ["violations"]}


def watch_console(page: Page) -> list[str]:
    """The errors the page will log from now on: broken scripts, refused styles, missing files."""
    errors: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            errors.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: errors.append(str(error)))
    return errors


def assert_accessible(page: Page, context: str | dict[str, list[str]] | None = None) -> None:
    """No axe violation on the page as it is now (or in the part that `context` selects)."""
    results = Axe().run(page, context=context, options=OPTIONS)
    found = [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in results.response["violations"]
        for node in violation["nodes"]
    ]
    assert not found, "\n".join(found)


def assert_clean_and_accessible(page: Page, url: str) -> None:
    """Opens the page: no error in the console (our strict CSP reports there), no violation."""
    errors = watch_console(page)
    page.goto(url)
    page.wait_for_load_state("networkidle")
    assert errors == []
    assert_accessible(page)
