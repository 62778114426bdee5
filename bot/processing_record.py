"""The draft of the record of processing activities (article 30 of the GDPR) for these settings: what the data protection officer completes and signs.

In Spanish, for it is a document of a Spanish administration. It says what the programme does, from the settings in force, and leaves open, in brackets,
what only the administration knows.
"""

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from bot.settings import Retention, Settings
from knowledge.database import Database, to_moment

_OPEN = "[por completar]"
_COPY = "como encargado: transporta las preguntas y las respuestas, y guarda su propia copia de los mensajes con los plazos que se hayan fijado allí."
_PROCESSORS = {
    "slack": ("Slack", f"Slack (la sociedad del grupo Salesforce que figure en su contrato), {_COPY}"),
    "teams": ("Microsoft Teams", f"Microsoft (la sociedad que figure en su contrato), {_COPY}"),
}

_RECORD = """\
# Registro de actividades de tratamiento: respuestas a la ciudadanía con Una Voz

Borrador del {today}, hecho a partir de los ajustes en vigor (artículo 30.1 del RGPD y 31 de la LOPDGDD). Lo que va entre corchetes lo completa la
organización; revíselo con su delegado o delegada de protección de datos.

| apartado | contenido |
|---|---|
| Responsable | {organisation} |
| Contacto del responsable y del DPD | {open} |
| Actividad | Dar al personal público la respuesta aprobada a lo que pregunta la ciudadanía, y saber qué preguntas no la tienen todavía |
| Fines | Responder; mejorar el catálogo de respuestas; avisar a quien preguntó cuando haya respuesta, y a quien la recibió si cambia; dejar constancia de lo que se respondió |
| Base jurídica | Misión realizada en interés público, artículo 6.1.e del RGPD y 8.2 de la LOPDGDD; norma con rango de ley que atribuye la competencia: {open} |
| Personas interesadas | Personal que pregunta; quienes revisan y publican; por excepción, ciudadanía a la que alguien mencione al preguntar |
| Datos del personal | Seudónimo (función con clave guardada fuera de la base de datos), departamento, plataforma, fecha, pregunta, valoraciones; mientras espera un aviso, o puede cambiar lo que recibió, su identificador en la plataforma |
| Datos de la ciudadanía | Ninguno a propósito. Documentos de identidad, teléfonos, correos, cuentas y otros identificadores se sustituyen antes de guardar la pregunta; lo que quede se borra a petición |
| Categorías especiales | Ninguna prevista; se pide al personal que no las escriba |
| Decisiones automatizadas | Ninguna con efectos sobre personas: se entrega un texto aprobado, sin elaborar perfiles |
| Encargados del tratamiento | {processors} |
| Otros destinatarios | Ninguno previsto: {open} |
| Transferencias internacionales | {transfers} |
| Medidas de seguridad | Sustitución de identificadores antes de guardar; seudónimos con clave aparte; fichero legible solo por su dueño; lo borrado se sobrescribe; registros técnicos sin texto de preguntas. Categoría y medidas del ENS: {open} |

## Plazos de supresión

| datos | plazo | ajuste |
|---|---|---|
{periods}

Una tarea diaria los aplica y deja constancia. {last_round}

## Qué hay hoy en la base de datos

{holdings}

## Evaluación de impacto: preguntas para decidir si hace falta (artículo 35 del RGPD)

1. ¿Se observa de forma sistemática al personal con estos datos, por ejemplo para medir su rendimiento? Una Voz no lo ofrece; no la use para eso.
2. ¿Escribe el personal datos de la ciudadanía al preguntar? ¿Se le ha indicado que no lo haga, y cómo se comprueba (`unavoz privacy find`)?
3. ¿Pueden llegar categorías especiales (salud, servicios sociales, infracciones) por el tipo de servicio que usa la herramienta?
4. ¿Se trata a colectivos vulnerables entre las personas mencionadas?
5. ¿Alcanza a gran parte del personal o de la ciudadanía?
6. ¿Se cruzan estos datos con otros tratamientos? ¿Quién puede leer a la vez la base de datos y la clave de los seudónimos?
7. ¿Es suficiente un plazo más corto para encontrar las preguntas sin respuesta?
8. ¿Se ha informado al personal (artículo 13) y, donde corresponda, a su representación?
9. ¿Quién atiende las solicitudes de derechos, y en qué plazo se comprueba que las copias de seguridad han caducado?
10. ¿Hay contrato de encargado con cada plataforma, y se han fijado allí la región de los datos y los plazos?

Conclusión: {open}
"""


def report(settings: Settings, database: Database, today: date) -> str:
    """Return the draft, in Markdown, with what the database holds today."""
    processors = _processors(settings, database)
    return _RECORD.format(
        today=_day(today),
        organisation=_cell(settings.organisation) or _OPEN,
        open=_OPEN,
        processors=" ".join(_PROCESSORS[name][1] for name in processors)
        or "Ninguno con los ajustes actuales: el tratamiento se hace con medios propios.",
        transfers=_transfers(processors),
        periods=_periods(settings.retention, settings.recall.longest),
        last_round=_last_round(database, settings.zone),
        holdings=_holdings(database, settings.zone),
    )


def _processors(settings: Settings, database: Database) -> list[str]:
    """Return the platforms of others that the settings name, or that questions have come from."""
    seen = {row["platform"] for row in database.rows("SELECT DISTINCT platform FROM event")}
    return [name for name in _PROCESSORS if name in seen or getattr(getattr(settings, name, None), "is_configured", False)]


def _transfers(processors: Sequence[str]) -> str:
    if not processors:
        return "Ninguna."
    names = " y ".join(_PROCESSORS[name][0] for name in processors)
    return f"Según lo contratado con {names}: región de los datos, garantías y subencargados, {_OPEN}"


def _periods(retention: Retention, recall_days: int) -> str:
    kept = (
        ("Texto de las preguntas y de los motivos, y quién preguntó", retention.questions_days, "retention.questions_days"),
        ("Texto de las preguntas de los grupos archivados", retention.archived_text_days, "retention.archived_text_days"),
        ("Dónde avisar a quien espera una respuesta", retention.contacts_days, "retention.contacts_days"),
        ("Dónde avisar a quien recibió una respuesta que cambia, desde la última que recibió", recall_days, "recall.days"),
        ("Constancia de lo preguntado, respondido y decidido", retention.audit_days, "retention.audit_days"),
    )
    return "\n".join(f"| {what} | {f'{days} días' if days else 'sin plazo: justifíquelo'} | `{name}` |" for what, days, name in kept)


def _last_round(database: Database, zone: ZoneInfo) -> str:
    found = database.rows("SELECT id, at FROM evidence WHERE kind = 'retention' ORDER BY id DESC LIMIT 1")
    if not found:
        return "Todavía no se ha aplicado ninguna vez: ejecute `unavoz privacy retention`."
    return f"La última vez fue el {_day(to_moment(found[0]['at']).astimezone(zone).date())} (constancia {found[0]['id']})."


def _holdings(database: Database, zone: ZoneInfo) -> str:
    (held,) = database.rows(
        """SELECT (SELECT count(*) FROM question WHERE text <> '') AS questions,
        (SELECT min(received_at) FROM question JOIN event ON event.key = question.event WHERE text <> '') AS oldest,
        (SELECT count(DISTINCT platform || asker) FROM event WHERE asker <> '') AS askers, (SELECT count(*) FROM contact) AS contacts,
        (SELECT count(*) FROM reach) AS reach,
        (SELECT count(*) FROM evidence WHERE kind = 'erased') AS erasures"""
    )
    oldest = f" (la más antigua, del {_day(to_moment(held['oldest']).astimezone(zone).date())})" if held["oldest"] is not None else ""
    return "\n".join(
        (
            f"- Preguntas con texto: {held['questions']}{oldest}",
            f"- Personas que han preguntado, por seudónimo: {held['askers']}",
            f"- Direcciones a la espera de un aviso: {held['contacts']}",
            f"- Personas a las que se puede avisar de un cambio: {held['reach']}",
            f"- Supresiones con constancia: {held['erasures']}",
        )
    )


def _day(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def _cell(name: str) -> str:
    """Return a name as it can stand in a table."""
    return " ".join(name.replace("|", "/").split())
