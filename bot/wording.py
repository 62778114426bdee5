"""What a reply says beside its approved text, in the reader's language: notes, stamp, dates, the names of channels and languages."""

from collections.abc import Collection
from datetime import date

from bot.events import Verdict
from knowledge.answering import Note, Outcome, Reply, Stamp
from knowledge.review import Cause, State
from knowledge.translation import Translations
from knowledge.translation import marked as _

_NOTES = {
    Note.GENERAL_WORDING: _("There is no wording of its own for {channel}: this is the general answer."),
    Note.OTHER_LANGUAGE: _("There is no approved answer in {asked_language}: this one is in {language}."),
    Note.NOT_YET_VALID: _("{entry} has an answer that is not valid before {day}. Ask {owner}."),
    Note.EXPIRED: _("The answer of {entry} expired on {day}, so it is not given. Ask {owner}."),
    Note.SUSPENDED: _("The answer of {entry} is suspended, so it is not given. Ask {owner}."),
    Note.FACT_WITHOUT_VALUE: _("The answer of {entry} cannot be given: “{fact}” has no value in force today. Ask {owner}."),
    Note.UNKNOWN_ENTRY: _("That answer is not in service any more."),
    Note.NOTHING_PUBLISHED: _("No answers have been published yet."),
    Note.THANKS: _("Thank you: noted."),
    Note.WILL_BE_TOLD: _("You will be told as soon as there is an approved answer."),
    Note.REFERRED: _("Put to {owner}."),
    Note.FROZEN: _("The topic “{topic}” is frozen until {day}: this is all that is said of it. Please add nothing."),
    Note.FROZEN_WITHOUT_LINE: _("The topic “{topic}” is frozen until {day}, and has no text for that time. Ask {owner}."),
    Note.NOT_ON_RECORD: _("That message is too old: what it answered is not on record any more. Please ask again."),
}

CHANNELS = {
    "social": _("social media"),
    "phone": _("phone"),
    "email": _("e-mail"),
    "counter": _("counter"),
    "web": _("web"),
}

STATES = {
    State.NEW: _("new"),
    State.IN_REVIEW: _("in review"),
    State.ANSWERED: _("answered"),
    State.ARCHIVED: _("archived"),
    State.REGRESSION: _("asked again"),
}

CAUSES = {
    Cause.UNANSWERED: _("no answer"),
    Cause.REFUSED: _("none of the suggestions"),
    Cause.UNHELPFUL: _("answer not useful"),
    Cause.WRONG: _("answer reported as wrong"),
    Cause.NOT_IN_FORCE: _("answer not in force"),
}

LANGUAGES = {
    "es": _("Spanish"),
    "ca": _("Catalan"),
    "gl": _("Galician"),
    "eu": _("Basque"),
    "en": _("English"),
    "fr": _("French"),
    "pt": _("Portuguese"),
    "it": _("Italian"),
    "de": _("German"),
    "ro": _("Romanian"),
    "ar": _("Arabic"),
    "zh": _("Chinese"),
    "uk": _("Ukrainian"),
    "ru": _("Russian"),
    "bg": _("Bulgarian"),
    "pl": _("Polish"),
    "ast": _("Asturian"),
    "an": _("Aragonese"),
    "oc": _("Occitan"),
}

PLATFORMS = {
    "slack": _("Slack"),
    "teams": _("Microsoft Teams"),
    "web": _("web console"),
    "terminal": _("terminal"),
    "cli": _("command line"),
}

WEEKDAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
WEEKDAYS_SHORT = (_("Mo"), _("Tu"), _("We"), _("Th"), _("Fr"), _("Sa"), _("Su"))


def channel_name(channel: str, words: Translations) -> str:
    """Return what a channel is called on the screen; one that an administration added keeps its own name."""
    return words.gettext(CHANNELS[channel]) if channel in CHANNELS else channel


def for_channel(channel: str, words: Translations) -> str:
    """Return what a channel's wording is called where it is offered."""
    return words.gettext("For {channel}").format(channel=channel_name(channel, words))


def language_name(language: str, words: Translations) -> str:
    return words.gettext(LANGUAGES[language]) if language in LANGUAGES else language


def platform_name(platform: str, words: Translations) -> str:
    """Return what a platform is called on the screen; one of somebody else's adapter by the name that it has there."""
    return words.gettext(PLATFORMS[platform]) if platform in PLATFORMS else platform


def state(value: State, words: Translations) -> str:
    """Return where a group of unanswered questions stands, in a word or two."""
    return words.gettext(STATES[value])


def cause(value: Cause, words: Translations) -> str:
    """Return why a question is on the list of unanswered ones."""
    return words.gettext(CAUSES[value])


def day(value: date, words: Translations) -> str:
    """Return a day as the reader writes it."""
    return words.gettext("{day:02}/{month:02}/{year}").format(day=value.day, month=value.month, year=value.year)


def notes(reply: Reply, words: Translations) -> list[str]:
    """Return the reply's notes as sentences."""
    details = dict(reply.details)
    if "channel" in details:
        details["channel"] = channel_name(details["channel"], words)
    for name in ("language", "asked_language"):
        if name in details:
            details[name] = language_name(details[name], words)
    if "day" in details:
        details["day"] = day(date.fromisoformat(details["day"]), words)
    details["owner"] = details.get("owner") or words.gettext("the department in charge")
    return [words.gettext(_NOTES[note]).format(**{"day": "—", "contact": "—", **details}) for note in reply.notes]


def not_on_record(words: Translations) -> str:
    return words.gettext(_NOTES[Note.NOT_ON_RECORD])


def stamp(value: Stamp, words: Translations) -> str:
    """Return the stamp, short enough to be read out on the phone: `TRIB-014 · v7 · Hacienda · válido hasta 31/12/2026`."""
    parts = [value.entry, f"v{value.version}", value.owner]
    if value.valid_until:
        parts.append(words.gettext("valid until {day}").format(day=day(value.valid_until, words)))
    return " · ".join(filter(None, parts))


def headline(reply: Reply, words: Translations) -> str:
    """Return the sentence with which a reply without an approved text begins; empty for an answered one."""
    if reply.outcome is Outcome.SUGGESTED:
        return words.gettext("Did you mean one of these?")
    if reply.outcome is Outcome.UNANSWERED and not reply.notes:
        return words.gettext("There is no approved answer to that yet. Please do not improvise one.")
    return ""


def part_name(part: str, words: Translations) -> str:
    """Return what a kind of part of the catalogue is called on the screen."""
    names = {
        "fact": words.gettext("Shared fact"),
        "channel": words.gettext("Channel"),
        "department": words.gettext("Department"),
        "synonyms": words.gettext("Synonyms"),
        "topic": words.gettext("Topic"),
    }
    return names.get(part, part)


def field_name(field: str, words: Translations) -> str:
    """Return what a field is called on the screen; a channel's wording by the channel's name."""
    if field.startswith("wording:"):
        channel = channel_name(field.removeprefix("wording:"), words)
        return words.gettext("Wording for {channel}").format(channel=channel)
    names = {
        "question": words.gettext("Question"),
        "phrasings": words.gettext("Other ways of asking"),
        "answer": words.gettext("Answer"),
        "topic": words.gettext("Topic"),
        "owner": words.gettext("Owner"),
        "status": words.gettext("Status"),
        "approved_by": words.gettext("Approved by"),
        "approved_on": words.gettext("Approved on"),
        "valid_from": words.gettext("Valid from"),
        "valid_until": words.gettext("Valid until"),
        "web_page": words.gettext("Web page"),
        "exempt": words.gettext("Exceptions"),
        "omits": words.gettext("Leaves out"),
        "value": words.gettext("Value"),
        "holding_line": words.gettext("Holding line"),
        "frozen_from": words.gettext("Frozen from"),
        "frozen_until": words.gettext("Frozen until"),
    }
    return names.get(field, field)


def done(marks: Collection[str], words: Translations) -> list[str]:
    """Return what a person did with a reply (`Ledger.done_with`), a sentence each."""
    sentences = {
        "shared": words.gettext("✓ Shared"),
        "followed": words.gettext("✓ You will be told as soon as there is an approved answer"),
        "acknowledged": words.gettext("✓ You have read it"),
        "referred": words.gettext("✓ Put to the department"),
        Verdict.WRONG: words.gettext("✓ Error reported"),
        Verdict.USEFUL: words.gettext("✓ Marked as useful"),
        Verdict.NOT_USEFUL: words.gettext("✓ Marked as not useful"),
    }
    return [sentence for mark, sentence in sentences.items() if mark in marks]


def only_staff(organisation: str, words: Translations) -> str:
    """Return what somebody is told who may not ask."""
    whose = organisation or words.gettext("this organisation")
    return words.gettext("Only the staff of {organisation} can ask here.").format(organisation=whose)
