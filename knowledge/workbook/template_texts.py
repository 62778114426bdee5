"""The words of the template in Spanish and English: titles, column names, the lists of its drop-downs, and its first sheet."""

from typing import Any

from knowledge.workbook.sheets import Sheet

TITLES: dict[str, dict[str, str]] = {
    "es": {
        "read_me": "Léeme", Sheet.ANSWERS: "Respuestas", Sheet.FACTS: "Datos", Sheet.CHANNELS: "Canales", Sheet.SYNONYMS: "Sinónimos",
        Sheet.DEPARTMENTS: "Departamentos", Sheet.TOPICS: "Temas", Sheet.TESTS: "Pruebas", "lists": "Listas",
    },
    "en": {
        "read_me": "Read me", Sheet.ANSWERS: "Answers", Sheet.FACTS: "Facts", Sheet.CHANNELS: "Channels", Sheet.SYNONYMS: "Synonyms",
        Sheet.DEPARTMENTS: "Departments", Sheet.TOPICS: "Topics", Sheet.TESTS: "Tests", "lists": "Lists",
    },
}  # fmt: skip

HEADERS: dict[str, dict[Sheet, dict[str, str]]] = {
    "es": {
        Sheet.ANSWERS: {
            "id": "Id", "topic": "Tema", "question": "Pregunta", "phrasings": "Otras formas de preguntar", "answer": "Respuesta",
            "social": "Redes sociales", "phone": "Teléfono", "email": "Correo", "counter": "Presencial", "web": "Web", "language": "Idioma",
            "owner": "Responsable", "status": "Estado", "approved_by": "Aprobada por", "approved_on": "Aprobada el", "valid_from": "Válida desde",
            "valid_until": "Válida hasta", "web_page": "Página web", "exempt": "Excepciones", "announce_to": "Avisar a", "notes": "Notas",
        },
        Sheet.FACTS: {"name": "Nombre", "value": "Valor", "owner": "Responsable", "valid_from": "Válido desde", "valid_until": "Válido hasta"},
        Sheet.CHANNELS: {"name": "Canal", "limit": "Límite", "counting": "Cómo se cuenta", "opening": "Apertura", "closing": "Cierre", "omits": "Omite"},
        Sheet.SYNONYMS: {"words": "Palabras que significan lo mismo"},
        Sheet.DEPARTMENTS: {"name": "Departamento", "contact": "Contacto", "approvers": "Quién puede aprobar"},
        Sheet.TOPICS: {
            "name": "Tema", "holding_line": "Texto de espera", "language": "Idioma", "owner": "Responsable", "frozen_from": "Congelado desde",
            "frozen_until": "Congelado hasta",
        },
        Sheet.TESTS: {"question": "Pregunta", "expected": "Id esperado", "language": "Idioma"},
    },
    "en": {
        Sheet.ANSWERS: {
            "id": "Id", "topic": "Topic", "question": "Question", "phrasings": "Other ways of asking", "answer": "Answer",
            "social": "Social media", "phone": "Phone", "email": "E-mail", "counter": "Counter", "web": "Web", "language": "Language",
            "owner": "Owner", "status": "Status", "approved_by": "Approved by", "approved_on": "Approved on", "valid_from": "Valid from",
            "valid_until": "Valid until", "web_page": "Web page", "exempt": "Exceptions", "announce_to": "Announce to", "notes": "Notes",
        },
        Sheet.FACTS: {"name": "Name", "value": "Value", "owner": "Owner", "valid_from": "Valid from", "valid_until": "Valid until"},
        Sheet.CHANNELS: {"name": "Channel", "limit": "Limit", "counting": "How it counts", "opening": "Opening", "closing": "Closing", "omits": "Leaves out"},
        Sheet.SYNONYMS: {"words": "Words"},
        Sheet.DEPARTMENTS: {"name": "Department", "contact": "Contact", "approvers": "Who may approve"},
        Sheet.TOPICS: {
            "name": "Topic", "holding_line": "Holding line", "language": "Language", "owner": "Owner", "frozen_from": "Frozen from",
            "frozen_until": "Frozen until",
        },
        Sheet.TESTS: {"question": "Question", "expected": "Expected id", "language": "Language"},
    },
}  # fmt: skip

LISTS: dict[str, dict[str, Any]] = {
    "es": {
        "statuses": ("Aprobada", "En revisión", "Borrador", "Suspendida", "Retirada"),
        "languages": ("es", "ca", "gl", "eu", "en", "fr", "pt"),
        "counting": ("caracteres", "X", "UTF-16"),
        "channels": (
            {"name": "Redes sociales", "limit": 280, "counting": "X"}, {"name": "Teléfono", "omits": "enlaces"}, {"name": "Correo"}, {"name": "Presencial"}, {"name": "Web"},
        ),
    },
    "en": {
        "statuses": ("Approved", "In review", "Draft", "Suspended", "Retired"),
        "languages": ("en", "es", "ca", "gl", "eu", "fr", "pt"),
        "counting": ("characters", "X", "UTF-16"),
        "channels": (
            {"name": "Social media", "limit": 280, "counting": "X"}, {"name": "Phone", "omits": "links"}, {"name": "E-mail"}, {"name": "Counter"}, {"name": "Web"},
        ),
    },
}  # fmt: skip

PROMPTS: dict[str, dict[str, str]] = {
    "es": {
        "statuses": "Estados", "languages": "Idiomas", "counting": "Cómo se cuenta",
        "list_title": "No está en la lista", "list_error": "Elija un valor de la lista desplegable.",
        "date_title": "Fecha", "date_error": "Escriba una fecha como 31/12/2026.", "date_prompt": "Día/mes/año: 31/12/2026",
    },
    "en": {
        "statuses": "Statuses", "languages": "Languages", "counting": "How it counts",
        "list_title": "Not on the list", "list_error": "Choose a value from the drop-down list.",
        "date_title": "Date", "date_error": "Write a date such as 31/12/2026.", "date_prompt": "Day/month/year: 31/12/2026",
    },
}  # fmt: skip

READ_ME: dict[str, tuple[tuple[str, str], ...]] = {
    "es": (
        ("Respuestas aprobadas", ""),
        ("Para qué sirve", "Aquí se guardan las respuestas aprobadas. Quien atiende a la ciudadanía recibe el texto palabra por palabra, en redes, por teléfono, por correo o en persona."),
        ("", ""),
        ("Cómo se trabaja", ""),
        ("1. Una fila, una respuesta", "En la hoja Respuestas, escriba un Id nuevo (TRIB-014), la pregunta y la respuesta. El Id no cambia nunca."),
        ("2. Otras formas de preguntar", "Escriba en la misma celda, una por línea (Alt+Intro), las maneras en que pregunta la gente. Cuantas más, mejor."),
        ("3. Textos por canal", "Si un canal necesita un texto propio (más corto, para leer en voz alta), escríbalo en su columna. Si queda vacía, se da la respuesta general."),
        ("4. Datos compartidos", "Un importe o un teléfono que aparece en muchas respuestas se escribe una vez en la hoja Datos y se usa como {{tasa_basura}}."),
        ("5. Idiomas", "La misma respuesta en otro idioma es otra fila con el mismo Id y su idioma. Nada se traduce automáticamente."),
        ("6. Aprobar", "Solo se publican las filas con estado Aprobada. Indique quién la aprobó y cuándo. Suspendida: no se da, y se avisa."),
        ("7. Vigencia", "Fuera de las fechas Válida desde y Válida hasta, la respuesta no se da."),
        ("8. Los mismos datos", "Importes, fechas, plazos, teléfonos… deben coincidir en todos los textos de una respuesta. Lo que un texto omite a propósito se escribe en Excepciones: «Teléfono: enlaces»."),
        ("9. Congelar un tema", "En la hoja Temas, escriba el texto que se da en lugar de todas las respuestas de un tema mientras está congelado (elecciones, una incidencia), y las fechas si se conocen."),
        ("10. Probar", "En la hoja Pruebas, escriba preguntas reales y el Id al que deben llegar; vacío si no tienen respuesta."),
        ("", ""),
        ("Colores", ""),
        ("Rojo", "Id o pregunta repetidos, o una respuesta aprobada sin texto."),
        ("Amarillo", "Texto de redes demasiado largo, o falta el estado."),
        ("Gris", "La respuesta ha caducado."),
    ),
    "en": (
        ("Approved answers", ""),
        ("What it is for", "The approved answers are kept here. Whoever serves the public gets the text word for word, for social media, phone, e-mail or the counter."),
        ("", ""),
        ("How to work", ""),
        ("1. One row, one answer", "On the Answers sheet, write a new Id (TRIB-014), the question and the answer. The Id never changes."),
        ("2. Other ways of asking", "Write the ways in which people ask in one cell, one a line (Alt+Enter). The more, the better."),
        ("3. Texts for a channel", "Where a channel needs a text of its own (shorter, to be read aloud), write it in its column. Left empty, the general answer is given."),
        ("4. Shared facts", "An amount or a phone number that many answers use is written once on the Facts sheet and used as {{waste_fee}}."),
        ("5. Languages", "The same answer in another language is another row with the same Id and its language. Nothing is translated by machine."),
        ("6. Approve", "Only rows with the status Approved are published. Say who approved it and when. Suspended: not given, and it is said so."),
        ("7. Validity", "Outside the dates Valid from and Valid until the answer is not given."),
        ("8. The same facts", "Amounts, dates, periods, phone numbers… must agree in all texts of an answer. What a text leaves out on purpose is written under Exceptions: “Phone: links”."),
        ("9. Freeze a topic", "On the Topics sheet, write the text that is given in place of all answers of a topic while it is frozen (elections, an incident), and the dates where they are known."),
        ("10. Test", "On the Tests sheet, write real questions and the Id that they must reach; empty if nothing answers them."),
        ("", ""),
        ("Colours", ""),
        ("Red", "An id or a question that stands twice, or an approved answer without a text."),
        ("Yellow", "A text for social media that is too long, or no status."),
        ("Grey", "The answer has expired."),
    ),
}  # fmt: skip
