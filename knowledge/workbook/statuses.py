"""How editors write the status of an entry."""

from knowledge.model import Status
from knowledge.text import key

_NAMES = {
    Status.APPROVED: (
        "aprobada", "aprobado", "approved", "aprovada", "aprovat", "onartua", "vigente", "publicada", "publicado", "published", "vigent", "vixente",
        "indarrean", "activa", "activo", "active", "ok", "sí", "si", "s", "yes", "y", "bai", "x", "1", "true", "verdadero", "validada", "validado",
    ),
    Status.SUSPENDED: ("suspendida", "suspendido", "suspended", "suspesa", "suspès", "suspensa", "etenda", "on hold", "en suspenso", "paralizada"),
    Status.IN_REVIEW: ("en revisión", "in review", "en revisió", "berrikusten", "pendiente", "pending", "pendent", "revisión", "revisar", "por aprobar", "to approve", "pendiente de aprobar"),
    Status.DRAFT: ("borrador", "draft", "esborrany", "zirriborroa", "en redacción", "no aprobada", "no aprobado", "not approved", "propuesta", "nueva"),
    Status.RETIRED: (
        "retirada", "retirado", "retired", "retirat", "kendua", "archivada", "archived", "arxivada", "arquivada", "baja", "anulada", "no vigente", "no", "n", "0",
        "false", "falso", "ez", "obsoleta", "obsolete", "inactiva", "inactive", "eliminada",
    ),
}  # fmt: skip
_STATUSES = {key(name): status for status, names in _NAMES.items() for name in names}


def to_status(text: str) -> Status | None:
    """Return the status that `text` means, or None where it means none."""
    return _STATUSES.get(key(text))


_DRAFTS = {"Draft": ("status", "state", "approved", "published"), "Esborrany": ("estat", "aprovada", "aprovat"), "Zirriborroa": ("egoera",)}
_DRAFT_BY_TITLE = {key(title): draft for draft, titles in _DRAFTS.items() for title in titles}


def draft_under(title: str) -> str:
    """Return how a draft is called in a column called `title`, in that title's language."""
    return _DRAFT_BY_TITLE.get(key(title), "Borrador")
