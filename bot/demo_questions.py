"""What the demonstration's town asks that its catalogue has no answer to, in several ways, and when; made up, as the town is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """Ways of asking one thing. `a_week` are (days ago, questions a week from then on), the earliest first; before that nobody asks."""

    ways: tuple[str, ...]
    a_week: tuple[tuple[int, float], ...]


THEMES = (
    Theme(
        (
            "¿Dónde hay puntos de recarga para coches eléctricos?",
            "puntos de recarga coche electrico",
            "¿hay puntos de recarga de coches eléctricos en Castroalba?",
            "donde puedo recargar el coche eléctrico, hay puntos de recarga?",
            "Un vecino pregunta por los puntos de recarga para coche eléctrico",
        ),
        ((90, 1), (28, 2), (14, 5), (7, 14)),
    ),
    Theme(
        (
            "¿Cuándo es el mercadillo de Navidad?",
            "fechas del mercadillo navideño",
            "mercadillo de navidad cuando es",
            "¿Qué días está el mercadillo de Navidad?",
            "horario del mercadillo de navidad",
        ),
        ((5, 16),),
    ),
    Theme(("¿Hay wifi gratis en la plaza?", "wifi municipal gratis", "¿cuál es la clave del wifi de la plaza?", "wifi gratis plaza mayor"), ((90, 2),)),
    Theme(
        (
            "¿Puedo volar un dron en el parque?",
            "permiso para volar un dron",
            "¿necesito permiso para volar mi dron?",
            "se puede volar un dron en castroalba",
        ),
        ((60, 1), (14, 3), (7, 7)),
    ),
    Theme(("¿Cuánto cuesta un nicho en el cementerio?", "precio nicho cementerio", "cuanto vale un nicho del cementerio municipal"), ((90, 1.5),)),
    Theme(("¿Dónde puedo aparcar la bicicleta?", "aparcabicis cerca de la estación", "hay aparcamiento para bicis en el centro?"), ((90, 1),)),
    Theme(("¿Dónde hay aseos públicos?", "aseos públicos en el centro", "hay baños publicos en la plaza"), ((80, 1),)),
    Theme(
        ("¿Cómo me hago voluntario de Protección Civil?", "voluntariado protección civil", "quiero ser voluntaria de proteccion civil"),
        ((70, 1), (7, 4)),
    ),
    Theme(("¿Hay subvención para poner ascensor en el edificio?", "ayudas para instalar un ascensor", "subvencion ascensor comunidad"), ((75, 1.2),)),
    Theme(("¿Dónde me descargo la aplicación del ayuntamiento?", "app del ayuntamiento para el móvil", "descargar la app municipal"), ((85, 0.8),)),
    Theme(("¿Cuándo abre la pista de hielo?", "horario pista de hielo", "precio de la pista de hielo"), ((4, 9),)),
    Theme(("¿Cómo renuevo el pasaporte?", "cita para el pasaporte", "renovar pasaporte en castroalba"), ((90, 1.5),)),
)

BEFORE = ("Hola, ", "Buenos días, ", "Me preguntan: ", "Un ciudadano pregunta: ", "Una vecina quiere saber: ")
AFTER = (", gracias", " por favor", ", me lo preguntan por teléfono")
