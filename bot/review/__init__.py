"""The review of questions that no approved answer covered: what arrives, what is listed, what reviewers decide, and who is told."""

from datetime import datetime

from bot.ledger import Ledger
from bot.review.acting import act
from bot.review.arrivals import Arrivals
from bot.review.listing import Listing
from bot.review.values import Action, Result
from knowledge.model import Catalogue


class Review:
    """The review of what `ledger` holds. `language` is that of questions which name none."""

    def __init__(self, ledger: Ledger, language: str) -> None:
        self.database = ledger.database
        self.arrivals = Arrivals(ledger, language)
        self.listing = Listing(ledger.database)

    def act(self, catalogue: Catalogue, group: int, seen: int, action: Action, by: str, at: datetime) -> Result:
        """Do `action` to a group of which somebody has seen the revision `seen` (`bot.review.acting`)."""
        return act(self.database, catalogue, group, seen, action, by, at)
