"""The way in: find the reader's language, run the command, turn what went wrong into a message and an exit code."""

import gettext
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from rich.console import Console

from bot import logs
from bot.cli.tools import CONFIGURATION, FINDINGS, OK, USAGE, Stop, Tools, now
from bot.platforms import NoSuchAdapter
from bot.settings import SettingsWrong
from knowledge.database import StorageFailed
from knowledge.translation import Translations, reader_language, translations
from knowledge.versions import OutOfDate

_WIDTH_WITHOUT_TERMINAL = 160


def main() -> None:
    """Run the command of this process's arguments and environment, and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(run(sys.argv[1:], os.environ))


def run(arguments: Sequence[str], environment: Mapping[str, str], clock: Callable[[], datetime] = now) -> int:
    """Run one command and return its exit code: 0, 1 findings, 2 usage, 78 settings."""
    language = environment.get("UNAVOZ_SCREEN_LANGUAGE") or reader_language(environment)
    words = translations(language)
    tools = Tools(environment, words, _console(sys.stdout), _console(sys.stderr), clock)
    logs.configure("warning")  # until the settings say otherwise
    command = _command(words)
    try:
        return _code(command(args=list(arguments), prog_name="unavoz", standalone_mode=True, obj=tools))
    except SystemExit as left:
        return _code(left.code)
    except Stop as stop:
        return _explain(tools, stop.message, stop.code)
    except SettingsWrong as wrong:
        return _explain(tools, "\n".join(wrong.problems), CONFIGURATION)
    except StorageFailed as failed:
        return _explain(tools, words.gettext("The database cannot be used: {reason}.").format(reason=failed), CONFIGURATION)
    except OutOfDate:
        return _explain(tools, words.gettext("Somebody else published at the same moment. Nothing was changed: try again."), FINDINGS)
    except NoSuchAdapter as missing:
        message = words.gettext("There is no adapter “{name}” ({reason}). Installed: {known}.")
        return _explain(tools, message.format(name=missing.name, reason=missing.reason, known=", ".join(missing.known)), USAGE)
    except BrokenPipeError:  # the reader of a pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    finally:
        tools.close()


def _command(words: Translations) -> Callable[..., object]:
    """Return the command line in the reader's language.

    Typer asks the standard gettext for its own few words ("Options", "Missing argument") while it is imported, so ours is put in its place
    before that.
    """
    gettext.gettext = words.gettext
    gettext.ngettext = words.ngettext
    from bot.cli.app import command

    return command(words)


def _console(stream: object) -> Console:
    console = Console(file=stream, highlight=False, emoji=False)  # type: ignore[arg-type]  # rich asks for IO[str], sys.stdout is one
    if not console.is_terminal:
        console.width = _WIDTH_WITHOUT_TERMINAL
    return console


def _code(code: object) -> int:
    return code if isinstance(code, int) else OK


def _explain(tools: Tools, message: str, code: int) -> int:
    tools.err.print(message, style="red", markup=False, soft_wrap=True)
    return code


if __name__ == "__main__":
    main()
