"""Microsoft Teams as a platform, on botbuilder-core.

request -> hosting: is it the service? (tokens) -> sdk: a turn -> turns: which thing is it? -> people: who? -> an event for the desk -> shown or sent

cards, messages           what is shown; pure
payloads, parsing         what Teams sends, read
presses                   what a press stands for
commands                  the names of what the app offers
tokens, credentials       who calls us; who we are when we call
sdk                       the seam to Microsoft's SDK: the one file that a successor replaces
people                    staff only
turns                     which of the things that Teams sends is which thing that a person does
reception                 an event for the desk of each; where the reply goes
showing                   what people see of it
extension                 the message box: answers to insert, actions on messages
drafting, approving, reviewing    the draft check; what waits for approval; what waits for an answer
sending, notices, owing   what is owed to people: order, pace, repetition
hosting                   the platform, run
package, icons, checking  the app as Teams is told of it; what is wrong with the settings
"""

from adapters.teams.messages import copied, draw
from bot.platforms import Capabilities, Hosted, Service
from bot.settings import SettingsWrong

__all__ = ["CAPABILITIES", "copied", "draw", "host", "serve"]

CAPABILITIES = Capabilities(buttons=True, private_replies=True, updates=True, notices=True, max_text=8_000)


def host(service: Service) -> Hosted | None:
    """Return Teams ready to be run, or None where its settings are not there."""
    if not service.settings.teams.is_configured:
        return None
    from adapters.teams.hosting import TeamsPlatform  # the SDK takes longer to import than most commands take

    return TeamsPlatform(service)


def serve(service: Service) -> None:
    """Say that Teams is served by `unavoz serve`: it has to be called from outside. Raises SettingsWrong."""
    raise SettingsWrong(
        [service.words.gettext("Teams calls us: set teams.app_id, teams.tenant_id and its secret, and run “unavoz serve”. See docs/teams.md.")]
    )
