"""How people ask, apart from what they ask about: what they say around a question, and what they want to know of a thing (its hours, its price).

Two questions about one thing are the same one only where the same is asked of it (`Aspect`). Of phrases that mean one aspect there is no end: these are
the ones of every counter, by hand, folded as `text.words` folds them. A language without a row has no aspects, and its questions go by their words.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from knowledge.matching import spelling
from knowledge.matching.common_words import shorthand, stop_words
from knowledge.matching.spelling import Words, sound


class Aspect(StrEnum):
    """What is asked of a thing, or is to be done with it."""

    HOURS = "HOURS"
    WHEN = "WHEN"
    WHERE = "WHERE"
    PRICE = "PRICE"
    PAPERS = "PAPERS"
    DURATION = "DURATION"
    PHONE = "PHONE"
    WHY = "WHY"
    WHO = "WHO"
    HOW_MANY = "HOW_MANY"
    WHAT_IS = "WHAT_IS"
    NOT = "NOT"
    START = "START"
    END = "END"
    RENEW = "RENEW"
    CANCEL = "CANCEL"
    CHANGE = "CHANGE"
    APPEAL = "APPEAL"
    GIVE_BACK = "GIVE_BACK"


_ASIDE = None
# Who asks, how that reached us, and what leads from there to the question, in Spanish.
_SOMEBODY = (
    r"(?:un|una|el|la|este|esta|otr[oa]|mi|vari[oa]s|un[oa]s) "
    r"(?:ciudadan|vecin|usuari|senor|chic|person|client|seguidor|mujer|hombre|famili)\w*"
)  # fmt: skip
_BY = r"(?:por|en|desde|a) (?:el |la |un )?(?:telefono|correo|email|mail|mostrador|ventanilla|mensaje|privado)"
_ABOUT = r"(?: (?:saber|por|si|que|sobre|informacion))*"
# In this order, so that "a qué hora" is taken before "hora" and "cuánto tarda" before "cuánto". A word ends where its pattern does.
_PHRASES: dict[str, tuple[tuple[str, Aspect | None], ...]] = {
    "es": (
        (r"(?:hola|buenas|buen[oa]s dias) (?:a tod[oa]s|compi\w*|chic[oa]s|equipo|companer[oa]s)", _ASIDE),
        (r"(?:por|en|desde|via) (?:el |las )?(?:twitter|instagram|insta|facebook|face|tiktok|whatsapp|wasap|redes(?: sociales)?)", _ASIDE),
        (rf"(?:tengo|tenemos|hay|esta aqui) (?:aqui )?(?:a )?(?={_SOMEBODY}(?: {_BY})?(?: que| pregunt))", _ASIDE),
        ((rf"{_SOMEBODY}(?: {_BY})?(?: que)?(?: me| nos)?(?: ha| han| esta| estan)? "
         rf"(?:pregunt|quiere|quieren|consult|coment|dice|pide|solicita|llama|necesita|escri[bt])\w*(?: {_BY})?{_ABOUT}"), _ASIDE),
        ((rf"(?:{_BY} )?(?:me|nos) (?:(?:ha|han|esta|estan|lo|la) )*(?:pregunt|consult|coment|dice|pide|llama|escri[bt]|llega)\w*"
         rf"(?: {_BY})?(?: {_SOMEBODY})?(?: {_BY})?(?: pregunt\w*)?{_ABOUT}"), _ASIDE),
        (r"(?:me|nos|le|les) gustaria(?: saber)?|(?:quisiera|quiero|queria|necesito|necesitaria|quiere|quieren|queremos) saber", _ASIDE),
        (r"(?:me |nos )?(?:podeis|puedes|pueden|podrias|podriais|podrian|puede|podria) (?:decir|indicar|informar|ayudar|explicar|confirmar)\w*", _ASIDE),
        (r"(?:decir|dec|indicar|di|dig|informar)(?:me|nos|as|es|an|ais)?(?= (?:si|que|cual|como|donde|cuando|cuanto|el|la)\b)", _ASIDE),
        (r"(?:alguien )?(?:sabeis|sabes|sabe|saben)(?= (?:si|que|cual|como|donde|cuando|cuant|a que)\b)", _ASIDE),
        (r"(?:tengo|tenemos|tiene|tienen) (?:una|la) (?:duda|consulta|pregunta)|una (?:duda|consulta|pregunta|cosa|cosita)|no (?:lo )?(?:se|sabemos|sabia)(?= (?:si|que|cual|como|donde|cuando|cuanto)\b|$)", _ASIDE),
        (r"(?:que|como) (?:le |les )?(?:contest|respond|decim|dig)\w+(?: a (?:esto|eso))?", _ASIDE),
        (r"(?:muy )?buen[oa]s(?: dias| tardes| noches)?|por favor|de antemano|un saludo|mil gracias|muchas gracias", _ASIDE),
        (r"(?:a|hasta|desde|sobre)? ?(?:que|q) horas?|(?:cual|cuales|que)? ?(?:es|son)? ?(?:el|los|las|la)? ?horarios?|hora de(?= (?:apertura|cierre|recog|recoj))", Aspect.HOURS),
        (r"(?:(?:cuando|que dias?) )?(?:abre|abren|abris|abiert[oa]s?|cierra|cierran|cerrais)", Aspect.HOURS),
        (r"cuanto(?: tiempo)? (?:se )?(?:suelen? )?(?:tarda\w*|dura\w*|demora\w*)|cuanto tiempo|cuantos (?:dias|meses)|(?:tiempo|plazo) de (?:espera|resolucion)", Aspect.DURATION),
        (r"(?:cuanto|cuantos|que|por cuanto)? ?(?:cuesta|cuestan|costaria|costara|vale|valen|valdria|coste|costes|precios?|tarifas?)", Aspect.PRICE),
        ((r"(?:(?:cual|cuales|que)? ?(?:es|son|hay)? ?(?:el|la|los)? ?)?(?:hasta cuando|hasta que dia|fechas? limite|plazos?(?= (?:de|del|para|en|pago)\b)|ultimo dia)"
         r"(?: (?:se )?(?:puedo |puede |para |de )?(?:el )?pag\w+)?"), Aspect.WHEN),
        (r"(?:(?<!a )plazos?|cuando|(?:en |a )?que (?:fechas?|dias?|mes)|fechas?)(?: (?:se )?(?:puedo |puede |para |de |hay |que )*(?:el )?pag\w+)?", Aspect.WHEN),
        (r"(?:a|de|desde|por|en)? ?donde(?: (?:esta|estan|queda|quedan|hay|se encuentra))?|(?:en |a )que (?:sitio|lugar|oficina|ventanilla)|(?:cual es la )?direccion(?= (?:de|del)\b)|ubicaci\w+", Aspect.WHERE),
        ((r"(?:que|cual|cuales)? ?(?:son los )?(?:requisitos?|documentos?|documentacion|papeles|papeleo)"
         r"(?: (?:hay|hace falta|hacen falta|necesito|necesita|necesitan|se necesita|se necesitan|piden|se pide|son necesari[oa]s|tiene|debo))?"
         r"(?: que)?(?: (?:llevar|presentar|aportar|entregar))?"), Aspect.PAPERS),
        ((r"que (?:hace falta|hacen falta|necesito|necesita|necesitan|se necesita|se requiere|piden|(?:debo|debe|debemos) (?:llevar|presentar|aportar))|"
         r"que (?:hay que|tengo que|tiene que|se tiene que)? ?(?:llevar|presentar|aportar)"), Aspect.PAPERS),
        (r"(?:cual es el )?(?:numero (?:de )?)?telefonos?|(?:a que numero )?(?:llamar|llamo|llama)", Aspect.PHONE),
        (r"por que", Aspect.WHY),
        (r"(?:a |con |de )?quien(?:es)?", Aspect.WHO),
        (r"cuant[oa]s", Aspect.HOW_MANY),
        (r"cuanto (?:se|hay que|tengo que|tiene que|debo|es|son|sale)? ?(?:paga\w*|cobra\w*|pagar)?", Aspect.PRICE),
        (r"(?:para )?que (?:es|significa|son)(?= (?:el|la|los|las|un|una|eso|lo)\b)|en que consiste|como funciona", Aspect.WHAT_IS),
        (r"(?:me |te |se |le )?(?:dar|doy|da|dan|demos|dado|dando|damos)(?:me|se|le|los|la|lo)? (?:de|una) (?=alta|baja)", _ASIDE),
        (r"altas?", Aspect.START),
        (r"bajas?", Aspect.END),
        (r"renov\w+|renuev\w+", Aspect.RENEW),
        (r"anul[ao]\w*|cancel[ao]\w*|desapunt\w+", Aspect.CANCEL),
        (r"cambi(?:o|os|ar\w*|a|an|e)|modific\w+|rectific\w+|corregir\w*", Aspect.CHANGE),
        (r"recurr\w+|recursos? (?=contra|de|del|a|por|multas?)|aleg[ao]\w*|reclam\w+", Aspect.APPEAL),
        (r"devol\w+|devuelv\w+|reembols\w+", Aspect.GIVE_BACK),
        (r"(?:hay|tengo|tiene|tienen|tenemos) que", _ASIDE),
        (r"no|sin|tampoco|nunca|ningun\w*", Aspect.NOT),
    ),
    "ca": (
        (r"(?:un|una|el|la) (?:ciutada|ciutadana|vei|veina|usuari|usuaria|senyor|senyora|persona|noi|noia) (?:em |ens )?(?:pregunta|vol|demana|diu|consulta)(?: (?:saber|per|si|que|sobre))*", _ASIDE),
        (r"(?:em|ens) (?:pregunt|demane|consult)\w*(?: (?:saber|per|si|que|sobre))*|(?:vull|voldria|vol|volem|magradaria|necessito) saber|mhan preguntat(?: (?:per|si))?", _ASIDE),
        (r"bon dia|bona (?:tarda|nit)|bones|si us plau|sisplau|(?:moltes )?gracies|una (?:pregunta|consulta)|tinc un dubte|(?:em )?(?:podeu|podrieu|pots) dir\w*|no se", _ASIDE),
        (r"(?:a |fins a )?quin\w* hor\w+|horaris?|(?:quan )?(?:obre|obren|obert|oberta|tanca|tanquen)", Aspect.HOURS),
        (r"quant(?: de)? temps|quant triga\w*|quant dura\w*", Aspect.DURATION),
        (r"(?:quant|que)? ?(?:costa|costen|val|valen|preus?|tarif\w+)|quant (?:es|shi)? ?pag\w+", Aspect.PRICE),
        (r"fins quan|terminis?|quan|quin dia|dates?|data limit", Aspect.WHEN),
        (r"(?:a |d)?on(?= )|quina es ladreca", Aspect.WHERE),
        (r"(?:quin\w* )?(?:requisits?|documents?|documentacio|papers)(?: (?:necessito|calen|cal|demanen|fan falta|shan de|he de))?(?: (?:portar|presentar|dur))?|que (?:cal|necessito|es necessita)(?: (?:portar|presentar))?", Aspect.PAPERS),
        (r"(?:numero de )?telefons?", Aspect.PHONE),
        (r"per que", Aspect.WHY),
        (r"quants|quantes", Aspect.HOW_MANY),
        (r"(?:donar|dono|dona)(?:me|se)? (?:de|d) ?(?=alta|baixa)", _ASIDE),
        (r"dalta|altes|alta", Aspect.START),
        (r"baix(?:a|es)", Aspect.END),
        (r"renov\w+", Aspect.RENEW),
        (r"anul\w+|cancel\w+", Aspect.CANCEL),
        (r"canvi\w*|modific\w+", Aspect.CHANGE),
        (r"recorr\w+|recurs contra|alleg\w+|reclam\w+", Aspect.APPEAL),
        (r"no|sense|mai", Aspect.NOT),
    ),
    "gl": (
        (r"(?:un|unha|o|a) (?:cidadan|cidada|vecin|vecina|vecino|usuari[oa]|senor|senora|persoa) (?:me |nos )?(?:pregunta|quere|di|consulta)(?: (?:saber|por|se|que|sobre))*", _ASIDE),
        (r"preguntan(?:me|nos)?(?: (?:por|se|que|sobre))*|(?:quero|queria|quere|gustariame|necesito) saber|bos dias|boas(?: tardes| noites)?|por favor|(?:moitas )?grazas|unha (?:pregunta|consulta|dubida)", _ASIDE),
        (r"(?:a |ata )?que horas?|(?:cal e o )?horarios?|(?:cando )?(?:abre|abren|abert[oa]s?|pecha|pechan)", Aspect.HOURS),
        (r"canto tempo|canto tarda\w*|canto dura\w*", Aspect.DURATION),
        (r"(?:canto|que)? ?(?:custa|custan|vale|valen|prezos?|tarifas?)|canto se paga", Aspect.PRICE),
        (r"ata cando|prazos?|cando|que dia|datas?|data limite", Aspect.WHEN),
        (r"onde|u[nl]a", Aspect.WHERE),
        (r"(?:que )?(?:requisitos?|documentos?|documentacion|papeis)(?: (?:necesito|fan falta|piden))?|que (?:fai falta|necesito)", Aspect.PAPERS),
        (r"(?:numero de )?telefonos?", Aspect.PHONE),
        (r"(?:dar|dou)(?:me|se)? de (?=alta|baixa)", _ASIDE),
        (r"altas?", Aspect.START),
        (r"baixas?", Aspect.END),
        (r"renov\w+", Aspect.RENEW),
        (r"anul\w+|cancel\w+", Aspect.CANCEL),
        (r"cambi\w+|modific\w+", Aspect.CHANGE),
        (r"recorr\w+|recurso contra|aleg\w+|reclam\w+", Aspect.APPEAL),
        (r"non|sen|nunca", Aspect.NOT),
    ),
    "eu": (
        (r"(?:herritar|bizilagun|erabiltzaile|pertsona) batek galdetu\w* (?:du|dit)|galdetzen didate|jakin nahi (?:du|dut|nuke)|kaixo|egun on|arratsalde on|mesedez|eskerrik asko|galdera bat", _ASIDE),
        (r"(?:zer|zein) ordu\w*|ordutegi\w*|(?:noiz )?(?:irekitzen|ixten|irekita|itxita)", Aspect.HOURS),
        (r"zenbat denbora\w*|zenbat irauten", Aspect.DURATION),
        (r"zenbat (?:balio|kostatzen|ordain\w+|da)|prezio\w*|tarif\w+", Aspect.PRICE),
        (r"noiz arte|noiz|epe(?:a|ak|aren)?|data\w*", Aspect.WHEN),
        (r"non|nora|helbide\w*", Aspect.WHERE),
        (r"baldintza\w*|dokumentu\w*|agiri\w*|dokumentazio\w*|zer behar (?:da|dut|du)", Aspect.PAPERS),
        (r"telefono\w*", Aspect.PHONE),
        (r"(?:alta|altan) ?(?:eman|emateko)?", Aspect.START),
        (r"(?:baja|bajan) ?(?:eman|emateko)?", Aspect.END),
        (r"berritze?\w*|berritu\w*", Aspect.RENEW),
        (r"baliogabe\w+|ezezt\w+", Aspect.CANCEL),
        (r"aldat\w+|aldaket\w+", Aspect.CHANGE),
        (r"errekurt\w+|erreklama\w+", Aspect.APPEAL),
        (r"ez", Aspect.NOT),
    ),
    "en": (
        (r"(?:a|an|one|some) ?(?:citizen|resident|neighbour|person|user|customer|lady|man|woman|one)\w* (?:is |are )?(?:ask|want|would like|say)\w*(?: (?:to know|me|if|about|whether))*", _ASIDE),
        (r"(?:i|we|they) (?:would like|want|need|wanted|wanna)(?: to know)?|id like(?: to know)?|(?:can|could) (?:you|u)(?: please)? (?:tell|help|let)\w*(?: me| us)?(?: know)?|(?:do you|does anyone) know", _ASIDE),
        (r"good (?:morning|afternoon|evening)|thank you|thanks(?: a lot)?|please|hello|hi|hey", _ASIDE),
        ((r"(?:at )?what times?(?= (?:do|does|is|are)\b)|opening (?:hours|times?)|what (?:are|is) the hours|(?:opens|closes|closed)|"
         r"when (?=(?:do|does|is|are) .*\b(?:open|close)\b)|(?:open|close)(?=$| on\b| at\b| in\b| during\b| until\b)"), Aspect.HOURS),
        (r"how long", Aspect.DURATION),
        (r"how much(?: (?:does|do|is|are|it|will))*|costs?|prices?|fees?|rates?", Aspect.PRICE),
        (r"when|what (?:day|date)|deadlines?|dates?|until when", Aspect.WHEN),
        (r"where|address of", Aspect.WHERE),
        (r"(?:what|which)? ?(?:requirements?|documents?|paperwork|papers)(?: (?:do i need|are needed))?|what do (?:i|you|they) need", Aspect.PAPERS),
        (r"(?:tele)?phone(?: number)?", Aspect.PHONE),
        (r"why", Aspect.WHY),
        (r"who", Aspect.WHO),
        (r"how many", Aspect.HOW_MANY),
        (r"renew\w*", Aspect.RENEW),
        (r"cancel\w*", Aspect.CANCEL),
        (r"chang\w+|modif\w+|updat\w+", Aspect.CHANGE),
        (r"appeal\w*|complain\w*", Aspect.APPEAL),
        (r"return\w*|refund\w*|give back", Aspect.GIVE_BACK),
        (r"what is|whats|what are|meaning of", Aspect.WHAT_IS),
        (r"not|without|never|cant|cannot|dont|doesnt|didnt|isnt|arent|wont|couldnt", Aspect.NOT),
    ),
}  # fmt: skip

# Words around what is asked, in any of its questions: they say nothing at all.
_EMPTY: dict[str, str] = {
    "es": "preguntando preguntado preguntaba preguntaban preguntaron pregunto pregunte disculpad disculpen perdonad perdonen como cual cuales puedo puede pueden podemos podria podriamos poder tengo tiene tienen tener tenemos debo debe deben hago hace hacen hacer haya esta estan este estos estas esto eso esos esas ese para sobre desde entre quien alguna alguno algun algunos algunas nuestro nuestra suyo quieres siendo sido cuando donde cuanto existe existen seria quisieramos hola holaa hey hi buenas saludos gracias grax favor porfa porfavor plis perdon perdona perdone disculpa disculpe oye oiga oigan quiero quiere quieren quisiera "
    "queria querria querer deseo desea gustaria pregunta preguntan preguntas preguntar consulta duda dudas saber sabeis necesito necesita necesitan necesitamos necesitaria cosa "
    "cosas cosita dime digame decidme ahi vale ok urgente tramite tramites tramitar informacion alguien gente posible",
    "ca": "com puc pot poden podem podria puguin tinc te tenen tenir haig faig fa fan fer cal calen aquest aquesta aquests aquestes aquell aquella sobre entre quin quina quins quines algun alguna hola bones bon dia salutacions gracies sisplau vull vol volen voldria pregunta pregunten consulta dubte saber necessito necessita cosa coses tramit tramits informacio algu calen cal",
    "gl": "como cal cales podo pode poden podemos poderia teno ten tenen ter debo debe fago fai fan facer esta este isto eses desde entre me se te lle nos sobre ola boas saudos grazas quero quere queren queria pregunta preguntan consulta dubida saber necesito necesita cousa cousas tramite tramites informacion alguen podo cal",
    "eu": "nola nik zuk nire zure zein zer behar dago daude ahal dezaket daiteke dute ditut izan egin egiten kaixo egun on aupa mesedez eskerrik nahi behar galdera informazioa izapidea dut dute naiz",
    "en": "the and for can you how are was has had but all any may its our out who did does done let put see get got gets getting will would should could shall have been being with from this that these those there here what which when where your yours mine them they their into about also just some someone does doing make makes possible id ive im whats hi hello hey please thanks thank want wants wanted would like need needs know tell question asks asking information someone somebody anyone get make do does",
}  # fmt: skip
# Words that say little: where things are done, by whom, and that they are done. So do the longer ones of those that any text may have.
_LIGHT: dict[str, str] = {
    "es": "ayuntamiento ayuntamientos municipio municipios municipal municipales pueblo ciudad localidad consistorio administracion servicio servicios oficina oficinas "
    "ciudadano ciudadana ciudadanos vecino vecina vecinos usuario usuaria usuarios persona personas senor senora chico chica cliente "
    "solicitar solicito solicita solicitan solicitud solicitudes pedir pido pide pedimos sacar saco saca sacarse obtener obtengo conseguir consigo tramito tramita hacerse poner "
    "pongo pone presentar presento presenta realizar gestionar gestion gestiones gestiono apuntar apuntarse caso tema situacion",
    "ca": "ajuntament municipi municipal municipals poble ciutat administracio servei serveis oficina oficines ciutada ciutadana vei veina veins usuari usuaria persona persones "
    "sollicitar sollicito sollicitud demanar demano treure trec obtenir aconseguir tramitar tramito presentar presento gestionar gestio faig fer fan",
    "gl": "concello concellos municipio municipal vila cidade administracion servizo servizos oficina cidadan cidada vecino vecina usuario persoa persoas solicitar solicito solicitude pedir pido "
    "sacar saco obter conseguir tramitar tramito presentar presento xestionar xestion facer fago",
    "eu": "udala udalaren udaletxea udaletxeko herria herritarra bizilaguna pertsona eskatu eskatzeko eskaera egin egiteko lortu aurkeztu tramitatu",
    "en": "council municipal city town hall office citizen resident person people apply application applying request requesting obtain obtaining service services",
}  # fmt: skip


# What is written as one with the word after it (l'impost) or before it (empadroarme), and plurals that stemmers of folded words miss (obras, menores).
_ELIDED = re.compile(r"\b(?:[dlmnst]|qu)['’´`](?=\w)", re.IGNORECASE)
_WITH_ELIDED = frozenset({"ca", "fr", "oc"})
_JOINED = re.compile(r"(?<=[aei]r)(?:me|te|se|lle|lles|nos|vos)$")
_WITH_JOINED = frozenset({"gl", "pt"})
_WITH_PLURAL = frozenset({"es", "ca", "gl", "pt"})
_SHORTEST_PLURAL = 5
# Words of the phrases that are often mistyped, and that hardly another word is like.
_MISTYPED: dict[str, str] = {
    "es": "horario horarios precio precios tarifas requisitos documentos documentacion papeles telefono cuesta plazo plazos cuando donde cuanto puedo puede hacer",
    "ca": "horari horaris preu preus requisits documents documentacio telefon costa termini quan quant puc fer",
    "gl": "horario horarios prezo prezos requisitos documentos documentacion telefono custa prazo cando onde canto podo facer",
    "eu": "ordutegia prezioa baldintzak dokumentuak telefonoa epea",
    "en": "opening hours price prices requirements documents telephone deadline",
}
_SHORTEST_BY_SOUND = 4
_SHORTEST_LIGHT = {"en": 3}


@dataclass(frozen=True, slots=True)
class Manner:
    """How questions are put in one language: `phrases` with the aspect that each means, None for an aside; words that say nothing, and little."""

    language: str
    phrases: tuple[tuple[re.Pattern[str], Aspect | None], ...]
    empty: frozenset[str]
    light: frozenset[str]
    by_sound: Mapping[str, str]
    mistyped: Words

    def apart(self, sentence: str) -> str:
        """Return `sentence` without the articles and pronouns that are written as one with the word after them."""
        return _ELIDED.sub("", sentence) if self.language in _WITH_ELIDED else sentence

    def single(self, word: str) -> str:
        """Return a folded word in the singular, without a pronoun at its end."""
        if self.language in _WITH_JOINED:
            word = _JOINED.sub("", word)
        if self.language not in _WITH_PLURAL or len(word) < _SHORTEST_PLURAL or not word.endswith("s"):
            return word
        if word[-3:-1] in ("de", "le", "ne", "re"):
            return word[:-2]
        return word[:-1] if word[-2] in "aeiou" else word

    def spelt(self, words: Sequence[str]) -> list[str]:
        """Return folded words with shorthand in full, and those of the phrases spelt right."""
        short, last = shorthand(self.language), len(words) - 1
        whole = [short.get(word, word) if len(word) > 1 or place < last else word for place, word in enumerate(words)]
        return [_spelt(word, self.language) for word in whole]

    def read(self, words: Sequence[str]) -> tuple[list[str], set[Aspect]]:
        """Return the words that stand outside the phrases, and what the phrases ask."""
        line, aspects = " ".join(words), set()
        for pattern, meant in self.phrases:
            line, times = pattern.subn(" ", line)
            if times:
                line = " ".join(line.split())
                if meant:
                    aspects.add(meant)
        if Aspect.HOURS in aspects:
            aspects.discard(Aspect.WHEN)
        return line.split(), aspects


@lru_cache(maxsize=100_000)
def _spelt(word: str, language: str) -> str:
    way = manner(language)
    if len(word) < _SHORTEST_BY_SOUND or word in way.empty or word in way.light:
        return word
    known = way.by_sound.get(sound(word), word)
    return way.mistyped.alike(known) if known == word else known


@lru_cache(maxsize=64)
def manner(language: str) -> Manner:
    """Return how questions are put in `language`."""
    phrases = tuple((re.compile(rf"\b(?:{pattern})\b"), meant) for pattern, meant in _PHRASES.get(language, ()))
    said, little, common = _EMPTY.get(language, "").split(), frozenset(_LIGHT.get(language, "").split()), stop_words(language)
    by_sound = {sound(word): word for word in sorted({*said, *little}, reverse=True) if len(word) >= _SHORTEST_BY_SOUND}
    light = little.union(word for word in common if len(word) >= _SHORTEST_LIGHT.get(language, 4) and word not in said)
    mistyped = spelling.learn([(language, _MISTYPED.get(language, ""))], frozenset()).words[language]
    return Manner(language, phrases, common.union(said) - light, light, by_sound, mistyped)
