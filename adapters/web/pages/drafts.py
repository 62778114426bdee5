"""Check a draft: what somebody is about to send, beside what is approved. For people a page; for machines the same in JSON.

The draft is neither kept nor given an address: what is shown is gone with the page.
"""

from starlette.responses import JSONResponse, Response

from adapters.web.asking import PLATFORM, inbox, is_name
from adapters.web.drawing import draw
from adapters.web.roles import Door, Role
from adapters.web.routes import Route
from adapters.web.visits import Problem, Visit, new_name
from bot import draft_wording, wording
from bot.events import Drafted
from knowledge.answering import Question, Reply
from knowledge.drafts import Verdict
from knowledge.languages import to_language

PATH = "/borrador"
API = "/api/draft"
MOST_DRAFT = 20_000
_GOOD = (Verdict.EXACT, Verdict.FINE)


def show(visit: Visit) -> Response:
    return _page(visit, channel=_channel(visit, visit.asked("canal")), entry=_entry(visit, visit.asked("entrada")))


def check(visit: Visit) -> Response:
    """Somebody wants a draft checked."""
    typed = visit.sent("borrador", MOST_DRAFT).strip()
    if not typed:
        return _page(visit, missing=True)
    if not visit.console.pace.allows(visit.person.id):
        raise Problem(429)
    sent = visit.sent("once", 40)
    once = sent if is_name(sent) else new_name()
    channel, question = _channel(visit, visit.sent("canal")), visit.sent("pregunta").strip()
    entry = _entry(visit, visit.sent("entrada"))
    reply = _checked(visit, once, typed, Question(question, channel, reads=visit.language), entry)
    return _page(visit, typed=typed, question=question, channel=channel, entry=entry, reply=reply)


def answer_machine(visit: Visit) -> Response:
    """Check the draft of a program: `{"draft": …, "question"?, "channel"?, "entry"?, "language"?}`."""
    content = visit.content
    fields = {name: content.get(name, "") for name in ("draft", "question", "channel", "entry", "language")}
    wrong = [name for name, value in fields.items() if not isinstance(value, str)]
    channel, entry = _channel(visit, str(fields["channel"])), _entry(visit, str(fields["entry"]))
    language = to_language(str(fields["language"])) or ""
    wrong += [name for name, value in (("channel", channel), ("entry", entry), ("language", language)) if fields[name] and not value]
    typed = str(fields["draft"])  # as it came, for the places of the marks are places in it
    if not typed.strip() or len(typed) > MOST_DRAFT:
        wrong.append("draft")
    if wrong:
        return JSONResponse({"error": "invalid", "fields": sorted(set(wrong))}, 422)
    reply = _checked(visit, new_name(), typed, Question(str(fields["question"]), channel, language), entry)
    return JSONResponse(_as_data(visit, reply))


def _as_data(visit: Visit, reply: Reply) -> dict[str, object]:
    words = visit.words
    return {
        "verdict": str(reply.judgement.verdict) if reply.judgement else None,
        "says": draft_wording.headline(reply, words) or " ".join(wording.notes(reply, words)),
        "marks": draft_wording.as_data(reply.judgement, words) if reply.judgement else [],
        "entry": reply.entry or None,
        "approved": reply.text or None,
        "stamp": wording.stamp(reply.stamp, words) if reply.stamp else None,
        "suggestions": [{"entry": one.entry, "question": one.question} for one in reply.suggestions],
    }


def _checked(visit: Visit, once: str, typed: str, question: Question, entry: str) -> Reply:
    person = visit.person
    event = Drafted(
        f"{PLATFORM}:{once}", PLATFORM, person.id, typed, question, entry, tell_at=inbox(person) if question.text else "", department=person.department
    )
    return visit.console.desk.handle(event)


def _channel(visit: Visit, name: str) -> str:
    channel = visit.console.desk.catalogue().channel(name)
    return channel.name if channel else ""


def _entry(visit: Visit, entry: str) -> str:
    return entry if visit.console.desk.catalogue().in_languages(entry) else ""


def _page(
    visit: Visit,
    *,
    typed: str = "",
    question: str = "",
    channel: str = "",
    entry: str = "",
    reply: Reply | None = None,
    missing: bool = False,
) -> Response:
    catalogue = visit.console.desk.catalogue()
    row = catalogue.in_language(entry, visit.language) if entry else None
    judgement = reply.judgement if reply else None
    return visit.page(
        "drafts.html",
        fragment="drafts_check.html",
        status=422 if missing else 200,
        once=new_name(),
        typed=typed,
        question=question,
        channel=channel,
        channels=catalogue.channels,
        row=row,
        reply=reply,
        is_good=judgement is not None and judgement.verdict in _GOOD,
        headline=draft_wording.headline(reply, visit.words) if reply else "",
        pieces=list(draft_wording.pieces(typed, judgement)) if judgement else [],
        marks=[draft_wording.mark(value, visit.words) for value in judgement.marks] if judgement else [],
        drawn=draw(reply, visit.words) if reply and not reply.suggestions else "",
        missing=missing,
    )


ROUTES = (
    Route("GET", PATH, Role.READER, show),
    Route("POST", PATH, Role.READER, check, most_bytes=256 * 1024),
    Route("POST", API, Door.MACHINE, answer_machine, most_bytes=256 * 1024),
)
