"""Telling those who wanted to be told: once a publication answers a question that was left open, whoever follows it gets the answer."""

from bot.desk import Desk
from bot.events import Told
from knowledge.answering import Outcome


def tell(desk: Desk, platform: str) -> int:
    """Put into the outbox the answer to every followed question of `platform` that has one by now. Returns how many these are.

    Each follower is told once, whichever process does it.
    """
    told = 0
    for wish in desk.ledger.open_wishes(platform):
        asked = desk.ledger.asked(wish.about)
        if asked and desk.preview(asked.question).outcome is Outcome.ANSWERED:
            event = Told(wish.platform, wish.asker, wish.about)
            if desk.owe(event, wish.send_to):
                told += 1
    return told
