"""What every test may use, and the guards that hold for all of them."""

import shutil
from typing import Any

import pytest

NO_BROWSER = "Chromium is missing: apt-get install chromium fonts-noto-cjk"
QUIET_BROWSER = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=zh-CN",
)


def find_chromium() -> str | None:
    """The distribution's browser, under whichever name it goes."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    executable = find_chromium()
    assert executable, NO_BROWSER
    return {**browser_type_launch_args, "executable_path": executable, "args": [*QUIET_BROWSER]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_context_args,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "viewport": {"width": 1366, "height": 900},
    }
