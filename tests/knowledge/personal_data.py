"""Made-up personal data, and clean questions full of numbers, each from a seed. The controls are computed here and not by the library under test."""

import random
from collections.abc import Callable, Iterator

LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"

Written = list[str]  # one number in its five ways: plain, with spaces, with dots or hyphens, in small letters, full-width


def full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def _figures(chance: random.Random, count: int) -> str:
    return "".join(chance.choice("0123456789") for _ in range(count))


def dni(chance: random.Random) -> Written:
    number = f"{chance.randrange(1_000_000, 100_000_000):08}"
    # One in ten is mistyped: it is a DNI all the same.
    letter = LETTERS[int(number) % 23] if chance.random() < 0.9 else chance.choice(LETTERS)
    parts = number[:2], number[2:5], number[5:]
    plain = number + letter
    spaced = chance.choice([f"{' '.join(parts)} {letter}", f"{number} {letter}"])
    dotted = chance.choice([f"{'.'.join(parts)}-{letter}", f"{number}-{letter}", f"{'.'.join(parts)}{letter}", f"{'-'.join(parts)}-{letter}"])
    return [plain, spaced, dotted, plain.lower(), full_width(plain)]


def nie(chance: random.Random) -> Written:
    first, number = chance.choice("XYZ"), _figures(chance, 7)
    letter = LETTERS[int(str("XYZ".index(first)) + number) % 23] if chance.random() < 0.9 else chance.choice(LETTERS)
    plain = first + number + letter
    dotted = chance.choice([f"{first}-{number}-{letter}", f"{first}-{number[0]}.{number[1:4]}.{number[4:]}-{letter}", f"{first}.{number}.{letter}"])
    return [plain, f"{first} {number} {letter}", dotted, plain.lower(), full_width(plain)]


def cif(chance: random.Random) -> Written:
    kind, number = chance.choice("ABCDEFGHJNPQRSUVW"), _figures(chance, 7)
    odd = sum(sum(divmod(2 * int(figure), 10)) for figure in number[::2])
    control = -(odd + sum(map(int, number[1::2]))) % 10
    last = "JABCDEFGHI"[control] if kind in "NPQRSW" else str(control)
    plain = kind + number + last
    spaced = chance.choice([f"{kind} {number}{last}", f"{kind} {number[:2]} {number[2:5]} {number[5:]}{last}"])
    dotted = chance.choice([f"{kind}-{number}{last}", f"{kind}-{number[:2]}.{number[2:5]}.{number[5:]}{last}", f"{kind}-{number}-{last}"])
    return [plain, spaced, dotted, plain.lower(), full_width(plain)]


def _account(chance: random.Random) -> tuple[str, str, str, str]:
    bank, office, number = _figures(chance, 4), _figures(chance, 4), _figures(chance, 10)

    def control(figures: str) -> str:
        rest = 11 - sum(int(figure) * 2**place % 11 for place, figure in enumerate(figures)) % 11
        return {10: "1", 11: "0"}.get(rest, str(rest))

    return bank, office, control("00" + bank + office) + control(number), number


def account(chance: random.Random) -> Written:
    parts = _account(chance)
    plain = "".join(parts)
    fours = " ".join(plain[n : n + 4] for n in range(0, 20, 4))
    return [plain, chance.choice([" ".join(parts), fours]), "-".join(parts), plain, full_width(plain)]


def iban(chance: random.Random) -> Written:
    number = "".join(_account(chance))
    country, number = ("ES", number) if chance.random() < 0.8 else ("DE", _figures(chance, 18))
    digits = "".join(str(int(c, 36)) for c in number + country + "00")
    plain = f"{country}{98 - int(digits) % 97:02}{number}"
    fours = [plain[n : n + 4] for n in range(0, len(plain), 4)]
    return [plain, " ".join(fours), chance.choice("-.").join(fours), plain.lower(), full_width(plain)]


def nuss(chance: random.Random) -> Written:
    province, person = f"{chance.randrange(1, 53):02}", f"{chance.randrange(10_000_000, 100_000_000):08}"
    control = f"{int(province + person) % 97:02}"
    parts = province, person, control
    return ["".join(parts), " ".join(parts), "/".join(parts), "-".join(parts), full_width("".join(parts))]


def card(chance: random.Random) -> Written:
    number = chance.choice(["4", "51", "55", "62", "2720"])
    number += _figures(chance, 15 - len(number))
    total = sum(sum(divmod(int(figure) * (2 - place % 2), 10)) for place, figure in enumerate(number))
    plain = number + str(-total % 10)
    fours = [plain[n : n + 4] for n in range(0, 16, 4)]
    return [plain, " ".join(fours), "-".join(fours), ".".join(fours), full_width(plain)]


def plate(chance: random.Random) -> Written:
    figures, letters = _figures(chance, 4), "".join(chance.choice("BCDFGHJKLMNPRSTVWXYZ") for _ in range(3))
    plain = figures + letters
    return [plain, f"{figures} {letters}" if figures[:2] not in ("19", "20") else plain, f"{figures}-{letters}", plain.lower(), full_width(plain)]


def cadastral(chance: random.Random) -> Written:
    def letters(count: int) -> str:
        return "".join(chance.choice("ABCDEFGHJKLMNPQRSTUVWXYZ") for _ in range(count))

    parcel, sheet = _figures(chance, 7), letters(2) + _figures(chance, 4) + letters(1)
    home, control = _figures(chance, 4), letters(2)
    plain = parcel + sheet + home + control
    return [plain, f"{parcel} {sheet} {home} {control}", f"{parcel}-{sheet}-{home}-{control}", plain.lower(), full_width(plain)]


def phone(chance: random.Random) -> Written:
    start = chance.choice(["6", "6", "7", "91", "93", "96", "981", "943", "85", "88"])
    plain = start + _figures(chance, 9 - len(start) - 1) + chance.choice("123456789")
    a, b, c = plain[:3], plain[3:6], plain[6:]
    pairs = f"{a} {plain[3:5]} {plain[5:7]} {plain[7:]}"
    spaced = chance.choice(
        [f"{a} {b} {c}", pairs, f"{plain[:2]} {plain[2:5]} {plain[5:7]} {plain[7:]}", f"{a} {b}{c}", f"{plain[:2]} {plain[2:5]} {plain[5:]}"]
    )
    dotted = chance.choice(
        [f"{a}-{b}-{c}", f"{a}.{b}.{c}", pairs.replace(" ", "."), f"({plain[:2]}) {plain[2:5]} {plain[5:7]} {plain[7:]}", f"{a}-{b}{c}"]
    )
    foreign = (
        f"+{chance.choice(['44 20', '33 6', '49 170', '351 91', '212 6', '40 7'])}{_figures(chance, 1)} {_figures(chance, 4)} {_figures(chance, 3)}"
    )
    abroad = chance.choice([f"+34{plain}", f"+34 {a} {b} {c}", f"0034 {a} {b} {c}", f"(+34) {pairs}", f"0034{plain}", foreign])
    return [plain, spaced, dotted, abroad, full_width(chance.choice([plain, f"{a} {b} {c}"]))]


def email(chance: random.Random) -> Written:
    first, last = chance.choice(GIVEN).lower(), chance.choice(FAMILY).lower()
    user = chance.choice([f"{first}.{last}", f"{first}{last}{_figures(chance, 2)}", f"{first[0]}_{last}", f"{last}-{first}", f"{first}+tramites"])
    where = chance.choice(["gmail.com", "hotmail.es", "correo.example", "yahoo.es", "alumnos.uni.example", "empresa-sl.example"])
    plain = f"{user}@{where}"
    spelt = f"{user} arroba {where.replace('.', ' punto ')}"
    return [plain, f"{user} @ {where}", chance.choice([spelt, f"{user}(arroba){where}"]), plain.upper(), full_width(plain)]


GIVEN = [
    "Lucía",
    "Hugo",
    "María",
    "Martín",
    "Carmen",
    "Antonio",
    "Josefa",
    "Manuel",
    "Ainhoa",
    "Iker",
    "Xoán",
    "Uxía",
    "Jordi",
    "Montserrat",
    "Fátima",
    "Mohamed",
    "Ioana",
    "Andrés",
    "Pilar",
    "Juan",
    "José",
]
FAMILY = [
    "García",
    "Fernández",
    "Etxeberria",
    "Puig",
    "Castro",
    "Vázquez",
    "Muñoz",
    "Iglesias",
    "Zabala",
    "Ferrer",
    "Núñez",
    "Ortiz",
    "Prieto",
    "Soler",
    "Otero",
    "Agirre",
    "Popescu",
    "Benali",
]


def name(chance: random.Random) -> Written:
    first, family, second = chance.choice(GIVEN), chance.choice(FAMILY), chance.choice(FAMILY)
    particle = chance.choice(["de la Torre", "del Río", "de Dios"])
    return [f"{first} {family}", f"{first} {family} {second}", f"{first}-{chance.choice(GIVEN)} {family}", first, f"{first} {family} {particle}"]


KINDS: dict[str, Callable[[random.Random], Written]] = {
    "dni": dni, "nie": nie, "cif": cif, "iban": iban, "phone": phone, "email": email,
    "account": account, "nuss": nuss, "card": card, "plate": plate, "cadastral": cadastral, "name": name,
}  # fmt: skip
MARKS = {
    "dni": "[DNI]", "nie": "[NIE]", "cif": "[CIF]", "iban": "[IBAN]", "phone": "[TELÉFONO]", "email": "[CORREO]", "account": "[CUENTA]",
    "nuss": "[NUSS]", "card": "[TARJETA]", "plate": "[MATRÍCULA]", "cadastral": "[REF. CATASTRAL]", "name": "[NOMBRE]",
}  # fmt: skip

# Most say nothing of what kind of number it is.
SENTENCES = (
    "{x}", "{x}, ¿cuándo le toca?", "¿Puede mirar {x}?", "Un vecino ({x}) pregunta por la ayuda al alquiler.", "Buenos días, {x} quiere saber si tiene deuda",
    "El ciudadano con {x} dice que no le llega la carta", "Tengo aquí a una señora, {x}, que viene a empadronarse", "¿cómo va lo de {x}?",
    "Me da {x} y quiere cambiar la domiciliación del IBI de 2025.", "ciudadana: {x}", "Datos: {x}; ¿qué plazo tiene para pagar?", "adjunta {x} en su escrito\n¿es válido?",
    "necesito el volante de {x}.", "Ha llamado 2 veces, es {x}.", "Paga 96,40 € al año ({x}). ¿Puede fraccionar?", "\"{x}\" es lo que consta en el padrón, ¿se corrige?",
    "¿Le vale a {x} el modelo 036?", "a las 10:30 viene {x} por el expediente 2024/000123", "Consta así: {x}\ny quiere cambiarlo", "preguntan por {x} en la ley 39/2015",
    "El veí amb {x} vol saber si ha de pagar la taxa", "Bon dia, {x} demana cita prèvia", "O veciño {x} pregunta pola axuda", "Bo día: {x} quere empadroarse",
    "Herritar batek ({x}) hitzordua nahi du", "Egun on, {x} erroldatu nahi da", "The resident with {x} wants an appointment", "Can {x} pay by card?",
    "no encuentro {x} en el sistema", "Para {x}: ¿qué papeles hacen falta?", "le sale {x} / error 404", "la persona {x} tiene 65 años",
)  # fmt: skip
# A name is known by what introduces it.
INTRODUCTIONS = (
    "Me llamo {x}, ¿cómo me empadrono?", "Hola, soy {x}, quería saber el horario", "mi nombre es {x} y vivo en Vigo", "El recibo está a nombre de {x}. ¿Se puede cambiar?",
    "Soy {x}.", "Em dic {x} i vull empadronar-me", "Chámome {x}, como pido cita?", "Hello, my name is {x}. How do I register?", "I'm {x}, from the library",
    "Nire izena {x} da", "{x} naiz eta hitzordua nahi dut", "Sóc la {x}, quan obriu?", "La vecina {x} pregunta por el IBI", "Una factura a nom de {x}", "El recibo a nome de {x}",
)  # fmt: skip


def positives(kind: str, count: int, seed: int) -> Iterator[tuple[str, str]]:
    """Yield `count` texts with one piece of `kind` in each, and what is to stand there instead."""
    chance = random.Random(f"{kind} {seed}")
    for number in range(count):
        written = KINDS[kind](chance)[number % 5]
        sentence = chance.choice(INTRODUCTIONS if kind == "name" else SENTENCES)
        yield sentence.replace("{x}", written), sentence.replace("{x}", MARKS[kind])


def _file(chance: random.Random) -> str:
    year, number = chance.randrange(2018, 2027), chance.randrange(1, 100_000)
    return chance.choice(
        [
            f"{year}/{number:06}",
            f"EXP-{year}-{number:08}",
            f"{number}/{year}",
            f"{year}-{number:05}",
            f"G{year}{number:05}",
            f"URB/{year}/{number}",
            f"{year}{number:07}",
        ]
    )


def _amount(chance: random.Random) -> str:
    large = chance.randrange(1_000_000, 900_000_000)
    grouped = f"{large:,}".replace(",", ".")
    return chance.choice(
        [f"{chance.randrange(10, 9999)},{_figures(chance, 2)} €", f"{grouped} €", f"{grouped},{_figures(chance, 2)} EUR", f"{grouped} euros", f"{large} €",
         f"{chance.randrange(1, 99)} millones de euros", f"{chance.randrange(100, 999)}.{_figures(chance, 3)},00 €"]
    )  # fmt: skip


def _date(chance: random.Random) -> str:
    day, month, year = chance.randrange(1, 29), chance.randrange(1, 13), chance.randrange(1980, 2030)
    return chance.choice(
        [
            f"{day}/{month}/{year}",
            f"{day:02}-{month:02}-{year}",
            f"{day:02}.{month:02}.{year}",
            f"{year}-{month:02}-{day:02}",
            f"{day} de marzo de {year}",
            f"{day:02} {month:02} {year}",
        ]
    )


FILLED: dict[str, Callable[[random.Random], str]] = {
    "year": lambda c: str(c.randrange(1950, 2031)),
    "years": lambda c: f"{(start := c.randrange(2015, 2027))}{c.choice('-/')}{start + 1}",
    "amount": _amount,
    "file": _file,
    "date": _date,
    "law": lambda c: f"{c.randrange(1, 60)}/{c.randrange(1978, 2027)}",
    "time": lambda c: f"{c.randrange(7, 22)}{c.choice(':.')}{c.choice(['00', '15', '30', '45'])}",
    "hours": lambda c: c.choice(["de 9 a 14", "9:00-14:00", "de 9.00 a 14.30 y de 16.30 a 19.00", "9-14 16-20", "9-14h"]),
    "post": lambda c: f"{c.randrange(1, 53):02}{_figures(c, 3)}",
    "form": lambda c: c.choice(["036", "037", "100", "145", "303", "600", "620", "650", "790-012", "EX-15", "TA.0521"]),
    "short": lambda c: c.choice(["010", "012", "016", "060", "091", "092", "112", "900 111 222", "901 22 33 44", "902112233", "800 123 456", "900-123-456"]),
    "small": lambda c: str(c.randrange(2, 100)),
    "measure": lambda c: f"{c.randrange(2, 5000)} {c.choice(['m2', 'm²', 'kg', 'km', 'kWh', 'habitantes', 'kms', 'litros'])}",
    "share": lambda c: f"{c.randrange(1, 100)}{c.choice([' %', '%', ',5 %'])}",
    "entry": lambda c: f"{c.choice(['TRIB', 'OAC', 'URB', 'POL', 'SOC'])}-{c.randrange(1, 400):03}",
    "trade": lambda c: c.choice(["autónomo", "Autónoma", "mayor de 65", "de Vigo", "pensionista", "Funcionaria", "estudiante", "la presidenta de la comunidad", "de Castilla y León", "familia numerosa", "Policía Local", "del padrón"]),
    "paper": lambda c: c.choice(["DNI", "NIE", "pasaporte", "certificado digital", "tarjeta sanitaria", "carné joven", "CIF", "NIF", "IBAN"]),
    "site": lambda c: c.choice(["www.castroalba.example", "https://sede.castroalba.example/padron", "https://www.boe.es/eli/es/l/2015/10/01/39/con", "sede.castroalba.example/tributos/ibi-2026"]),
}  # fmt: skip

CLEAN = (
    "¿Cuánto pago de IBI en {year} si vivo en el {post}?", "¿Hasta qué día se paga el recibo de {amount}?", "¿Se puede fraccionar una deuda de {amount} a {small} meses?",
    "¿Qué dice el artículo {small} de la Ley {law}?", "¿Sigue vigente el Real Decreto {law}?", "RD {law}, art. {small}.2 b)", "¿Cómo va el expediente {file}?",
    "Expediente {file}: ¿está resuelto?", "expte. nº {file} de licencia de obra", "¿Cuándo sale la resolución del exp {file}?", "referencia {file}, quiere copia",
    "¿Qué hago si la multa {file} ya está pagada?", "¿La cita del {date} a las {time} se puede cambiar?", "¿Está abierto el {date}?", "¿El horario es {hours}?",
    "horario de la biblioteca {hours} en {year}", "¿Cómo relleno el modelo {form}?", "modelo {form} del ejercicio {year}", "¿Puedo llamar al {short}?", "¿El {short} es gratuito?",
    "¿La línea {small} llega al hospital?", "lineas {small} {small} {small} y {small} los festivos", "¿Qué autobuses paran en el número {small} de la calle Mayor?",
    "Tengo {small} años, ¿puedo pedir la tarjeta 7?", "¿Necesito licencia para {measure} de terraza?", "¿Qué pasa si consumo {measure} de agua?", "¿La bonificación es del {share}?",
    "bonificacion {share} del ivtm para vehiculos de {year}", "La respuesta {entry} está desactualizada", "¿Dónde renuevo el {paper}?", "¿Me piden el {paper} para empadronarme?",
    "se me ha caducado el {paper} el {date}, ¿qué hago?", "¿Vale el {paper} caducado desde {year}?", "Soy {trade}, ¿qué ayudas hay?", "soy {trade} y quiero saber el plazo",
    "Soy {trade} y tengo {small} hijos, ¿tengo bonificación?", "¿La convocatoria {years} sigue abierta?", "curso {years}: plazo de matrícula", "¿Dónde está publicado? En {site} no sale",
    "según {site} el plazo acaba el {date}", "presupuesto {year}: {amount}", "¿De {amount} a {amount} qué tipo se aplica?", "entre {amount} y {amount} hay recargo del {share}?",
    "¿Cuántos habitantes tenía en {year}? ¿{measure}?", "¿La parcela de {measure} paga contribución?", "del {date} al {date} está cortada la calle", "¿Hay {small} plazas en el curso de {time}?",
    "¿Puedo pedir {small} copias del libro de familia?", "BOE núm. {small} de {date}", "ordenanza fiscal nº {small}/{year}", "¿Se llama Cita Previa o Mi Carpeta?", "Quiénes son los Bomberos Voluntarios",
    "factura {file} por {amount}", "¿El contrato menor tiene el límite de {amount}?", "¿La subvención de {amount} tributa?", "recibo a nombre de la comunidad de propietarios", "cambiar el recibo a nombre de mi hijo",
    "Quina bonificació hi ha per a {small} fills el {year}?", "Quant costa la taxa si són {amount}?", "L'expedient {file} està resolt?", "Sóc autònom, quin model {form} he de fer?",
    "Canto custa o lixo en {year}?", "O expediente {file} está pechado?", "Son autónomo, que axudas hai?", "Zein da {year} urteko zerga?", "{file} espedientea noiz ebatziko da?", "Gasteiztarra naiz, zer egin behar dut?",
    "How much is the fee in {year}?", "Is file {file} closed?", "I am retired, do I pay {amount}?", "I'm a student, is bus {small} free?", "Is {short} open on {date}?", "this is for the {date} appointment",
    "¿el código postal {post} es de aquí?", "código {small}{small} de error al firmar", "partida presupuestaria {small}.{small}.{form}", "me llamo igual que mi padre y el {paper} sale mal", "mi nombre es incorrecto en el padrón de {year}",
    "¿Cuál es el teléfono de atención? ¿el {short}?", "¿el teléfono {short} atiende {hours}?", "tarjeta de transporte {small} a {small} años", "¿la tarjeta vale para {year}-{small}?", "matrícula de la escuela de música {years}, cuota {amount}",
    "¿la matrícula cuesta {amount}?", "¿Cuántas plazas PMR hay para {measure}?", "sorteo del {date} con {small} viviendas de {measure}", "interesados: comunidades de {small} vecinos", "¿Dónde está la calle Don Quijote, {small}?",
)  # fmt: skip


def clean(count: int, seed: int) -> Iterator[str]:
    """Yield `count` questions as an administration hears them, with figures of every harmless kind and nobody's data."""
    chance = random.Random(f"clean {seed}")
    for number in range(count):
        text = CLEAN[number % len(CLEAN)]
        while "{" in text:
            before, _, rest = text.partition("{")
            field, _, after = rest.partition("}")
            text = before + FILLED[field](chance) + after
        yield text
