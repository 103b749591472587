"""Settings, from `PEERWALK_…` variables only. Any of them may end in `_FILE` and name a file that holds the value."""

import os
import re
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from store.engine import sqlite_url

PREFIX = "PEERWALK_"
LONGEST_FILE = 64 * 1024
UNAUTHENTICATED = "DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS"
"""What Microsoft's SDK would read from the surroundings, to take in what nobody has signed."""
_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class SettingsError(Exception):
    """A setting that cannot be used: one sentence that names it and says what to do."""


class Settings(BaseSettings):
    """What an installation may set. Secrets are never in the database and never printed."""

    model_config = SettingsConfigDict(extra="ignore", hide_input_in_errors=True)

    data_dir: Path = Field(default_factory=lambda: user_data_path("peerwalk", appauthor=False))
    database_url: str = ""
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=1, le=65535)
    public_url: str = ""
    secret_key: SecretStr = SecretStr("")
    time_zone: str = "Europe/London"
    templates_dir: Path | None = None
    frameworks_dir: Path | None = None
    suggestions: bool = True
    post_interval: float = Field(default=1.0, ge=0, le=60)
    backup_passphrase: SecretStr = SecretStr("")
    store_passphrase: SecretStr = SecretStr("")
    slack_bot_token: SecretStr = SecretStr("")
    slack_app_token: SecretStr = SecretStr("")
    slack_signing_secret: SecretStr = SecretStr("")
    slack_api_url: str = "https://slack.com/api/"
    teams_app_id: str = ""
    teams_tenant_id: str = ""
    teams_client_secret: SecretStr = SecretStr("")
    teams_certificate: SecretStr = SecretStr("")
    teams_openid_url: str = "https://login.botframework.com/v1/.well-known/openidconfiguration"
    teams_login_url: str = "https://login.microsoftonline.com"
    teams_service_hosts: str = "smba.trafficmanager.net,smba.infra.gcc.teams.microsoft.com"
    smtp_url: SecretStr = SecretStr("")
    smtp_from: str = ""
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    proxies: str = "127.0.0.1"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what `load` has read: no variable besides, and never a file of them."""
        del settings_cls, env_settings, dotenv_settings, file_secret_settings
        return (init_settings,)

    @field_validator("time_zone")
    @classmethod
    def _is_a_zone(cls, name: str) -> str:
        try:
            return ZoneInfo(name).key
        except (OSError, KeyError, ValueError):
            raise ValueError("there is no such time zone; give it as Europe/London") from None

    @field_validator("public_url")
    @classmethod
    def _is_an_address(cls, url: str) -> str:
        if not url:
            return ""
        try:
            parts = urlsplit(url)
            said = parts.scheme in {"https", "http"} and parts.hostname and (parts.port or True)
        except ValueError:
            said = ""
        if not said or parts.path not in {"", "/"} or parts.query or parts.fragment or parts.username:
            raise ValueError("give it as https://peerwalk.example.org, with nothing after the name")
        return f"{parts.scheme}://{parts.netloc}"

    @field_validator("oidc_issuer")
    @classmethod
    def _is_an_issuer(cls, url: str) -> str:
        parts = urlsplit(url)
        if url and not (parts.hostname and (parts.scheme == "https" or parts.hostname in LOOPBACK)):
            raise ValueError("give the issuer as your provider shows it, beginning with https://")
        return url

    @field_validator("teams_app_id", "teams_tenant_id")
    @classmethod
    def _is_a_guid(cls, found: str) -> str:
        if found and not _GUID.fullmatch(found):
            raise ValueError("give the id as Microsoft Entra shows it, like 00000000-0000-0000-0000-000000000000")
        return found.lower()

    @field_validator("teams_openid_url", "teams_login_url")
    @classmethod
    def _is_believed(cls, url: str) -> str:
        parts = urlsplit(url)
        if not (parts.hostname and (parts.scheme == "https" or parts.hostname in LOOPBACK)):
            raise ValueError("give the address beginning with https://")
        return url

    @property
    def teams_hosts(self) -> tuple[str, ...]:
        """The hosts of Teams' own service: the only ones that the bot's token is ever sent to."""
        return tuple(host.strip().lower() for host in self.teams_service_hosts.split(",") if host.strip())

    @property
    def teams_on(self) -> bool:
        """Teams is on when we can say who we are there, and prove it in one of the two ways."""
        proof = self.teams_client_secret.get_secret_value() or self.teams_certificate.get_secret_value()
        return bool(self.teams_app_id and self.teams_tenant_id and proof)

    @property
    def listens_here_only(self) -> bool:
        """Whether nobody beside this machine reaches the port."""
        return self.host in LOOPBACK

    @property
    def base(self) -> str:
        """Where people reach the web, for the links we make; empty where nobody has said."""
        if self.public_url or not self.listens_here_only:
            return self.public_url
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"

    @property
    def oidc_on(self) -> bool:
        """People can come in with their organisation's account when the issuer and our id there are set."""
        return bool(self.oidc_issuer and self.oidc_client_id and self.oidc_client_secret.get_secret_value())

    @property
    def ways_in(self) -> tuple[str, ...]:
        """By what people can sign in by themselves."""
        found = {
            "mail": bool(self.smtp_url.get_secret_value()),
            "account": self.oidc_on,
            "slack": self.slack_on,
            "teams": self.teams_on,
        }
        return tuple(way for way, on in found.items() if on)

    @property
    def slack_on(self) -> bool:
        """Slack is on when we can speak, and be spoken to in one of the two ways."""
        hears = self.slack_app_token.get_secret_value() or self.slack_signing_secret.get_secret_value()
        return bool(self.slack_bot_token.get_secret_value() and hears)

    @property
    def slack_transport(self) -> str:
        """How Slack reaches us: `socket` once there is an app-level token, else `http`; `off` where Slack is."""
        if not self.slack_on:
            return "off"
        return "socket" if self.slack_app_token.get_secret_value() else "http"

    @property
    def own_frameworks(self) -> Path:
        """The folder of the trust's own frameworks, overlays and list of guidance, looked up before ours."""
        return self.frameworks_dir or self.data_dir / "frameworks"

    def url(self, name: str = "peerwalk.db") -> str:
        """The store's URL: the one that is set, or a SQLite file in the data folder."""
        return self.database_url or sqlite_url(self.data_dir / name)

    def secret(self) -> bytes:
        """The key that seals sessions and waivers: the one that is set, or one made on first start and kept."""
        if given := self.secret_key.get_secret_value():
            return given.encode()
        kept = self.data_dir / "secret.key"
        try:
            with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_hex(32))
        except FileExistsError:
            pass
        except OSError as error:
            raise SettingsError(
                f"{kept} cannot be written ({error.strerror}). Check who owns the data folder."
            ) from None
        try:
            found = kept.read_text(encoding="ascii")
        except (OSError, UnicodeDecodeError):
            raise SettingsError(f"{kept} cannot be read. Check who may read it.") from None
        if not found.strip():
            raise SettingsError(f"{kept} is empty. Delete it, and start again to make a new one.")
        return found.encode()

    def prepare(self) -> None:
        """Make the data folder, for its owner only."""
        try:
            self.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise SettingsError(
                f"The data folder {self.data_dir} cannot be made ({error.strerror}). Set {PREFIX}DATA_DIR to another."
            ) from None


def load(environment: dict[str, str] | None = None) -> Settings:
    """Read the settings; raises SettingsError with one sentence for what cannot be used."""
    found = dict(os.environ if environment is None else environment)
    values: dict[str, Any] = {}
    for name in Settings.model_fields:
        key = PREFIX + name.upper()
        if key + "_FILE" in found and key in found:
            raise SettingsError(f"Both {key} and {key}_FILE are set. Keep one of them.")
        if key + "_FILE" in found:
            values[name] = _from_file(key + "_FILE", found[key + "_FILE"])
        elif found.get(key):
            values[name] = found[key]
    try:
        settings = Settings(**values)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper()
        said = str(first["msg"]).removeprefix("Value error, ")
        raise SettingsError(f"{PREFIX}{name} cannot be used: {said}.") from None
    if settings.teams_on and found.get(UNAUTHENTICATED, "").strip():
        raise SettingsError(
            f"{UNAUTHENTICATED} is set. Peerwalk answers nothing in Teams that Microsoft has not signed, and nothing "
            "switches that off. Take the variable away, and start again."
        )
    if settings.teams_client_secret.get_secret_value() and settings.teams_certificate.get_secret_value():
        raise SettingsError(
            f"Both {PREFIX}TEAMS_CLIENT_SECRET and {PREFIX}TEAMS_CERTIFICATE_FILE are set. Keep one of them."
        )
    if settings.database_url:
        _check_url(settings.database_url)
    return settings


def _from_file(key: str, path: str) -> str:
    try:
        with Path(path).open(encoding="utf-8") as file:
            return file.read(LONGEST_FILE).strip()
    except (OSError, UnicodeDecodeError):
        raise SettingsError(f"{key} names a file that cannot be read. Check the path and who may read it.") from None


def _check_url(url: str) -> None:
    sentence = f"{PREFIX}DATABASE_URL must begin with sqlite:/// or postgresql://."
    try:
        backend = make_url(url).get_backend_name()
    except ArgumentError:
        raise SettingsError(sentence) from None
    if backend not in {"sqlite", "postgresql"}:
        raise SettingsError(sentence)
