"""The facts of a text, which must not differ between its wordings: what they are, and how two texts compare. Pure.

`facts` and `compare` are what callers use. Behind `compare`: `comparing`. Behind `facts`, in the order in which a text goes through them:
`reading` (one form of each character), `tokens` and `shape` (a text as a row of signs, one for each word, number and mark), the rules by
subject (`references`, `money`, `calendar`, `people`, `clock`, `durations`, `polarity`; `quantities` and `numbers` serve several), and
`finding`, where their order is their precedence. A rule (`rules`) is written with the names of groups of words; `words` keeps those of each
language, `alphabet` makes patterns of them, `needs` tells which rules a text cannot match.
"""

from knowledge.facts.comparing import compare
from knowledge.facts.finding import facts
from knowledge.facts.values import Comparison, Fact, FactKind, Pair

__all__ = ["Comparison", "Fact", "FactKind", "Pair", "compare", "facts"]
