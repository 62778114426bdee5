"""What every command works with: the words of its reader, the two outputs, the settings, and the database opened when it is needed."""

import getpass
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from threading import Timer
from typing import Any, NoReturn

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from bot import logs, publishing, semantic
from bot.approvals.deciding import Approvals
from bot.approvals.values import Person
from bot.desk import Desk
from bot.ledger import Ledger
from bot.platforms import Service
from bot.pseudonyms import KeyUnusable, Pseudonyms, load_key
from bot.publishing import Preparation
from bot.semantic import SemanticUnavailable
from bot.settings import Settings, load
from knowledge.database import Database
from knowledge.matching.meaning import Encoder
from knowledge.translation import Translations, translations
from knowledge.versions import NoSuchVersion, Version, Versions
from knowledge.workbook.dates import to_date

OK, FINDINGS, USAGE, CONFIGURATION = 0, 1, 2, 78  # 78 is EX_CONFIG of sysexits.h


class Stop(Exception):
    """A command ends here, with a message for its reader and an exit code."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.message = message
        self.code = code


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Tools:
    """Handed to every command. `clock` gives the time with its zone."""

    environment: Mapping[str, str]
    words: Translations
    out: Console
    err: Console
    clock: Callable[[], datetime] = now
    settings_file: Path | None = None

    @cached_property
    def settings(self) -> Settings:
        settings = load(self.environment, self.words, self.settings_file)
        logs.configure(settings.log_level)
        return settings

    @cached_property
    def database(self) -> Database:
        return Database(self.settings.database)

    @cached_property
    def versions(self) -> Versions:
        return Versions(self.database)

    @cached_property
    def desk(self) -> Desk:
        settings = self.settings
        return Desk(
            self.versions,
            self.ledger,
            self.clock,
            settings.zone,
            settings.precision,
            self.encoder,
            settings.language,
            recalls=bool(settings.recall.longest),
        )

    @cached_property
    def ledger(self) -> Ledger:
        return Ledger(self.database, self.pseudonyms)

    @cached_property
    def pseudonyms(self) -> Pseudonyms:
        """The pseudonyms of the settings' key."""
        privacy = self.settings.privacy
        if key := privacy.key.get_secret_value():
            return Pseudonyms(key.encode())
        try:
            return Pseudonyms(load_key(privacy.key_file or self.settings.database.with_suffix(".key")))
        except KeyUnusable as problem:
            self.fail(
                self.words.gettext("The key of the pseudonyms at {path} cannot be used: {reason}. Set privacy.key_file, or put the key back.").format(
                    path=problem.path, reason=problem.reason
                ),
                CONFIGURATION,
            )

    @cached_property
    def encoder(self) -> Encoder | None:
        """The sentence model of the settings, or None where they name none."""
        if self.settings.semantic_model is None:
            return None
        try:
            return semantic.load(self.settings.semantic_model)
        except SemanticUnavailable as problem:
            self.fail(problem.said(self.words), CONFIGURATION)

    def prepare(self, place: str) -> Preparation:
        """Work out what publishing the workbook at `place` would do."""
        settings = self.settings
        return publishing.prepare(
            place,
            self.versions,
            today=self.today,
            language=settings.language,
            precision=settings.precision,
            encoder=self.encoder,
            rule=settings.approval.rule,
        )

    @property
    def service(self) -> Service:
        """What an adapter serves whoever runs the command with: in their language, unless the settings name one."""
        chosen = self.settings.screen_language
        return Service(self.desk, self.settings, translations(chosen) if chosen else self.words, self.database, self.encoder)

    @property
    def approvals(self) -> Approvals:
        """What waits for a second person."""
        return Approvals(self.versions, self.settings.approval.rule, self.encoder, self.settings.language)

    @property
    def operator(self) -> Person:
        """Who runs the command, as one who may do whatever an admin may: they have the database in hand."""
        user = self.user() or "local"
        return Person(f"local:{user}", user, is_admin=True)

    @property
    def today(self) -> date:
        return self.clock().astimezone(self.settings.zone).date()

    def close(self) -> None:
        """Close the database if the command has opened it."""
        if "database" in self.__dict__:
            self.database.close()

    def say(self, message: str, style: str = "") -> None:
        """Print a message; nothing in it is markup."""
        self.out.print(Text(message, style=style), soft_wrap=True)

    def show_json(self, value: Any) -> None:
        """Print one JSON value on one line of its own."""
        self.out.file.write(json.dumps(value, ensure_ascii=False, default=str) + "\n")

    def fail(self, message: str, code: int = USAGE) -> NoReturn:
        raise Stop(message, code)

    def user(self) -> str:
        """Return who runs the command, as the operating system names them."""
        try:
            return getpass.getuser()
        except (OSError, KeyError):
            return ""

    def version_at(self, number: int | None, as_of: str | None) -> Version:
        """Return the version with that number, or the one in service at the end of the day `as_of`, or the one in service now."""
        if number is None and as_of is None:
            number = self.versions.current_number()
        try:
            return self.versions.get(number) if number is not None else self.versions.in_service_at(self.end_of_day(as_of or ""))
        except NoSuchVersion:
            if self.versions.current_number() == 0:
                self.fail(self.words.gettext("Nothing has been published yet. Publish a workbook with “unavoz publish”."), FINDINGS)
            if number is None:
                self.fail(self.words.gettext("Nothing was in service on {day}.").format(day=as_of), FINDINGS)
            self.fail(self.words.gettext("There is no version {number}. “unavoz versions” lists them.").format(number=number), FINDINGS)

    def end_of_day(self, text: str) -> datetime:
        """Return the last moment of the day that `text` names (2026-03-12, 12/3/2026)."""
        day = self.day(text)
        return datetime.combine(day + timedelta(days=1), time(), self.settings.zone) - timedelta(milliseconds=1)

    def day(self, text: str) -> date:
        day = to_date(text)
        if day is None:
            self.fail(self.words.gettext("“{text}” is not a date. Write it as 2026-12-31 or 31/12/2026.").format(text=text))
        return day

    @contextmanager
    def progress(self, message: str) -> Iterator[None]:
        """Show a bar on a terminal while the block runs, if that takes longer than a second."""
        if not self.err.is_terminal:
            yield
            return
        bar = Progress(TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=self.err, transient=True)
        bar.add_task(message, total=None)
        late = Timer(1.0, bar.start)
        late.daemon = True
        late.start()
        try:
            yield
        finally:
            late.cancel()
            late.join()
            bar.stop()
