"""Sixty disagreements for the example workbook, each as an editor in a hurry would leave it: which cell, what it says, what it says then.

The first part lies in a channel's text, the second in a language's row, the third in another entry, often another department's, where the entry agrees
with itself. They were written before the code that looks for them was tried on any.
"""

from typing import NamedTuple


class Plant(NamedTuple):
    """`old` becomes `new` in these columns of one row; the first column's cell must be named by the check."""

    entry: str
    language: str
    columns: tuple[str, ...]
    old: str
    new: str


def _in(column: str, entry: str, old: str, new: str, language: str = "es") -> Plant:
    return Plant(entry, language, (column,), old, new)


CHANNELS = (
    # Amounts and percentages.
    _in("email", "SOC-007", "18,50 €", "18,05 €"),
    _in("email", "SOC-007", "10 %", "15 %"),
    _in("social", "SOC-009", "45 €", "54 €"),
    _in("social", "SOC-009", "33 %", "65 %"),
    _in("social", "SOC-020", "300 €", "trescientos cincuenta euros"),
    _in("phone", "AMB-011", "750 €", "1.750 €"),
    _in("email", "SOC-007", "60 %", "16 %"),
    _in("social", "AMB-010", "un 20 %", "un 2 %"),
    _in("phone", "TRIB-001", "{{tasa_basura}}", "99,10 €"),
    _in("social", "DEC-001", "{{entrada_piscina}}", "3,30 €"),
    # Dates.
    _in("web", "AMB-002", "31 de marzo de 2027", "31 de mayo de 2027"),
    _in("phone", "AMB-004", "30 de abril de 2027", "30 de abril de 2026"),
    _in("social", "AMB-016", "entre noviembre y febrero", "entre noviembre y marzo"),
    _in("social", "AMB-020", "1 de enero de 2027", "1 de febrero de 2027"),
    # Telephone numbers.
    _in("phone", "OAC-001", "{{telefono_oac}}", "910 000 012"),
    _in("social", "SOC-003", "910 000 150", "910 000 105"),
    _in("social", "SOC-014", "910 000 160", "910 000 150"),
    _in("email", "AMB-001", "900 000 145", "900 000 415"),
    _in("phone", "POL-003", "{{telefono_policia}}", "910 000 902"),
    # What turns the answer round.
    _in("social", "SOC-004", "No es necesario el padrón", "Es necesario el padrón"),
    _in("phone", "SOC-006", "No incluye cuidados", "Incluye cuidados"),
    _in("email", "SOC-016", "No es necesario aportar", "Es obligatorio aportar"),
    _in("counter", "AMB-012", "La inscripción es gratuita.", "La inscripción cuesta 10 €."),
    _in("web", "AMB-003", "No se admiten amianto", "Se admiten amianto"),
    # Times of day.
    _in("phone", "AMB-001", "entre las 21:00 y las 23:00", "entre las 20:00 y las 23:00"),
    _in("social", "AMB-002", "de 10:00 a 14:00", "de 10:00 a 13:00"),
    # Periods.
    _in("phone", "SOC-013", "10 días hábiles", "10 días naturales"),
    _in("social", "SOC-005", "6 meses", "3 meses"),
    _in("web", "SOC-017", "48 horas", "72 horas"),
    _in("phone", "AMB-009", "en 24 horas", "en 42 horas"),
)

LANGUAGES = (
    _in("answer", "SOC-001", "10 working days", "10 calendar days", "en"),
    _in("answer", "SOC-001", "24 hores", "48 hores", "ca"),
    _in("answer", "POL-001", "50 %", "30 %", "en"),
    _in("answer", "POL-001", "20 dies naturals", "20 dies hàbils", "ca"),
    _in("answer", "POL-003", "{{telefono_policia}}", "910 000 029", "en"),
    _in("answer", "TRIB-003", "{{fin_pago_ibi}}", "5 December 2026", "en"),
    _in("answer", "TRIB-010", "2 mesos", "tres mesos", "ca"),
    _in("answer", "URB-008", "{{tasa_vado}}", "€27.00", "en"),
    _in("answer", "AMB-002", "Tuesday to Saturday", "Monday to Saturday", "en"),
    _in("answer", "AMB-002", "de 16:00 a 19:00", "de 16:00 a 20:00", "ca"),
    _in("answer", "DEC-016", "12 September 2027", "14 September 2027", "en"),
    _in("answer", "EDU-004", "31 de març", "31 de maig", "ca"),
    _in("answer", "SOC-008", "75 or over", "70 or over", "en"),
    _in("answer", "AMB-012", "És obligatori inscriure", "No cal inscriure", "ca"),
    _in("answer", "DEC-011", "9:00 to 21:00", "9 am to 8 pm", "en"),
)

ENTRIES = (
    Plant("SOC-012", "es", ("answer", "counter", "social"), "{{telefono_oac}}", "910 000 011"),
    Plant("SOC-012", "es", ("answer", "counter", "social"), "{{horario_oac}}", "9:00-15:00"),
    Plant("AMB-010", "es", ("answer", "email", "social"), "{{tasa_basura}}", "94,60 €"),
    Plant("AMB-016", "es", ("answer", "social"), "{{telefono_policia}}", "910 000 029"),
    Plant("POL-011", "es", ("answer",), "{{telefono_policia}}", "910 000 095"),
    Plant("OAC-017", "es", ("answer",), "{{telefono_policia}}", "910 000 902"),
    Plant("SOC-002", "es", ("answer", "counter"), "910 000 150", "910 000 151"),
    Plant("AMB-015", "es", ("answer", "email"), "900 000 145", "900 000 154"),
    Plant("DEC-010", "es", ("answer",), "una vez.", "una vez. La biblioteca abre de lunes a viernes de 9:00 a 20:00."),
    Plant("URB-009", "es", ("answer",), "2 meses.", "2 meses. La tasa del vado permanente es de 75,00 € al año."),
    Plant("TRIB-012", "es", ("answer",), "en el banco.", "en el banco. O llame a Hacienda municipal, al 910 000 033."),
    Plant("DEC-005", "es", ("answer",), "24 € al mes.", "24 € al mes. El polideportivo abre de lunes a viernes de 8:00 a 21:30."),
    Plant("EDU-007", "es", ("answer",), "en {{sede}}.", "en {{sede}}. El comedor de la escuela infantil cuesta 80 € al mes."),
    Plant("POL-002", "es", ("answer",), "pierde la reducción.", "pierde la reducción. La reducción por pagar en 20 días naturales es del 30 %."),
    Plant("EDU-006", "es", ("answer",), "lo expide gratis.", "lo expide gratis. El plazo de admisión en el colegio es del 1 al 31 de mayo."),
)
