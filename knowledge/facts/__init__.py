"""The facts of a text, which must not differ between its wordings: what they are, and how two texts compare. Pure."""

from knowledge.facts.values import Comparison, Fact, FactKind, Pair

__all__ = ["Comparison", "Fact", "FactKind", "Pair"]
