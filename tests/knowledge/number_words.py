"""Numbers below a million in words, said independently of how they are read."""

_ES = (
    "cero un dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte veintiún veintidós "
    "veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve"
).split()
_ES_TENS = "treinta cuarenta cincuenta sesenta setenta ochenta noventa".split()
_ES_HUNDREDS = "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos".split()
_GL = "cero un dous tres catro cinco seis sete oito nove dez once doce trece catorce quince dezaseis dezasete dezaoito dezanove".split()
_GL_TENS = "vinte trinta corenta cincuenta sesenta setenta oitenta noventa".split()
_GL_HUNDREDS = "cento douscentos trescentos catrocentos cincocentos seiscentos setecentos oitocentos novecentos".split()
_EU = (
    "zero bat bi hiru lau bost sei zazpi zortzi bederatzi hamar hamaika hamabi hamahiru hamalau hamabost hamasei hamazazpi hemezortzi hemeretzi"
).split()
_EU_TWENTIES = "hogei berrogei hirurogei laurogei".split()
_EU_HUNDREDS = "ehun berrehun hirurehun laurehun bostehun seiehun zazpiehun zortziehun bederatziehun".split()


def spanish(number: int) -> str:
    if number >= 1_000:
        return _thousands("mil", spanish, number)
    if number > 100:
        return _and(_ES_HUNDREDS[number // 100 - 1], " ", number % 100, spanish)
    if number == 100:
        return "cien"
    return _ES[number] if number < 30 else _and(_ES_TENS[number // 10 - 3], " y ", number % 10, spanish)


def galician(number: int) -> str:
    if number >= 1_000:
        return _thousands("mil", galician, number)
    if number > 100:
        return _and(_GL_HUNDREDS[number // 100 - 1], " ", number % 100, galician)
    if number == 100:
        return "cen"
    return _GL[number] if number < 20 else _and(_GL_TENS[number // 10 - 2], " e ", number % 10, galician)


def basque(number: int) -> str:
    if number >= 1_000:
        joins = number % 1_000 < 100 or number % 100 == 0
        return _thousands("mila", basque, number, " eta " if joins else " ")
    if number >= 100:
        return _and(_EU_HUNDREDS[number // 100 - 1], " eta ", number % 100, basque)
    return _EU[number] if number < 20 else _and(_EU_TWENTIES[number // 20 - 1], "ta ", number % 20, basque)


def _thousands(word, say, number: int, joiner: str = " ") -> str:
    thousands = word if number < 2_000 else f"{say(number // 1_000)} {word}"
    return _and(thousands, joiner, number % 1_000, say)


def _and(first: str, joiner: str, rest: int, say) -> str:
    return f"{first}{joiner}{say(rest)}" if rest else first
