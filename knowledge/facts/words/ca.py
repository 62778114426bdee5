"""Catalan."""

from knowledge.facts.words.language import Words, values

GROUPS = {
    # Little words
    "OF": "de|d'|del|de l'|de la|dels|de les",
    "THE": "el|la|els|les|l'",
    "TO": "a|al|a l'|als|fins a|fins al|fins el|fins a l'|fins a les|fins a la|a les|a la|-",
    "FROM": "de|del|des de|des del|des de l'|de l'|de les|d'",
    "SINCE": "des de|des del|des de l'|des d'",
    "PER": "per",
    "BETWEEN": "entre|entre el|entre l'|entre la|entre les|entre els",
    "AND": "i|i el|i l'|i la|i les|i els",
    "OR": "o|o el|o l'|o les",
    "WITH": "amb",
    "TIMES": "x|per",
    # Money
    "EURO": "€|euro|euros|eur",
    "CENT": "centim|centims|cent|cents",
    "DOLLAR": "dolar|dolars|usd",
    "POUND": "lliura|lliures|gbp|£",
    "PERCENT": "%|per cent",
    # Calendar
    "YEARWORD": "any|anys|exercici|exercicis|curs|cursos|curs escolar|curs academic|temporada|temporades|campanya|anualitat",
    "INMONTH": "(|al|a l'|a|de|d'|del|des de|des del|des d'|fins a|fins al|fins a l'|durant|per|pel|per a|mes de|mes d'|mesos de|mesos d'|abans de|abans d'|tot|cada|aquest|partir de|partir d'",
    "FIRSTDAY": "primer|1 r",
    "WEEKEND": "cap de setmana|caps de setmana",
    # Clock
    "FROMHOUR": "de les|des de les|de la|des de la|a partir de les|de",
    "TOHOUR": "a les|fins a les|a la|fins a la|fins les|- les|- ",
    "OPENING": "horari|horaris|obre|obren|obert|oberta|oberts|obrim|atenem|aten|atencio|matins|tardes|mati|tarda|WEEKDAY",
    "BAREFROM": "de",
    "BARETO": "a",
    "BETWEENHOURS": "entre les|entre la",
    "ANDHOUR": "i les|i la|i",
    "ATHOUR": "a les|a la|fins a les|des de les|abans de les|partir de les|cap a les|despres de les|fins a la|des de la",
    "HOURMARK": "h|hs|hrs|hores|hora",
    "HALF": "i mitja",
    "QUARTER": "i quart",
    "QUARTERTO": "menys quart",
    "MINUS": "menys",
    "QUARTERSOF": "quarts de|quart de|quarts d'|quart d'",
    "OCLOCK": "en punt",
    "MORNING": "del mati|de la matinada",
    "AFTERNOON": "de la tarda|del vespre",
    "AM": "am|a . m .|a . m",
    "PM": "pm|p . m .|p . m",
    "NIGHT": "de la nit",
    "NOONOF": "del migdia|de migdia",
    "NOON": "migdia",
    "MIDNIGHT": "mitjanit",
    "LASTING": "de|durada :|total de|durada de|en|cada|durant|termini de|termini maxim de|antelacio de|minim de|maxim de|maxim|minim|obert|les|unes|ultimes|properes|seguents|d'antelacio",
    # How long
    "MINUTES": "minut|minuts|min|mins",
    "HOURS": "hora|hores|h|hs|hrs",
    "DAYS": "dia|dies",
    "WORKING": "habil|habils|laborable|laborables|feiner|feiners",
    "CALENDAR": "natural|naturals",
    "WEEKS": "setmana|setmanes",
    "MONTHS": "mes|mesos",
    "YEARS_": "any|anys",
    "HALFA": "mig|mitja",
    "ANDAHALF": "i mig|i mitja",
    "AQUARTEROF": "un quart d'|quart d'",
    "QUARTERPARTS": "quarts d'|quarts de",
    # Ages
    "OVER": "majors|major de|majors de|a partir de|a partir dels|des dels|mes grans de|grans de|superi els|majors d'|mes grans d'",
    "UNDER": "menors|menor de|menors de|menors d'",
    "MORETHANAGE": "mes de|de mes de",
    "LESSTHANAGE": "menys de|de menys de",
    "FOR": "per|per a",
    "PEOPLE": "persona|persones|nen|nens|nenes|infants|jove|joves|menors|majors|adults|jubilats|dones|homes|veins|alumnes|fills|filles|usuaris|sol·licitants|ciutadans|pensionistes|socis",
    "OVERAGE": "major de|majors de|mes grans de|grans de",
    "UNDERAGE": "menor de|menors de",
    "ORDEND": "º|r|er|. º",
    "UPTO": "infants de fins a|nens de fins a|menors de fins a|joves de fins a|persones de fins a|fins als|fins a complir els|fins els|fins a complir",
    "ORLESS": "o menys|o menors",
    "ORMORE": "o mes|en endavant|complerts|o majors|o superior|fets",
    "AGED": "tenir|tingui|tinguin|te|tenen|complir|haver complert|complert els|complir els|complit els|compleixin els|complert|compleixi|compleixin|amb|edat de|edat minima de|edat maxima de|edat|edat :|edat minima :|als|nens de|nenes de|infants de|joves de|persones de|alumnes de|"
    "nadons de|fills de|adults de|edat minima es de|edat minima es|edat es de|infants d'",
    "OLD": "d'edat",
    # What numbers name, and a day that is none
    "EACHWORD": "cada",
    "DAYTICKET": "entrada d'un dia|passi d'un dia|bitllet d'un dia|abonament d'un dia",
    "STREET": "carrer|c|avinguda|avda|av|placa|pl|passeig|pg|cami|carretera|ctra|ronda|travessera|travessia|passatge|rambla|poligon|parc|rda",
    "NAMED": "un de cada|una de cada|tots|totes|numero|numeros|n º|n . º|num|planta|pis|porta|portal|bloc|escala|finestreta|finestretes|taulell|mostrador|taula|sala|aula|despatx|linia|linies|autobus|bus|andana|via|parada|zona|"
    "sector|districte|punt|apartat|annex|pas|fase|nivell|grup|tipus|categoria|expedient|pagina|capitol|titol|seccio|tom|foli|versio|cp|c . p .|codi postal|id|entrada|resposta|lot|parcella|parcel·la|"
    "km|quilometre|sortida|nau|edifici|pavello|pista|registre|codi|epigraf|casella|opcio|modul|llibre|caixa|bossa|tarifa|torn|clau|extensio|ext|targeta|dni|nif|nie|compte|iban|referencia|"
    "matricula|factura|rebut|convocatoria|bop|boe|dogc|butlleti|pregunta|format|windows|android|covid|disposicio|cicle|classe|canal|objectiu|pla|agenda|horitzo|area|unitat|oficina|centre|ies|ceip|"
    "rotonda|autovia|tema|acta|llista|moll|acces|passadis|taquilla|consulta|ambit|rodalies|tram|tramvia|metro|curs",
    # Counts
    "NOTCOUNTED": "mes|menys|cents|tambe|pero|sempre|abans|despres|excepte|dies|dimarts|dimecres|dilluns|dijous|divendres|els|les|dels|als|unes|uns|es|vegades",
    "ADJECTIVE": "primers|primeres|ultims|ultimes|seguents|propers|properes|nous|noves|possibles|diferents|uniques",
    # What turns an answer round
    "NO": "no",
    "PRONOUN": "es|s'|se|li|els|les|ho|la|el|l'|hi|en|n'|ens|us|em|et|me|te|m'|t'",
    "IS": "es|son|sera|seran|resulta|sigui|siguin|fos|era|seria",
    "NEEDED": "necessari|necessaria|necessaris|necessaries|obligatori|obligatoria|obligatoris|obligatories|imprescindible|imprescindibles|precisos|precises|precisa|preceptiu|preceptiva|indispensable|indispensables|precis",
    "FREEWORD": "gratuit|gratuita|gratuits|gratuites|gratis",
    "NOPOLARITY": "no dubti|no dubtis|no dubteu|no dubti en|no oblideu|no oblidi|no oblidis|no us oblideu|no s'oblidi|no t'oblidis|no obstant|no obstant aixo|si no|no nomes|no sols|no us preocupeu|no es preocupi|o no|"
    "no mes de|no mes|no menys de|no pas nomes|com no|carta de pagament|cartes de pagament|forma de pagament|formes de pagament|justificant de pagament|termini de pagament|terminis de pagament|periode de pagament|"
    "mitja de pagament|mitjans de pagament|rebut de pagament|data de pagament|document de pagament|ordre de pagament|sistema de pagament|comprovant de pagament|lloc de pagament|modalitat de pagament|"
    "fraccionament de pagament|pla de pagament|metode de pagament|metodes de pagament|passarel·la de pagament|calendari de pagament|full de pagament|no residents",
    "NOTREQUIRED": "no IS ANYWORD NEEDED|no IS ANYWORD ANYWORD NEEDED|no IS NEEDED|no cal|no caldra|no calen|no fa falta|no fara falta|no es necessita|no es necessiten|no es requereix|no es requereixen|no s'exigeix|no s'exigeixen|no es demana|no necessita|no necessiten|no necessiteu|"
    "no necessites|no requereix|no requereixen|sense necessitat de|sense necessitat d'|sense necessitat|no s'ha de|no s'ha d'|no s'han de|no ha de|no ha d'|no han de|no han d'|no heu de|no heu d'|no has de|no has d'|no haura de|no hauran de|no haureu de|"
    "no es obligat|no esta obligat|no esta obligada|no estan obligats|no estan obligades|sense obligacio de|sense que IS NEEDED",
    "EXEMPT": "exempt de pagament|exempta de pagament|exempts de pagament|exemptes de pagament",
    "NOTFREE": "no IS ANYWORD FREEWORD|no IS ANYWORD ANYWORD FREEWORD|de pagament|no IS FREEWORD",
    "FREE": "IS FREEWORD|FREEWORD|gratuitament|de forma gratuita|de manera gratuita|sense cost|sense cap cost|sense cost addicional|no costa res|no te cost|no te cap cost|no tenen cost|no tenen cap cost|cost zero|"
    "sense carrec|no s'ha de pagar res|no cal pagar res|no cal pagar|no s'ha de pagar|no heu de pagar res|no ha de pagar res|de franc|sense pagar res",
    "CAN": "pot|poden|pots|podeu|podem|podra|podran|podras|podreu|podrem",
    "NOTALLOWED": "no hi son permesos|no hi son permeses|no son permesos|no son permeses|no hi es permes|no es permesa|no CAN|no PRONOUN CAN|no PRONOUN PRONOUN CAN|no es pot|no es poden|no es podra|no es podran|no pot|no poden|no podeu|no pots|no podra|no podran|no podreu|no podras|no podem|no s'admet|no s'admeten|no s'admetra|no s'admetran|no es permet|no es permeten|"
    "no es permetra|no esta permes|no esta permesa|no estan permesos|no estan permeses|no es possible|no sera possible|no s'hi pot|no s'hi poden|esta prohibit|esta prohibida|estan prohibits|estan prohibides|"
    "queda prohibit|queda prohibida|prohibit|prohibida|no s'autoritza|no s'accepta|no s'accepten|es prohibit",
    "REQUIRED": "IS NEEDED|obligatori|obligatoria|obligatoris|obligatories|imprescindible|cal|caldra|calen|es preceptiu|fa falta|de compliment obligat",
    "EXCEPT": "llevat de|llevat d'|llevat del|llevat dels|llevat que|llevat|excepte|tret de|tret d'|tret del|tret dels|tret que|salvant|a excepcio de|a excepcio d'|a excepcio del|a excepcio dels|amb l'excepcio de|amb excepcio de|fora de que|si no es que|salvat",
    "NEVER": "mai|no PRONOUN WORD mai|no WORD mai",
    "NUMBERMARK": "n º|n . º|num .|num|numero|n|n .|numeros",
}

NUMBERS = values(
    "zero 0 dos 2 dues 2 tres 3 quatre 4 cinc 5 sis 6 set 7 vuit 8 nou 9 deu 10 onze 11 dotze 12 tretze 13 catorze 14 quinze 15 setze 16 disset 17 divuit 18 dinou 19 vint 20 trenta 30 "
    "quaranta 40 cinquanta 50 seixanta 60 setanta 70 vuitanta 80 noranta 90 cent 100 cents 100 centes 100 mil 1000 milio 1000000 milions 1000000"
)

LAWS = {
    "ley": "llei|lleis",
    "ley orgánica": "llei organica",
    "real decreto": "reial decret|reials decrets",
    "real decreto-ley": "reial decret - llei|reial decret llei",
    "real decreto legislativo": "reial decret legislatiu",
    "decreto": "decret|decrets",
    "decreto-ley": "decret - llei|decret llei",
    "decreto legislativo": "decret legislatiu",
    "orden": "ordre|ordre ministerial",
    "reglamento": "reglament",
    "directiva": "directiva",
    "ordenanza": "ordenanca|ordenanca municipal|ordenanca fiscal",
    "resolución": "resolucio",
    "instrucción": "instruccio",
}

MEASURES = {
    "mm": "millimetre|millimetres|mil·limetre|mil·limetres",
    "cm": "centimetre|centimetres",
    "m": "metre|metres|metres lineals",
    "km": "quilometre|quilometres",
    "m2": "metre quadrat|metres quadrats",
    "ha": "hectarea|hectarees",
    "g": "gram|grams",
    "kg": "quilo|quilos|quilogram|quilograms",
    "l": "litre|litres",
    "MB": "mega|megues",
    "GB": "giga|gigues",
    "m3": "metre cubic|metres cubics",
    "W": "watt|watts",
    "kW": "quilowatt|quilowatts",
}

WORDS = Words(
    groups=GROUPS,
    numbers=NUMBERS,
    one="un una",
    joiners="i -",
    months="gener febrer/febr marc abril/abr maig juny juliol/jul agost setembre octubre/oct novembre/nov desembre",
    weekdays="dilluns dimarts dimecres dijous divendres dissabte/dissabtes diumenge/diumenges",
    laws=LAWS,
    measures=MEASURES,
    aliases="tampoc no",
    suffixes="r n t a e",
    verbs="obre obren obrim atenem aten tingui tinguin tenir compleixi compleixin truqueu truqui trucar marqueu es son esta estan te tenen hi ha han deu queda queden sera seran tanca obre presenta compta te sigui son cal hagi presentat",
    no_verbs="resident no mes menys obstant presencial lectiu lectius habil habils superior superiors inferior inferiors major majors menor menors valid valida valids apte apta els les un una de del en per amb sense que si o i "
    "tributari tributaris tributaria posterior anterior urgent urgents socis veins veines membres abonats festiu festius laborables perillosos perillos rural urba oficial tots totes sempre molt tan gracies lucratiu "
    "lucratives residents presencials electronic",
    noun_endings="encia ancia ment ents cio cions tat ats ades its ides at ada it ida aris aries ari aria oris ories ius ives istes osos oses bles ble als",
)
