"""Every knob of the product, typed and documented; read from the environment and `.env`, never from anywhere else.

The README's table is `markdown_table()`: what is written here is what people read there.
"""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import date, time, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from aiintel_assets.edition import Calendar
from aiintel_assets.errors import UsageError
from aiintel_assets.models import EXTRACTIVE, Weights

DEMO_CATALOG = "demo"
DEMO_MARKER = "DEMO"
_TIME_OF_DAY = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


class SettingsError(UsageError):
    """A setting whose value cannot be used; the message names the variable."""


class Settings(BaseSettings):
    """All settings. Each field's description is its documentation."""

    model_config = SettingsConfigDict(
        env_prefix="AIINTEL_",
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        populate_by_name=True,
        frozen=True,
    )

    data_dir: Path = Field(Path("data"), description="Where everything is kept: warehouse, Dagster instance, site.")
    database: Path = Field(
        Path(), description="The DuckDB file.", json_schema_extra={"shown": "`<data>/warehouse.duckdb`"}
    )
    catalog: str = Field(
        "",
        description="A YAML file with your own sources; `demo` is the made-up newsroom of `make demo`.",
        json_schema_extra={"shown": "built in"},
    )
    site_dir: Path = Field(
        Path(), description="The Hugo site that posts and covers go to.", json_schema_extra={"shown": "`<data>/site`"}
    )
    timezone: str = Field("Asia/Taipei", description="The editions' time zone (an IANA name).")
    cutoff: time = Field(time(6, 40), description="The local time at which an edition closes and the schedule runs.")
    first_edition: date = Field(date(2023, 1, 1), description="The oldest edition that can be asked for.")
    editor: Literal["", "llm", "extractive"] = Field(
        "",
        description="Who writes. `llm` has a model write, within its sources; `extractive` quotes and needs no key.",
        json_schema_extra={
            "shown": "`llm` when a key or a base URL is set (not by itself in the demo), else `extractive`"
        },
    )
    openai_api_key: SecretStr | None = Field(
        None,
        validation_alias=AliasChoices("OPENAI_API_KEY", "openai_api_key"),
        description="The key of the model's provider.",
        json_schema_extra={"shown": "none"},
    )
    openai_base_url: str = Field(
        "",
        validation_alias=AliasChoices("OPENAI_BASE_URL", "openai_base_url"),
        description="Any OpenAI-compatible endpoint, with its `/v1`: Ollama, llama.cpp, vLLM, OpenRouter, Azure.",
        json_schema_extra={"shown": "OpenAI's"},
    )
    model: str = Field("gpt-6-luna", description="The model that writes.")
    fast_model: str = Field(
        "",
        description="The model that judges which topics are worth an item.",
        json_schema_extra={"shown": "`AIINTEL_MODEL`"},
    )
    image_model: str = Field(
        "",
        description="An image model at the same endpoint that paints a part of each cover; without one it is drawn.",
        json_schema_extra={"shown": "none"},
    )
    calls_at_once: int = Field(8, ge=1, description="Questions to the model under way at the same time.")
    call_timeout: float = Field(
        120, gt=0, allow_inf_nan=False, description="Seconds to wait for one answer of the model."
    )
    batch: bool = Field(
        default=False,
        description="Hand questions in together, where the endpoint takes batches: half the price, answers in a day.",
    )
    batch_minutes: float = Field(
        60, ge=0, allow_inf_nan=False, description="How long a stage waits for a batch; the next run fetches it."
    )
    edition_budget_usd: float = Field(
        1.0, ge=0, description="Dollars that one edition may cost, all its runs together; 0 is no limit."
    )
    day_budget_usd: float = Field(
        10.0, ge=0, description="Dollars that one day of work may cost, whatever the editions; 0 is no limit."
    )
    edition_budget_tokens: int = Field(
        0, ge=0, description="The same in tokens, for models without a known price; 0 is no limit."
    )
    day_budget_tokens: int = Field(0, ge=0, description="Likewise, for a day of work; 0 is no limit.")
    price_per_million: Annotated[tuple[float, float] | None, NoDecode] = Field(
        None,
        description="Dollars for a million tokens read and written, such as `0.25,2`, where the price list does not "
        "know the model.",
        json_schema_extra={"shown": "from genai-prices"},
    )
    allow_hosts: Annotated[frozenset[str], NoDecode] = Field(
        frozenset(),
        description="Private addresses that may be fetched all the same: `host` or `host:port`, comma-separated.",
        json_schema_extra={"shown": "none"},
    )
    page_limit_mb: float = Field(
        10, gt=0, allow_inf_nan=False, description="The largest page that is read, in MiB after decompression."
    )
    per_host: int = Field(4, ge=1, description="Requests under way at one host at the same time.")
    source_minutes: float = Field(
        20, gt=0, allow_inf_nan=False, description="How long one source may take for one edition, in minutes."
    )
    respect_robots: bool = Field(
        default=True, description="Whether robots.txt is honoured; turn it off only for sites of your own."
    )
    guardian_api_key: SecretStr | None = Field(
        None,
        validation_alias=AliasChoices("GUARDIAN_API_KEY", "guardian_api_key"),
        description="A key of the Guardian's Open Platform, for its past days.",
        json_schema_extra={"shown": "none"},
    )
    max_topics: int = Field(24, ge=1, description="The most topics a post holds; the best ranked stay.")
    headlines: int = Field(4, ge=0, description="How many of them stand in 今日焦點.")
    weights: Annotated[Weights, NoDecode] = Field(
        Weights(),
        description="What counts for a topic's rank: any of `sources`, `trust`, `subject`, `news`, `figures`, "
        "`depth`, `prominence` and `continuity`, such as `sources=2,news=1`.",
        json_schema_extra={
            "shown": "`" + ",".join(f"{part}={weight}" for part, weight in asdict(Weights()).items()) + "`"
        },
    )
    max_extracts: float = Field(
        1.0,
        ge=0,
        le=1,
        description="The largest share of items that may only quote their sources when a model writes; below 1, a day "
        "with too few usable answers is not published.",
    )
    language: str = Field(
        "zh-TW", description="The language of the labels around the news: `zh-TW` or `en`. The news keeps its own."
    )
    templates: Path | None = Field(
        None,
        description="A folder whose files take the place of built-in ones: `post.md.j2`, `labels.yaml`, `layouts/`.",
        json_schema_extra={"shown": "none"},
    )
    publish: Literal["files", "git", "git-push"] = Field(
        "files",
        description="`git` commits each post to the repository that the site is in; `git-push` also pushes it.",
    )

    @field_validator("allow_hosts", mode="before")
    @classmethod
    def _split_hosts(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        hosts = frozenset(part.strip().lower() for part in value.split(",") if part.strip())
        for host in sorted(hosts):
            if "/" in host:
                raise ValueError(f"{host!r} is more than a host: write `host` or `host:port`")
        return hosts

    @field_validator("weights", mode="before")
    @classmethod
    def _parts(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        known = asdict(Weights())
        for part in filter(None, (piece.strip() for piece in value.split(","))):
            name, _, weight = (piece.strip() for piece in part.partition("="))
            if name not in known or not re.fullmatch(r"\d+(\.\d+)?", weight):
                raise ValueError(f"{part!r} is no weight: write NAME=NUMBER, NAME one of {', '.join(known)}")
            known[name] = float(weight)
        return Weights(**known)

    @field_validator("price_per_million", mode="before")
    @classmethod
    def _two_prices(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        prices = [part.strip() for part in value.split(",")]
        if len(prices) != 2 or not all(re.fullmatch(r"\d+(\.\d+)?", price) for price in prices):  # noqa: PLR2004 - read, written
            raise ValueError(f"{value!r} is no pair of prices: write READ,WRITTEN, such as 0.25,2")
        return tuple(map(float, prices))

    @field_validator("openai_base_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if value and not re.match(r"https?://[^\s/]", value):
            raise ValueError(f"{value!r} is no web address: write http://… or https://…, with its /v1")
        return value

    @field_validator("cutoff", mode="before")
    @classmethod
    def _time_of_day(cls, value: object) -> object:
        # A zone or seconds would be read and then ignored by the calendar or the schedule.
        if isinstance(value, str) and not _TIME_OF_DAY.fullmatch(value):
            raise ValueError(f"{value!r} is no time of day: write HH:MM, such as 06:40")
        return value

    @field_validator("data_dir", "database", "site_dir", "templates")
    @classmethod
    def _expand_home(cls, value: Path | None) -> Path | None:
        try:
            return value.expanduser() if value else value
        except RuntimeError:
            raise ValueError(f"{value}: there is no such home folder") from None

    @field_validator("templates")
    @classmethod
    def _a_folder(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_dir():
            raise ValueError(f"{value} is no folder")
        return value.absolute() if value else None

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"{value!r} is no IANA time zone, such as Asia/Taipei") from error
        return value

    @model_validator(mode="after")
    def _fill_paths(self) -> Self:
        """Paths follow from the data folder, and are absolute from here on."""

        def put(name: str, path: Path) -> None:
            object.__setattr__(self, name, path.absolute())

        put("data_dir", self.data_dir)
        put("database", self.data_dir / "warehouse.duckdb" if self.database == Path() else self.database)
        put("site_dir", self.data_dir / "site" if self.site_dir == Path() else self.site_dir)
        if (self.data_dir / DEMO_MARKER).exists():
            # Real editions beside made-up ones would be taken for one another, and go when the demo does.
            if self.catalog not in {"", DEMO_CATALOG}:
                raise ValueError(
                    f"{self.data_dir} holds the demo: `make clean` removes it, or set AIINTEL_DATA_DIR elsewhere"
                )
            object.__setattr__(self, "catalog", DEMO_CATALOG)
        return self

    @model_validator(mode="after")
    def _choose_editor(self) -> Self:
        """A model writes where there is one to ask; but never by itself in the demo, which costs nothing."""
        if not self.editor:
            asked = bool(self.openai_api_key or self.openai_base_url) and self.catalog != DEMO_CATALOG
            object.__setattr__(self, "editor", "llm" if asked else EXTRACTIVE)
        elif self.editor == "llm" and not (self.openai_api_key or self.openai_base_url):
            raise ValueError(
                "AIINTEL_EDITOR=llm needs OPENAI_API_KEY, or OPENAI_BASE_URL of a server that needs no key"
            )
        return self

    @property
    def source_time(self) -> timedelta:
        """How long one source may take for one edition."""
        return timedelta(minutes=self.source_minutes)

    @property
    def route_keys(self) -> dict[str, str]:
        """The secrets that routes may need, by the name of their variable."""
        return {"GUARDIAN_API_KEY": self.guardian_api_key.get_secret_value()} if self.guardian_api_key else {}

    @property
    def calendar(self) -> Calendar:
        """How this newsroom divides time."""
        return Calendar(self.timezone, self.cutoff)

    @property
    def dagster_home(self) -> Path:
        """The folder of the Dagster instance."""
        return self.data_dir / "dagster"


def load_settings(**values: Any) -> Settings:  # noqa: ANN401 - the fields' own types check the values
    """The settings of this process; `values` override the environment.

    Raises:
        SettingsError: one line that names the variable and what is wrong with it.
    """
    try:
        return Settings(**values)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "settings"
        message = first["msg"].removeprefix("Value error, ")
        if not first["loc"]:
            raise SettingsError(message) from None
        raise SettingsError(f"{_variable(name)}: {message}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f".env: cannot be read: {error}") from None


def _variable(name: str) -> str:
    field = Settings.model_fields.get(name)
    if field is not None and isinstance(field.validation_alias, AliasChoices):
        return str(field.validation_alias.choices[0])
    return name if name.isupper() else f"AIINTEL_{name.upper()}"


def markdown_table() -> str:
    """All settings as the README's table: variable, default, meaning."""
    rows = ["| variable | default | meaning |", "| --- | --- | --- |"]
    for name, field in Settings.model_fields.items():
        extra = field.json_schema_extra
        shown = extra.get("shown") if isinstance(extra, dict) else None
        rows.append(f"| `{_variable(name)}` | {shown or _shown(field.default)} | {field.description} |")
    return "\n".join(rows)


def _shown(default: object) -> str:
    if default is None:
        return ""
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    if isinstance(default, time):
        return f"`{default:%H:%M}`"
    return f"`{default}`"
