"""Do environment variables mean what README says, and is what makes no sense refused?"""

import runpy
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from intune_sim import settings


@pytest.mark.parametrize(
    ("text", "flag"),
    [("true", True), ("TRUE", True), ("false", False), ("", True)],
    ids=["true", "TRUE", "false", "empty"],
)
def test_a_flag_is_true_or_false(monkeypatch: pytest.MonkeyPatch, text: str, flag: bool) -> None:
    monkeypatch.setenv("A_FLAG", text)

    assert settings.env_flag("A_FLAG", True) is flag


@pytest.mark.parametrize("text", ["1", "yes", "on", "flase"])
def test_a_flag_that_is_neither_is_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("A_FLAG", text)

    with pytest.raises(ImproperlyConfigured, match="A_FLAG must be true or false"):
        settings.env_flag("A_FLAG", False)


def test_windows_security_center_has_the_id_that_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WINDOWS_SECURITY_CENTER_ID", "C2B688FE-48c0-464b-a89c-67041aa8fcb2")

    partners = runpy.run_path(str(settings.BASE_DIR / "connectors" / "partners.py"))

    assert settings.env_guid("WINDOWS_SECURITY_CENTER_ID") == "c2b688fe-48c0-464b-a89c-67041aa8fcb2"
    assert str(partners["WINDOWS_SECURITY_CENTER"].id) == "c2b688fe-48c0-464b-a89c-67041aa8fcb2"
    monkeypatch.setenv("WINDOWS_SECURITY_CENTER_ID", "WSC")
    with pytest.raises(ImproperlyConfigured, match="WINDOWS_SECURITY_CENTER_ID must be a GUID"):
        settings.env_guid("WINDOWS_SECURITY_CENTER_ID")


def test_a_list_is_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_LIST", "one.example, two.example,")

    assert settings.env_list("A_LIST", []) == ["one.example", "two.example"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("sqlite:////srv/intune/db.sqlite3", {"NAME": "/srv/intune/db.sqlite3"}),
        (
            "postgresql://sim:p%40ss@db.example:5433/intune?sslmode=require",
            {"NAME": "intune", "USER": "sim", "PASSWORD": "p@ss", "HOST": "db.example", "PORT": "5433"},
        ),
        ("postgres://sim@/intune?host=/run/postgresql", {"NAME": "intune", "HOST": "/run/postgresql", "PORT": ""}),
    ],
)
def test_a_database_is_named_by_its_url(url: str, expected: dict[str, Any]) -> None:
    database = settings.database(url)

    assert {name: database[name] for name in expected} == expected


def test_options_of_a_database_url_reach_the_driver() -> None:
    assert settings.database("postgresql://db.example/intune?sslmode=require")["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize("url", ["mysql://db.example/intune", "db.sqlite3"])
def test_a_database_of_another_kind_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL must start with"):
        settings.database(url)


def test_a_secret_is_made_once_and_read_by_its_owner_only(tmp_path: Path) -> None:
    first = settings.kept_secret(tmp_path / "secret")
    second = settings.kept_secret(tmp_path / "secret")

    assert first == second
    assert len(first) > 50
    assert [path.stat().st_mode & 0o777 for path in tmp_path.iterdir()] == [0o600]


def test_the_data_directory_is_its_owners_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("INTUNE_SIM_DATA", str(tmp_path / "a" / "world"))

    assert settings.data_directory().stat().st_mode & 0o777 == 0o700
