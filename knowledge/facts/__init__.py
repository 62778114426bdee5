"""The facts of a text, which must not differ between its wordings: what they are, and how two texts compare. Pure.

`facts` and `compare` are what callers use. Behind `facts`: `reading` (one form of each character), `shape` (a text as a row of signs, one for each
word, number and mark), `rules` (what a rule is), the rules by subject (`money`, `calendar`, `clock`, `durations`, `references`, `people`,
`polarity`; `quantities` and `numbers` serve several), `finding` (their order is their precedence), and the words of each language in `words`.
"""

from knowledge.facts.comparing import compare
from knowledge.facts.finding import facts
from knowledge.facts.values import Comparison, Fact, FactKind, Pair

__all__ = ["Comparison", "Fact", "FactKind", "Pair", "compare", "facts"]
