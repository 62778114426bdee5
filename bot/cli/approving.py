"""The operators' commands for what waits for a second person, and for frozen topics.

The command line approves nothing: whoever runs it is the operator of the computer, whom no department names, and whom nobody has let in. It can only
override, with a reason that is shown.
"""

from typing import Annotated, Any

import typer

from bot import approval_wording, wording
from bot.approvals.values import Outcome, Pending
from bot.cli import shown
from bot.cli.tools import FINDINGS, Tools
from bot.freezes import Freezing
from knowledge.publication import changes_of
from knowledge.translation import marked as _

AsJson = Annotated[bool, typer.Option("--json", help=_("Print one JSON object instead of text."))]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help=_("Why; it is kept and shown."))]
Topic = Annotated[str, typer.Argument(metavar="TOPIC", help=_("The topic, as the workbook names it."))]


def pending(context: typer.Context, json: AsJson = False) -> None:
    """List the changes that wait for somebody's approval, and what was rejected lately."""
    tools: Tools = context.obj
    words, approvals = tools.words, tools.approvals
    waiting = approvals.waiting()
    if json:
        rejected = [{"part": one.subject.kind, "name": one.subject.key, "by": one.name, "reason": one.reason} for one in approvals.rejections()]
        tools.show_json({"waiting": [_as_json(tools, one) for one in waiting], "rejected": rejected})
        return
    if not waiting:
        tools.say(words.gettext("Nothing waits for approval."))
    for one in waiting:
        who = ", ".join(approvals.may_be_approved_by(one)) or words.gettext("an admin of the console")
        since = wording.day(one.at.astimezone(tools.settings.zone).date(), words)
        tools.say(approval_wording.title(one, words), "bold")
        line = words.gettext("Since {day}. Edited by: {editors}. May approve: {approvers}.")
        tools.say(line.format(day=since, editors=approval_wording.edited_by(one, words), approvers=who), "dim")
        shown.print_changes(tools, changes_of(one.before, one.parts))
    for rejection in approvals.rejections():
        day = wording.day(rejection.at.astimezone(tools.settings.zone).date(), words)
        tools.say(f"{rejection.subject.key}: {approval_wording.record(rejection, day, words)}", "yellow")


def _as_json(tools: Tools, one: Pending) -> dict[str, Any]:
    return {
        "part": one.subject.kind,
        "name": one.name,
        "language": one.language or None,
        "hash": one.hash or None,
        "since": one.at.astimezone(tools.settings.zone).isoformat(timespec="seconds"),
        "editors": list(one.editors),
        "submitted_by": ", ".join(one.submitted_by) or None,
        "may_approve": list(tools.approvals.may_be_approved_by(one)),
        "changes": [shown.change(value) for value in changes_of(one.before, one.parts)],
    }


def approve(
    context: typer.Context,
    entry: Annotated[str, typer.Argument(metavar="ENTRY", help=_("What waits: the entry's id, or the name of a shared fact, a topic, …"))],
    urgent: Annotated[bool, typer.Option("--urgent", help=_("Put it into service without a second person."))] = False,
    reason: Reason = "",
    language: Annotated[str, typer.Option("--language", metavar="CODE", help=_("Only the entry's row in this language."))] = "",
) -> None:
    """Put what waits into service in a hurry, with a reason. People approve in the console or in the chat."""
    tools: Tools = context.obj
    words, approvals = tools.words, tools.approvals
    if not urgent:
        message = words.gettext("From here a change can only be put into service urgently: add --urgent and --reason. People approve in the console.")
        tools.fail(message)
    found = approvals.named(entry, language)
    if not found:
        tools.fail(words.gettext("Nothing called {name} waits for approval. “unavoz pending” lists what does.").format(name=entry), FINDINGS)
    for one in found:
        decided = approvals.override(one.subject, one.mark, tools.operator, reason, tools.clock(), tools.today)
        message = f"{approval_wording.title(one, words)}: {approval_wording.decided(decided, words)}"
        if decided.outcome not in (Outcome.DONE, Outcome.ALREADY):
            tools.fail(message, FINDINGS)
        tools.say(message, "bold green")


def freeze(
    context: typer.Context,
    topic: Topic,
    until: Annotated[str, typer.Option("--until", metavar="DAY", help=_("The last day, included: 2026-12-31 or 31/12/2026."))],
    reason: Reason = "",
) -> None:
    """Freeze a topic: until that day its questions get its holding line, and nothing else."""
    tools: Tools = context.obj
    desk, operator, day = tools.desk, tools.operator, tools.day(until)
    done = desk.freezes.freeze(
        desk.catalogue(), topic, until=day, reason=reason, person=operator.id, by=operator.name, at=tools.clock(), today=tools.today
    )
    if done is not Freezing.DONE:
        tools.fail(approval_wording.freezing(done, tools.words), FINDINGS)
    message = tools.words.gettext("“{topic}” is frozen until {day}.")
    tools.say(message.format(topic=topic, day=wording.day(day, tools.words)), "bold green")


def unfreeze(context: typer.Context, topic: Topic) -> None:
    """Let a frozen topic go before its day: its questions get their answers again."""
    tools: Tools = context.obj
    desk = tools.desk
    done = desk.freezes.end(topic, desk.frozen(), by=tools.operator.name, at=tools.clock(), today=tools.today)
    if done is not Freezing.DONE:
        tools.fail(approval_wording.freezing(done, tools.words), FINDINGS)
    still = desk.frozen()
    message = tools.words.gettext("“{topic}” is not frozen any more.")
    if desk.is_frozen(topic, still):
        message = tools.words.gettext("“{topic}” is frozen by the workbook now.")
    tools.say(message.format(topic=topic), "bold green")
