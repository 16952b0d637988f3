"""Production starts with complete, real settings and with nothing less."""

import os
import subprocess
import sys

import pytest

from tools.check_django import MANAGE, production_environment


def check(*arguments: str, **changes: str) -> "subprocess.CompletedProcess[str]":
    """Run Django's checks in a process of its own under production settings."""
    environment = {**os.environ, **production_environment(), **changes}
    # The browser journeys set it for their own process; a server does not.
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
    return subprocess.run(
        [sys.executable, str(MANAGE), "check", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_deployment_check_has_nothing_to_say() -> None:
    done = check("--deploy", "--fail-level", "WARNING")

    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    assert "no issues" in done.stdout


@pytest.mark.parametrize(
    ("variable", "value", "complaint"),
    [
        ("SECRET_KEY", "", "SECRET_KEY: must be set"),
        ("SECRET_KEY", "demo-only-" + "x" * 60, "SECRET_KEY: is a demo secret"),
        ("FIELD_KEYS", "demo-only-" + "x" * 60, "FIELD_KEYS: is a demo secret"),
        ("DATABASE_URL", "", "DATABASE_URL: must be set"),
        ("ALLOWED_HOSTS", "", "ALLOWED_HOSTS: must be set"),
        ("AUDIT_RETENTION_DAYS", "179", "AUDIT_RETENTION_DAYS: must be 180 or more"),
        ("SMS_GATEWAY", "pigeon", "SMS_GATEWAY: must be one of"),
        ("SMS_GATEWAY", "aliyun", "SMS_ACCESS_KEY, SMS_ACCESS_SECRET"),
        ("S3_BUCKET", "files", "S3_ENDPOINT, S3_ACCESS_KEY, S3_SECRET_KEY: must be set"),
    ],
)
def test_it_refuses_to_start_with_less(variable: str, value: str, complaint: str) -> None:
    done = check(**{variable: value})

    assert done.returncode != 0
    assert complaint in done.stderr
