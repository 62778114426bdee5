"""Telling those who wanted to be told: once a publication answers a question that was left open, whoever follows it gets the answer."""

from bot.desk import Desk
from bot.events import Told
from bot.ledger import Wish
from knowledge.answering import Outcome


def tell(desk: Desk, platform: str) -> int:
    """Put into the outbox the answer to every followed question of `platform` that has one by now. Returns how many these are.

    Each follower is told once, whichever process does it.
    """
    return sum(fulfil(desk, wish) for wish in desk.ledger.open_wishes(platform))


def fulfil(desk: Desk, wish: Wish) -> bool:
    """Put the answer that one follower waits for into the outbox, if there is one by now and they were not told yet; tell whether it is there new."""
    asked = desk.ledger.asked(wish.about)
    if asked is None or desk.preview(asked.question).outcome is not Outcome.ANSWERED:
        return False
    return desk.owe(Told(wish.platform, wish.asker, wish.about), wish.send_to)
