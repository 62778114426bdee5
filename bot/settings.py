"""The settings: one TOML file and the environment, handed in; what is wrong with them is said all at once.

Every key of the file can be given as an environment variable: `workbook` as `UNAVOZ_WORKBOOK`, `interval_seconds` of `[watch]` as
`UNAVOZ_WATCH__INTERVAL_SECONDS`. The environment wins. Unknown keys are errors, for a misspelt setting that is silently
passed over is one that its operator believes to be set.
"""

import difflib
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, IPvAnyNetwork, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, EnvSettingsSource, InitSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from bot.approvals.values import Rule
from bot.notice_settings import Announce, Digest, Recall
from bot.teams_settings import Teams
from knowledge.languages import LANGUAGES
from knowledge.translation import Translations

PREFIX = "UNAVOZ_"
FILE_VARIABLE = "UNAVOZ_CONFIG"
DEFAULT_FILE = "unavoz.toml"
MOST_GUESSABLE = 32  # characters of a key; a shorter one can be found by trying
_HEADER = r"^[A-Za-z0-9-]{1,60}$"


class SettingsWrong(Exception):
    """The settings cannot be used. Holds one message for each thing that is wrong, in the reader's language."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Watch(BaseModel):
    """How the workbook is watched while somebody is served."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = True
    interval_seconds: float = Field(default=5.0, gt=0, le=3600)
    settle_seconds: float = Field(default=2.0, ge=0, le=600)
    patience_minutes: float = Field(default=15.0, gt=0, le=1440)


class Serve(BaseModel):
    """Where `unavoz serve` listens. `public_url` is how the platforms reach it from outside, through whatever stands in front of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    host: str = "127.0.0.1"
    port: int = Field(default=8300, ge=0, le=65535)
    public_url: str = ""


class Privacy(BaseModel):
    """The key of the pseudonyms: where it is kept (beside the database where nothing is said), or the key itself, from a secret store."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key_file: Path | None = None
    key: SecretStr = SecretStr("")

    @field_validator("key_file", mode="before")
    @classmethod
    def _none_if_empty(cls, path: object) -> object:
        return path or None

    @field_validator("key")
    @classmethod
    def _is_long_enough(cls, key: SecretStr) -> SecretStr:
        if 0 < len(key.get_secret_value().encode()) < MOST_GUESSABLE:
            raise ValueError(f"{MOST_GUESSABLE} characters or more")
        return key


SlackMode = Literal["all", "mentions", "private", "off"]


class Slack(BaseModel):
    """How people are served in Slack. Off while the tokens that its transport needs are empty."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    transport: Literal["socket", "http"] = "socket"
    bot_token: SecretStr = SecretStr("")
    app_token: SecretStr = SecretStr("")
    signing_secret: SecretStr = SecretStr("")
    api_url: str = Field(default="https://slack.com/api/", pattern=r"^https?://[^\s?#]+$")
    command: str = Field(default="/respuesta", pattern=r"^/[a-z0-9_-]{1,31}$")
    mode: SlackMode = "mentions"
    channels: dict[str, SlackMode] = {}
    departments: dict[str, str] = {}
    reviewers: list[str] = []

    @field_validator("api_url")
    @classmethod
    def _ends_in_a_slash(cls, url: str) -> str:
        return url if url.endswith("/") else f"{url}/"

    @property
    def is_configured(self) -> bool:
        second = self.app_token if self.transport == "socket" else self.signing_secret
        return bool(self.bot_token.get_secret_value() and second.get_secret_value())


class Retention(BaseModel):
    """How many days personal data are kept; 0 is for ever (docs/operators.md)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    questions_days: int = Field(default=365, ge=0, le=36_500)
    archived_text_days: int = Field(default=180, ge=0, le=36_500)
    contacts_days: int = Field(default=90, ge=0, le=36_500)
    audit_days: int = Field(default=730, ge=0, le=36_500, validate_default=True)

    @field_validator("audit_days")
    @classmethod
    def _outlasts_the_questions(cls, days: int, info: ValidationInfo) -> int:
        """Refuse a record that goes before its question does."""
        questions = info.data.get("questions_days", 0)
        if days and not 0 < questions <= days:
            raise ValueError(f"0, ≥ {questions} (questions_days)" if questions else "0 (questions_days = 0)")
        return days


class WebCheck(BaseModel):
    """Whether the entries' web pages are read, from time to time, and compared with the answers. Only `hosts` are asked; one that begins with a dot
    stands for all below it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = False
    hosts: list[str] = []
    every_hours: float = Field(default=24.0, gt=0, le=8_760)
    delay_seconds: float = Field(default=1.0, ge=0, le=60)
    allow_private: bool = False


RoleName = Literal["reader", "reviewer", "editor", "admin", "dpo"]


class Console(BaseModel):
    """The web console, and who gets in. On loopback a one-time link does; anywhere else an identity provider or a proxy has to say who comes.

    `roles` gives a role to a group, or an application role, that the provider or the proxy names; whoever has none of them does not get in.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = True
    oidc_issuer: str = Field(default="", pattern=r"^(https://\S+|http://(127\.0\.0\.1|localhost)\S*)?$")
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_groups: list[str] = ["roles", "groups"]
    roles: dict[str, RoleName] = {}
    api_tokens: dict[str, SecretStr] = {}
    trusted_proxies: list[IPvAnyNetwork] = []
    proxy_user: str = Field(default="X-Forwarded-User", pattern=_HEADER)
    proxy_name: str = Field(default="X-Forwarded-Preferred-Username", pattern=_HEADER)
    proxy_groups: str = Field(default="X-Forwarded-Groups", pattern=_HEADER)

    @field_validator("api_tokens")
    @classmethod
    def _are_long_enough(cls, tokens: dict[str, SecretStr]) -> dict[str, SecretStr]:
        if any(len(token.get_secret_value().encode()) < MOST_GUESSABLE for token in tokens.values()):
            raise ValueError(f"{MOST_GUESSABLE} characters or more")
        return tokens

    @property
    def has_provider(self) -> bool:
        return bool(self.oidc_issuer and self.oidc_client_id)

    @property
    def knows_people(self) -> bool:
        """Whether somebody can be let in from anywhere but this machine."""
        return self.has_provider or bool(self.trusted_proxies)


class Approval(BaseModel):
    """How changes are approved: by whoever may write the workbook, or by a second person whom the department in charge names.

    `people` gives the immutable ids (`slack:T1:U1`, `entra:…`) of somebody whom the Departments sheet calls by another name, an e-mail address for one;
    and, as `excel:Ana Ruiz`, how a spreadsheet signs what they save.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    mode: Literal["sheet", "two-person"] = "sheet"
    minor_changes: Literal["one", "two"] = "two"
    people: dict[str, list[str]] = {}

    @field_validator("people")
    @classmethod
    def _have_ids(cls, people: dict[str, list[str]]) -> dict[str, list[str]]:
        if any(":" not in one.strip(":") for ids in people.values() for one in ids):
            raise ValueError("slack:T1:U1, entra:…, excel:Ana Ruiz")
        return people

    @property
    def rule(self) -> Rule:
        people = {name: tuple(ids) for name, ids in self.people.items()}
        return Rule(self.mode == "two-person", self.minor_changes == "two", people)


class Settings(BaseSettings):
    """All settings. Relative paths are relative to the settings file's folder."""

    model_config = SettingsConfigDict(extra="forbid", frozen=True, env_prefix=PREFIX, env_nested_delimiter="__")

    organisation: str = ""
    workbook: str = "respuestas.xlsx"
    database: Path = Path("unavoz.db")
    language: str = "es"
    precision: float = Field(default=0.98, ge=0.5, lt=1)
    semantic_model: Path | None = None
    screen_language: Literal["", "es", "en"] = ""
    time_zone: str = "Europe/Madrid"
    log_level: Literal["debug", "info", "warning", "error"] = "warning"
    watch: Watch = Watch()
    serve: Serve = Serve()
    privacy: Privacy = Privacy()
    slack: Slack = Slack()
    teams: Teams = Teams()
    retention: Retention = Retention()
    recall: Recall = Recall()
    announce: Announce = Announce()
    digest: Digest = Digest()
    console: Console = Console()
    web_check: WebCheck = WebCheck()
    approval: Approval = Approval()

    @field_validator("semantic_model", mode="before")
    @classmethod
    def _none_if_empty(cls, folder: object) -> object:
        return folder or None

    @field_validator("language")
    @classmethod
    def _known_language(cls, language: str) -> str:
        if language not in LANGUAGES:
            raise ValueError(", ".join(LANGUAGES))
        return language

    @field_validator("time_zone")
    @classmethod
    def _known_time_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError("Europe/Madrid, Atlantic/Canary, …") from error
        return name

    @property
    def common_language(self) -> str:
        """The language in which all are spoken to alike, and those whose own is not known."""
        return self.screen_language or self.language

    @property
    def console_url(self) -> str:
        """Where the console has the questions without an answer; empty where it is not reached from outside."""
        outside = self.serve.public_url.rstrip("/")
        return f"{outside}/web/sin-respuesta" if self.console.enabled and outside.startswith("https://") else ""

    def platform_of(self, department: str) -> str:
        """Return the platform on which a department has a channel of its own; empty for none."""
        if self.slack.is_configured and department in self.slack.departments:
            return "slack"
        return "teams" if self.teams.is_configured and department in self.teams.departments else ""

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


class _Environment(EnvSettingsSource):
    """The environment that was handed in, not the process's own."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._given = environment
        super().__init__(Settings)

    def _load_env_vars(self) -> Mapping[str, str | None]:
        return {name.lower(): value for name, value in self._given.items()}


def load(environment: Mapping[str, str], words: Translations, file: Path | None = None, folder: Path = Path()) -> Settings:
    """Return the settings from `file` (or the one that `UNAVOZ_CONFIG` names, or `unavoz.toml` in `folder` if it is there) and `environment`.

    Raises SettingsWrong with every problem found.
    """
    named = file or (Path(environment[FILE_VARIABLE]) if environment.get(FILE_VARIABLE) else None)
    path = named or folder / DEFAULT_FILE
    content: dict[str, Any] = {}
    if named and not path.is_file():
        raise SettingsWrong([words.gettext("There is no settings file at {path}. Make one with “unavoz init”.").format(path=path)])
    if path.is_file():
        content = _read(path, words)
    problems = list(_unknown_variables(environment, words))
    try:
        settings = _build(content, environment)
    except ValidationError as error:
        problems += [_say(details, words) for details in error.errors()]
    if problems:
        raise SettingsWrong(problems)
    return settings.model_copy(update=_resolved(settings, path.parent))


def _read(path: Path, words: Translations) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = words.gettext("{path} is not valid TOML: {reason}.").format(path=path, reason=error)
        raise SettingsWrong([message]) from error


def _build(content: dict[str, Any], environment: Mapping[str, str]) -> Settings:
    class Handed(Settings):
        @classmethod
        def settings_customise_sources(
            cls, settings_cls: type[BaseSettings], *_: PydanticBaseSettingsSource, **__: PydanticBaseSettingsSource
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            return _Environment(environment), InitSettingsSource(settings_cls, content)

    return Settings.model_construct(**dict(Handed()))


def _resolved(settings: Settings, folder: Path) -> dict[str, Any]:
    workbook = settings.workbook
    if "://" not in workbook:
        workbook = str(folder / Path(workbook).expanduser())
    model = settings.semantic_model
    database = folder / settings.database.expanduser()
    key_file = settings.privacy.key_file
    return {
        "privacy": settings.privacy.model_copy(update={"key_file": folder / key_file.expanduser() if key_file else database.with_suffix(".key")}),
        "workbook": workbook,
        "database": database,
        "semantic_model": folder / model.expanduser() if model else None,
    }


def _variables(model: type[BaseModel] = Settings, prefix: str = PREFIX) -> Iterator[str]:
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from _variables(kind, f"{prefix}{name.upper()}__")
        yield f"{prefix}{name.upper()}"


def _keys(model: type[BaseModel], location: tuple[Any, ...]) -> list[str]:
    for name in location:
        kind = model.model_fields[name].annotation if name in model.model_fields else None
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            model = kind
    return list(model.model_fields)


def _unknown_variables(environment: Mapping[str, str], words: Translations) -> Iterator[str]:
    known = [*_variables(), FILE_VARIABLE]
    for name in sorted(environment):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            yield words.gettext("There is no setting {name}.").format(name=name) + _suggestion(name.upper(), known, words)


def _suggestion(name: str, known: list[str], words: Translations) -> str:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    if near:
        return " " + words.gettext("Did you mean {name}?").format(name=near[0])
    return " " + words.gettext("The settings are: {names}.").format(names=", ".join(known))


def _say(details: Any, words: Translations) -> str:
    location = tuple(details["loc"])
    name = ".".join(map(str, location))
    if details["type"] == "extra_forbidden":
        return words.gettext("There is no setting {name}.").format(name=name) + _suggestion(str(location[-1]), _keys(Settings, location[:-1]), words)
    reason = str(details["msg"]).removeprefix("Value error, ")
    return words.gettext("The setting {name} cannot be “{value}”: {reason}.").format(name=name, value=details["input"], reason=reason)
