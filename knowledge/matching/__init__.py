"""Which entry a question asks for, and how sure that is. `docs/matching.md` explains the method and its figures.

`match` holds what callers see. `learning.build` makes a matcher of a catalogue, `stored` keeps it; `matcher` serves it. Behind them: `phrasings`
(the catalogue as rows), `spelling`, `common_words` and `features` (a text as weighted marks), `index` (which phrasings share them) and `about` (which
entries' own texts do), both over `postings`, `meaning` (a sentence model beside them), `linear` (an entry learnt from all its phrasings), `evidence`
(what a candidate explains of a question), `model` (these together), `language` and `confidence`.
"""

from knowledge.matching.learning import AskedAlike, Learnt, build, learn
from knowledge.matching.match import Match, Matcher, Thresholds
from knowledge.matching.matcher import CatalogueMatcher

__all__ = ["AskedAlike", "CatalogueMatcher", "Learnt", "Match", "Matcher", "Thresholds", "build", "learn"]
