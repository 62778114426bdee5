"""What kinds of fact are called: on the screen, and by editors who say which of them a text leaves out."""

from knowledge.facts.values import FactKind
from knowledge.text import key
from knowledge.translation import marked as _

# On the screen; put into the reader's language with the sentence that they stand in.
LABELS = {
    FactKind.AMOUNT: _("amount"),
    FactKind.PERCENTAGE: _("percentage"),
    FactKind.DATE: _("date"),
    FactKind.DURATION: _("period"),
    FactKind.TIME: _("time of day"),
    FactKind.WEEKDAY: _("day of the week"),
    FactKind.PHONE: _("telephone number"),
    FactKind.EMAIL: _("e-mail address"),
    FactKind.URL: _("web address"),
    FactKind.LAW: _("law"),
    FactKind.FORM: _("form"),
    FactKind.AGE: _("age"),
    FactKind.MEASURE: _("measure"),
    FactKind.COUNT: _("number"),
    FactKind.POLARITY: _("condition"),
}

# As editors write them in a cell, in Spanish, English, Catalan, Galician and Basque.
_WRITTEN = {
    FactKind.AMOUNT: ("importe", "importes", "precio", "precios", "tasa", "dinero", "cantidad de dinero", "amount", "amounts", "price", "prices", "import", "imports", "preu", "prezo", "zenbatekoa", "prezioa"),
    FactKind.PERCENTAGE: ("porcentaje", "porcentajes", "percentage", "percentages", "percentatge", "percentatges", "porcentaxe", "porcentaxes", "ehunekoa"),
    FactKind.DATE: ("fecha", "fechas", "date", "dates", "data", "datas", "datak"),
    FactKind.DURATION: ("plazo", "plazos", "duración", "duraciones", "period", "periods", "deadline", "deadlines", "duration", "durations", "termini", "terminis", "durada", "prazo", "prazos", "epea", "epeak"),
    FactKind.TIME: ("hora", "horas", "horario", "horarios", "time", "times", "hours", "opening hours", "hores", "horari", "horaris", "ordua", "ordutegia"),
    FactKind.WEEKDAY: ("día de la semana", "días de la semana", "días", "weekday", "weekdays", "day of the week", "days", "dies de la setmana", "dies", "días da semana", "asteko egunak"),
    FactKind.PHONE: ("teléfono", "teléfonos", "phone", "phones", "telephone", "telephone number", "phone number", "telèfon", "telèfons", "telefonoa", "telefonoak"),
    FactKind.EMAIL: ("correo", "correos", "correo electrónico", "email", "e-mail", "emails", "e-mails", "e-mail address", "correu", "correus", "correu electrònic", "posta elektronikoa"),
    FactKind.URL: ("enlace", "enlaces", "web", "dirección web", "página web", "link", "links", "web address", "web page", "url", "urls", "enllaç", "enllaços", "ligazón", "ligazóns", "esteka", "estekak"),
    FactKind.LAW: ("ley", "leyes", "norma", "normas", "normativa", "law", "laws", "llei", "lleis", "lei", "leis", "legea", "legeak"),
    FactKind.FORM: ("modelo", "modelos", "impreso", "impresos", "formulario", "formularios", "form", "forms", "model", "models", "formulari", "formularis", "inprimakia", "eredua"),
    FactKind.AGE: ("edad", "edades", "age", "ages", "edat", "edats", "idade", "idades", "adina", "adinak"),
    FactKind.MEASURE: ("medida", "medidas", "tamaño", "peso", "measure", "measures", "size", "mesura", "mesures", "neurria", "neurriak"),
    FactKind.COUNT: ("cantidad", "cantidades", "número", "números", "number", "numbers", "count", "counts", "quantitat", "quantitats", "nombre", "cantidade", "cantidades", "kopurua", "kopuruak"),
    FactKind.POLARITY: ("condición", "condiciones", "negación", "negaciones", "matiz", "condition", "conditions", "negation", "condició", "condicions", "negació", "condicións", "negacións", "baldintza", "baldintzak"),
}  # fmt: skip
_KINDS = {key(name): kind for kind, names in _WRITTEN.items() for name in names}


def to_kind(written: str) -> FactKind | None:
    """Return the kind of fact that an editor means, or None."""
    return _KINDS.get(key(written))
