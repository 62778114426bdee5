"""The start page: where each can go from here."""

from starlette.responses import Response

from adapters.web.pages.approvals import approvals_of, person_of
from adapters.web.roles import Door
from adapters.web.routes import Route
from adapters.web.visits import Visit
from bot import wording
from knowledge.translation import marked as _

# What stands under the name of a page on the start page, by its path.
_ABOUT = {
    "/sin-respuesta": _("What people asked and no approved answer covers: look, decide, answer."),
    "/respuestas": _("Every approved answer: read it, see where it is used and how it changed."),
    "/probar": _("Ask as a citizen would, and copy the approved answer word for word."),
    "/borrador": _("Paste what you are about to send: what differs from the approved answer is pointed at."),
    "/actividad": _("How much is asked, how much is answered, and whose answers helped."),
    "/dijimos": _("What was answered on a day, who approved it, how often it was given; to be printed."),
    "/resumen": _("What is new, what grows, what expires, and whom to thank."),
    "/pendiente": _("What changed in the workbook and waits for you: see the difference, approve or reject."),
    "/temas": _("Elections, an incident: give one approved text in place of all answers of a topic."),
    "/avisos": _("What you were given and is another answer now."),
    "/cambios": _("Which answers changed under those who had them, who was told, and who has read it."),
    "/publicar": _("Check a workbook, see what would change, put it into service, go back."),
}


def show(visit: Visit) -> Response:
    cards = [(place, _ABOUT[place.path]) for place in visit.console.navigation if visit.may(place.access)]
    desk = visit.console.desk
    frozen = [(name, wording.day(until, visit.words)) for name, until in desk.frozen_names()]
    mine = len(approvals_of(visit).waiting_for(person_of(visit))) if visit.console.settings.approval.rule.two_person else 0
    return visit.page("home.html", cards=cards, catalogue=desk.catalogue(), frozen=frozen, waiting=mine)


ROUTES = (Route("GET", "/", Door.SIGNED_IN, show),)
