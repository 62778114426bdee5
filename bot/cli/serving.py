"""Serving: every platform whose settings are there, in one process."""

import json as json_format
from dataclasses import replace
from typing import Annotated

import typer

from bot import hosting, platforms
from bot.cli import shown, watch
from bot.cli.editing import AsJson
from bot.cli.tools import CONFIGURATION, Tools
from bot.platforms import Hosted, HostedAdapter
from bot.settings import Settings
from knowledge.translation import marked as _
from knowledge.translation import translations

slack = typer.Typer(help=_("Put it into Slack: the app's manifest, and what is wrong with its tokens."), no_args_is_help=True)


def serve(
    context: typer.Context,
    host: Annotated[str | None, typer.Option("--host", metavar="ADDRESS", help=_("The address to listen on; otherwise that of the settings."))] = None,
    port: Annotated[int | None, typer.Option("--port", metavar="NUMBER", help=_("The port to listen on; otherwise that of the settings."))] = None,
) -> None:
    """Serve people on every platform whose settings are there, until it is stopped. The workbook is watched meanwhile."""
    tools: Tools = context.obj
    tools.settings = _listening(tools.settings, host, port)
    serve_all(tools)


def serve_all(tools: Tools) -> None:
    """Serve until the process is interrupted, and say how the console is opened."""
    hosted = _hosted(tools)
    names = ", ".join(platform.name for platform in hosted)
    tools.say(tools.words.gettext("Serving: {names}. Stop with Ctrl+C.").format(names=names))
    for platform in hosted:
        if link := _link(platform, tools):
            tools.say(tools.words.gettext("Open the console here, once, within ten minutes: {link}").format(link=link))
    with watch.in_background(tools):
        hosting.run(hosted, tools.service)


def _listening(settings: Settings, host: str | None, port: int | None) -> Settings:
    """Return the settings with the address that the command line gives."""
    given = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    return settings.model_copy(update={"serve": settings.serve.model_copy(update=given)})


def _link(platform: Hosted, tools: Tools) -> str:
    """Return the console's one-time link for whoever started it; empty for other platforms, and where others than this machine reach
    it, or the port is any that is free.
    """
    from adapters.web.app import WebPlatform
    from adapters.web.roles import Person, Role
    from adapters.web.security import is_loopback

    serve = tools.settings.serve
    if not isinstance(platform, WebPlatform) or not serve.port or not is_loopback(serve.host):
        return ""
    user = tools.user() or "local"
    return platform.link(Person(f"local:{user}", user, frozenset({Role.ADMIN})), serve.host, serve.port)


def _hosted(tools: Tools) -> list[Hosted]:
    adapters = [platforms.find(name) for name in platforms.installed()]
    # Not the operator's language, which a service of the system does not even have.
    service = replace(tools.service, words=translations(tools.settings.common_language))
    hosted = [platform for adapter in adapters if isinstance(adapter, HostedAdapter) and (platform := adapter.host(service))]
    if not hosted:
        message = tools.words.gettext(
            "There is no platform to serve: turn the console on (console.enabled), or give the tokens of another, such as slack.bot_token and "
            "slack.app_token. See docs/slack.md."
        )
        tools.fail(message, CONFIGURATION)
    return hosted


@slack.command("manifest")
def slack_manifest(context: typer.Context) -> None:
    """Write the manifest of the Slack app for these settings, to be pasted at api.slack.com/apps."""
    from adapters.slack.manifest import manifest

    tools: Tools = context.obj
    settings = tools.settings
    if settings.slack.transport == "http" and not settings.serve.public_url.startswith("https://"):
        tools.fail(tools.words.gettext("Over HTTP, Slack must know where to call: set serve.public_url to an https:// address."), CONFIGURATION)
    tools.out.file.write(json_format.dumps(manifest(settings), indent=2, ensure_ascii=False) + "\n")


@slack.command("check")
def slack_check(context: typer.Context, json: AsJson = False) -> None:
    """Ask Slack whether the tokens of the settings are right, and say what to do about each that is not."""
    from adapters.slack.checking import check

    tools: Tools = context.obj
    findings = check(tools.settings, tools.words)
    shown.show_looked_at(tools, findings, as_json=json)
    if not all(finding.is_right for finding in findings):
        raise typer.Exit(CONFIGURATION)
