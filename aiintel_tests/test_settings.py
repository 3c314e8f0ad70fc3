from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest
from pydantic import ValidationError

from aiintel_assets.edition import Calendar
from aiintel_assets.errors import UsageError
from aiintel_assets.models import Weights
from aiintel_assets.settings import DEMO_CATALOG, DEMO_MARKER, Settings, SettingsError, load_settings, markdown_table


def test_everything_has_a_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AIINTEL_DATA_DIR")
    settings = load_settings()
    assert settings.data_dir == Path.cwd() / "data"
    assert settings.calendar == Calendar("Asia/Taipei", time(6, 40))
    assert settings.first_edition == date(2023, 1, 1)
    assert (settings.catalog, settings.editor, settings.allow_hosts) == ("", "extractive", frozenset())
    assert (settings.page_limit_mb, settings.per_host, settings.respect_robots) == (10, 4, True)


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIINTEL_TIMEZONE", "Europe/Lisbon")
    monkeypatch.setenv("AIINTEL_CUTOFF", "02:30")
    monkeypatch.setenv("AIINTEL_RESPECT_ROBOTS", "false")
    monkeypatch.setenv("AIINTEL_PAGE_LIMIT_MB", "0.5")
    settings = load_settings()
    assert settings.calendar == Calendar("Europe/Lisbon", time(2, 30))
    assert not settings.respect_robots
    assert settings.page_limit_mb == 0.5


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIINTEL_CUTOFF", "")
    monkeypatch.setenv("AIINTEL_DATABASE", "")
    assert load_settings().cutoff == time(6, 40)
    assert load_settings().database.name == "warehouse.duckdb"


def test_a_dotenv_file_is_read_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("AIINTEL_PER_HOST=7\nAIINTEL_HEADLINES=2\nSOMETHING_ELSE=1\n", "utf-8")
    monkeypatch.setenv("AIINTEL_HEADLINES", "3")
    settings = load_settings()
    assert (settings.per_host, settings.headlines) == (7, 3)


def test_a_dotenv_file_that_is_no_text_is_told_in_a_line() -> None:
    Path(".env").write_bytes(b"AIINTEL_CATALOG=\xff\xfe\n")
    with pytest.raises(SettingsError, match=r"^\.env: cannot be read"):
        load_settings()


def test_values_given_in_code_win(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIINTEL_PER_HOST", "7")
    assert load_settings(per_host=2).per_host == 2


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("AIINTEL_CUTOFF", "6:40", "'6:40' is no time of day: write HH:MM, such as 06:40"),
        ("AIINTEL_CUTOFF", "06:40+08:00", "write HH:MM"),
        ("AIINTEL_CUTOFF", "06:40:30", "write HH:MM"),
        ("AIINTEL_CUTOFF", "24:00", "write HH:MM"),
        ("AIINTEL_CUTOFF", "640", "write HH:MM"),
        ("AIINTEL_TIMEZONE", "Asia/Taipeh", "'Asia/Taipeh' is no IANA time zone"),
        ("AIINTEL_TIMEZONE", "America", "is no IANA time zone"),
        ("AIINTEL_TIMEZONE", "../../etc/passwd", "is no IANA time zone"),
        ("AIINTEL_FIRST_EDITION", "2023-02-30", "date"),
        ("AIINTEL_PAGE_LIMIT_MB", "0", "greater than 0"),
        ("AIINTEL_PAGE_LIMIT_MB", "inf", "finite"),
        ("AIINTEL_PAGE_LIMIT_MB", "nan", "finite"),
        ("AIINTEL_PER_HOST", "many", "integer"),
        ("AIINTEL_RESPECT_ROBOTS", "perhaps", "boolean"),
        ("AIINTEL_EDITOR", "ghostwriter", "extractive"),
        ("AIINTEL_ALLOW_HOSTS", "http://127.0.0.1:80/", "write `host` or `host:port`"),
        ("AIINTEL_DATA_DIR", "~nobody-of-that-name/x", "no such home folder"),
    ],
)
def test_a_bad_value_is_one_line_that_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, told: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    message = str(caught.value)
    assert message.startswith(f"{variable}: ")
    assert told in message
    assert "\n" not in message
    assert isinstance(caught.value, UsageError)


def test_paths_are_absolute_and_follow_the_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIINTEL_DATA_DIR", "elsewhere")
    settings = load_settings()
    folder = Path.cwd() / "elsewhere"
    assert settings.data_dir == folder
    assert settings.database == folder / "warehouse.duckdb"
    assert settings.site_dir == folder / "site"
    assert settings.dagster_home == folder / "dagster"
    monkeypatch.chdir("/")
    assert settings.data_dir == folder


def test_each_path_can_be_set_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("AIINTEL_SITE_DIR", "~/blog")
    monkeypatch.setenv("AIINTEL_DATABASE", "db/news.duckdb")
    settings = load_settings()
    assert settings.site_dir == tmp_path / "blog"
    assert settings.database == Path.cwd() / "db" / "news.duckdb"


def test_a_folder_that_holds_the_demo_reads_the_demo() -> None:
    folder = load_settings().data_dir
    folder.mkdir()
    assert load_settings().catalog == ""
    (folder / DEMO_MARKER).touch()
    assert load_settings().catalog == DEMO_CATALOG
    with pytest.raises(SettingsError, match="holds the demo: `make clean` removes it"):
        load_settings(catalog="mine.yaml")


def test_allowed_hosts_are_split_at_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIINTEL_ALLOW_HOSTS", " Intranet.Example , 127.0.0.1:8080,,[::1]:80 ")
    assert load_settings().allow_hosts == {"intranet.example", "127.0.0.1:8080", "[::1]:80"}


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        load_settings().per_host = 9


def test_the_table_tells_every_setting_with_its_default() -> None:
    rows = markdown_table().splitlines()[2:]
    assert len(rows) == len(Settings.model_fields)
    for row, (name, field) in zip(rows, Settings.model_fields.items(), strict=True):
        variable, default, meaning = (cell.strip() for cell in row.strip("|").split(" | "))
        assert variable in {f"`AIINTEL_{name.upper()}`", f"`{name.upper()}`"}
        assert default not in {"", "``"}
        assert meaning == field.description
    assert "| `GUARDIAN_API_KEY` | none |" in markdown_table()
    assert "| `AIINTEL_CUTOFF` | `06:40` |" in markdown_table()
    assert "| `AIINTEL_RESPECT_ROBOTS` | `true` |" in markdown_table()


def test_weights_are_set_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIINTEL_WEIGHTS", "sources=2, news=0.5")
    assert load_settings().weights == Weights(sources=2.0, news=0.5)
    monkeypatch.setenv("AIINTEL_WEIGHTS", "fame=2")
    with pytest.raises(SettingsError, match=r"AIINTEL_WEIGHTS.*'fame=2' is no weight"):
        load_settings()
