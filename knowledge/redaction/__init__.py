"""Personal data of citizens taken out of what staff type, before anything is written. `docs/privacidad.md` says what is and what is not.

`removal` holds what callers use. Behind it: `kinds` and their marks, `reading` (a text in one form of each character), `rules` (what a rule is, the
parts of patterns, the contexts), and the rules themselves: `documents`, `accounts`, `contacts`, `names` with `known_names`.
"""

from knowledge.redaction.kinds import MARK, Kind, without_marks
from knowledge.redaction.removal import NOTHING_KEPT, Kept, Redacted, kept_of, redact

__all__ = ["MARK", "NOTHING_KEPT", "Kept", "Kind", "Redacted", "kept_of", "redact", "without_marks"]
