"""The settings of this installation: environment, then config/app_config.yaml, then the defaults below.

A setting `server.port` is `HUEPRINT_SERVER__PORT` in the environment. Secrets are read from the environment alone and
hide in `repr`. Whatever is unknown or out of range is refused at start with one sentence (ConfigurationError).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError

from config.sources import FILE_VARIABLE, ConfigurationError, YamlFile, explain, platform_values, refuse_unknown_variables

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_FILE = ROOT / "config" / "app_config.yaml"

Count = Annotated[int, Field(ge=1)]
Seconds = Annotated[float, Field(gt=0, le=3600, allow_inf_nan=False)]


class Group(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ServerSettings(Group):
    """Where the studio listens, and how much it takes in."""

    host: Annotated[str, Field(min_length=1, max_length=253)] = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 7860
    max_upload_mb: Annotated[int, Field(ge=1, le=1024)] = 20
    max_json_kb: Annotated[int, Field(ge=16, le=16384)] = 1024
    workers: Annotated[int, Field(ge=1, le=64)] = 2
    max_waiting: Annotated[int, Field(ge=1, le=10_000)] = 16
    trust_forwarded_for: bool = False
    mcp: bool = False
    allowed_origins: Annotated[str, Field(pattern=r"^(\s*https?://[^/,\s]+\s*(,|$))*$")] = ""

    @property
    def origins(self) -> frozenset[str]:
        """`allowed_origins`, one by one."""
        return frozenset(part.strip().lower() for part in self.allowed_origins.split(",") if part.strip())


class EngineSettings(Group):
    """What paints, and how large a picture may be."""

    device: Literal["auto", "cpu", "cuda"] = "auto"
    threads: Annotated[int, Field(ge=0, le=256)] = 0
    processes: Annotated[int, Field(ge=0, le=64)] | None = None
    max_pixels: Annotated[int, Field(ge=65_536, le=268_435_456)] = 36_000_000
    presets: Path | None = None


class LiveSettings(Group):
    """The picture under the hand: how large a draft, how large at rest, how many people."""

    draft_pixels: Annotated[int, Field(ge=64, le=2048)] = 384
    final_pixels: Annotated[int, Field(ge=128, le=4096)] = 768
    settle_ms: Annotated[int, Field(ge=0, le=5000)] = 150
    max_connections: Count = 200
    max_connections_per_address: Count = 16


class JobSettings(Group):
    """Pictures that take their time: who paints them, how many may wait, and how long what was made is remembered."""

    backend: Literal["local", "celery"] = "local"
    broker: Annotated[str, Field(pattern=r"^rediss?://[^@\s/]+(/[0-9]+)?$")] = "redis://127.0.0.1:6379/0"
    broker_password: SecretStr | None = None
    most_seconds: Annotated[int, Field(ge=10, le=3600)] = 300
    quick_seconds: Annotated[float, Field(ge=0, le=60, allow_inf_nan=False)] = 10.0
    max_queued: Annotated[int, Field(ge=1, le=100_000)] = 500
    max_per_client: Annotated[int, Field(ge=1, le=100_000)] = 250
    cache_mb: Annotated[int, Field(ge=0, le=65_536)] = 64
    remember_hours: Annotated[float, Field(gt=0, le=720, allow_inf_nan=False)] = 24.0

    @property
    def broker_url(self) -> str:
        """`broker` with its password in it: for whoever connects, never for a log."""
        scheme, _, place = self.broker.partition("://")
        password = quote(self.broker_password.get_secret_value(), safe="") if self.broker_password else ""
        return f"{scheme}://:{password}@{place}" if password else self.broker


class AccessSettings(Group):
    """Who may do what, and how much. What is secret comes from the environment alone."""

    requests_per_minute: Annotated[int, Field(ge=10, le=1_000_000)] = 600
    requests_at_once: Annotated[int, Field(ge=1, le=10_000)] = 64
    api_keys: SecretStr | None = None
    login: SecretStr | None = None
    admin_key: SecretStr | None = None
    secret: SecretStr | None = None


class LogSettings(Group):
    """What is written to standard error, one JSON object a line."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    requests: bool = True


class StoreSettings(Group):
    """Where the pictures people keep go."""

    kind: Literal["local", "cloud", "memory"] = "local"
    folder: Path = Path("pictures")
    bucket: Annotated[str, Field(max_length=222)] = ""
    prefix: Annotated[str, Field(max_length=200, pattern=r"^[A-Za-z0-9._/-]*$")] = "hueprint/"
    credentials_file: Path | None = Path("config/credentials.json")
    credentials_json: SecretStr | None = None
    public: bool = False
    signed_url_minutes: Annotated[int, Field(ge=1, le=10_080)] = 60
    deadline_seconds: Seconds = 10.0

    @model_validator(mode="after")
    def _cloud_needs_a_bucket(self) -> StoreSettings:
        if self.kind == "cloud" and not self.bucket:
            raise ValueError("kind is cloud, so bucket must name a Google Cloud Storage bucket")
        return self


class Settings(BaseSettings):
    """Everything an entry point hands out; frozen. Build it with `load_settings`."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", env_prefix="HUEPRINT_", env_nested_delimiter="__", env_ignore_empty=True)

    server: ServerSettings = ServerSettings()
    engine: EngineSettings = EngineSettings()
    live: LiveSettings = LiveSettings()
    jobs: JobSettings = JobSettings()
    access: AccessSettings = AccessSettings()
    log: LogSettings = LogSettings()
    store: StoreSettings = StoreSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment beats what is passed in, which is the file."""
        return env_settings, init_settings


def load_settings(file: Path | None = None) -> Settings:
    """The settings of this process. `file` defaults to HUEPRINT_CONFIG or config/app_config.yaml; relative paths are under the project.

    Raises ConfigurationError with one sentence that names the key, and the variable or the line it came from.
    """
    refuse_unknown_variables(os.environ, Settings)
    source = YamlFile.read(file or Path(os.environ.get(FILE_VARIABLE) or DEFAULT_FILE))
    source.refuse_secrets(Settings)
    try:
        return _anchored(Settings(**_merged(source.values, platform_values(os.environ))))
    except ValidationError as error:
        raise ConfigurationError(explain(error, source, os.environ, Settings)) from None
    except SettingsError:
        raise ConfigurationError("A HUEPRINT_ variable cannot be read; write one setting each, as in HUEPRINT_SERVER__PORT=8080.") from None


def _merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Two settings trees as one; `above` wins."""
    merged = dict(below)
    for key, value in above.items():
        inner = merged.get(key)
        merged[key] = _merged(inner, value) if isinstance(inner, dict) and isinstance(value, dict) else value
    return merged


def _anchored(settings: Settings) -> Settings:
    """Relative paths made absolute under the project, so that the folder it is started from does not matter."""
    store, engine = settings.store, settings.engine
    paths = {"folder": ROOT / store.folder, "credentials_file": store.credentials_file and ROOT / store.credentials_file}
    return settings.model_copy(
        update={
            "store": store.model_copy(update=paths),
            "engine": engine.model_copy(update={"presets": engine.presets and ROOT / engine.presets}),
        }
    )
