"""Where the citizen is answered, and how long a text may be there.

The five channels every administration has are those of Real Decreto 203/2021, art. 4; the Channels sheet
changes their limits and adds more.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace

from knowledge.text import key


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel: its name, its length limit in the units of its counting rule, and the lines put round every text there.

    `omits` are the kinds of fact (`knowledge.facts.FactKind`) that its wordings may leave out: a phone script has no link.
    """

    name: str
    limit: int | None = None
    counting: str = "characters"
    opening: str = ""
    closing: str = ""
    omits: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.name or self.counting not in COUNTING:
            raise ValueError(f"a channel needs a name and one of the counting rules {', '.join(COUNTING)}")
        if self.limit is not None and self.limit < 1:
            raise ValueError("a channel's limit is at least 1")

    def length(self, wording: str) -> int:
        """Return the length of the whole text as this channel's platform counts it, opening and closing included."""
        lines = [line for line in (self.opening, wording, self.closing) if line]
        return COUNTING[self.counting]("\n".join(lines))


# X shortens every link to t.co and counts it as 23, also one written without https://; letters of most European
# scripts count 1, all else 2, an emoji of several parts 2 (docs.x.com, "Counting characters"; twitter-text configuration 3).
_X_LINK_LENGTH = 23
_X_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]+[^\s<>\".,;:!?)\]»”]"
    r"|(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:es|com|org|net|gob\.es|cat|gal|eus|eu|info|example)(?:/[^\s<>\"]*[^\s<>\".,;:!?)\]»”])?(?![\w@-])",
    re.IGNORECASE,
)
_X_HEAVY = re.compile("[^\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]")
_EMOJI = re.compile(
    "(?:[\U0001f1e6-\U0001f1ff]{2}|[\U0001f000-\U0001faff\u2600-\u27bf](?:\ufe0f|[\U0001f3fb-\U0001f3ff])*"
    "(?:\u200d[\U0001f000-\U0001faff\u2600-\u27bf](?:\ufe0f|[\U0001f3fb-\U0001f3ff])*)*)"
)


def x_length(wording: str) -> int:
    """Return the weighted length of `wording` as X counts it."""
    composed = unicodedata.normalize("NFC", wording)
    links = len(_X_LINK.findall(composed))
    rest = _X_LINK.sub("", composed)
    emoji = len(_EMOJI.findall(rest))
    rest = _EMOJI.sub("", rest)
    return links * _X_LINK_LENGTH + emoji * 2 + len(rest) + len(_X_HEAVY.findall(rest))


def utf16_length(wording: str) -> int:
    """Return the length of `wording` in UTF-16 units, as Windows and the web count."""
    return len(wording.encode("utf-16-le", "surrogatepass")) // 2


COUNTING: dict[str, Callable[[str], int]] = {"characters": len, "x": x_length, "utf16": utf16_length}

_COUNTING_NAMES = {
    "characters": ("characters", "character", "caracteres", "carácter", "caràcters", "karaktereak", "letras"),
    "x": ("x", "twitter", "tuit", "tweet", "como x", "as x", "como twitter", "as twitter"),
    "utf16": ("utf16", "utf-16", "windows"),
}
_COUNTING_BY_KEY = {key(name): rule for rule, names in _COUNTING_NAMES.items() for name in names}

CHANNELS = (
    Channel("social", limit=280, counting="x"),
    Channel("phone", omits=("url",)),
    Channel("email"),
    Channel("counter"),
    Channel("web"),
)

_CHANNEL_NAMES = {
    "social": (
        "social", "social media", "social network", "social networks", "redes", "redes sociales", "red social", "rrss",
        "xarxes", "xarxes socials", "redes sociais", "sare sozialak", "x", "twitter", "x (twitter)",
    ),
    "phone": ("phone", "telephone", "call", "teléfono", "telefónico", "llamada", "telèfon", "telefonoa", "telefono", "010"),
    "email": ("email", "e-mail", "mail", "correo", "correo electrónico", "correu", "correu electrònic", "correo-e", "posta", "posta elektronikoa", "eposta"),
    "counter": (
        "counter", "desk", "in person", "face to face", "presencial", "mostrador", "ventanilla", "atención presencial",
        "oficina", "taulell", "finestreta", "portelo", "xanela", "leihatila", "aurrez aurre", "bertaratuta",
    ),
    "web": ("web", "website", "portal", "web text", "texto web", "portal web", "webgunea", "sitio web"),
}  # fmt: skip
_CHANNELS_BY_KEY = {key(name): channel for channel, names in _CHANNEL_NAMES.items() for name in names}


def to_channel(name: str) -> str | None:
    """Return which of the five built-in channels `name` means (`Redes sociales` is social), or None."""
    return _CHANNELS_BY_KEY.get(key(name))


def to_counting(name: str) -> str | None:
    """Return the counting rule that `name` means, or None where it means none."""
    return _COUNTING_BY_KEY.get(key(name))


def with_declared(declared: tuple[Channel, ...]) -> tuple[Channel, ...]:
    """Return the built-in channels, changed and added to by the ones that the Channels sheet declares."""
    by_name = {channel.name: channel for channel in CHANNELS} | {channel.name: replace(channel) for channel in declared}
    return tuple(by_name.values())
