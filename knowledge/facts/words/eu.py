"""Basque. Its words carry endings of case, which are read as words of their own: `martxoaren 15ean` is `martxo aren 15 ean`."""

from knowledge.facts.words.language import Words, values

FROM_ENDINGS = "retatik|tik|etik|retik|rik|etatik|atik"
TO_ENDINGS = "rainoko|erainoko|rainokoak|erainokoak|retara|ra|era|rera|etara|rako|erako|etarako|raino|eraino|etaraino|ara|reraino"
OTHER_ENDINGS = (
    "retan|retako|rekoa|rekoak|reko|ro|ero|oro|a|ak|an|n|aren|ren|en|ean|ko|eko|reko|koa|ekoa|koak|ekoak|etan|tan|etako|tako|takoa|etakoa|ek|ekin|kin|arekin|agatik|arentzat|entzat|rentzat|ari|ei|z|ez|az|ik|rik|gatik|tarako|ok|oak|oan|ri|"
    "r|rak|koan|ekoan|takoak|etakoak|kotan|ekotan|os|ta"
)

GROUPS = {
    "FROMEND": FROM_ENDINGS,
    "TOEND": TO_ENDINGS,
    "CASE": f"{OTHER_ENDINGS}|{FROM_ENDINGS}|{TO_ENDINGS}",
    "ANYCASE": f"{OTHER_ENDINGS}",
    "KO": "ko|eko",
    "HOUREND": "etan|retan|etarako|retarako|tan",
    "WHOLE": "osoan|oso|osoa|osoko",
    "BAT": "bat|bateko|baten|batean|batez|batekoa|batek",
    "NUMBERWORD": "zenbakia|zenbaki|zenbakiko|zenbakian",
    "PERSON": "haur|haurrak|haurrek|haurrentzat|gazteak|pertsonak|ume|umeak|umeentzat|haurrentzako|ikasleak|haurra|neska|mutil|pertsona",
    "FORMSAFTER": "eredu|eredua|ereduak|ereduaren|inprimaki|inprimakia|inprimakiak|formularioa|formulario|inprimakiaren|ereduan|inprimakian",
    "ARTICLESAFTER": "artikulua|artikuluak|artikuluan|artikuluen|artikuluaren|artikuluetan|artikulu|artikuluko|art",
    # Little words
    "OF": "ko",
    "TO": "-|a",
    "AND": "eta|ta",
    "OR": "edo|edota",
    "WITH": "eta",
    "TIMES": "x",
    "AMONG": "artean|arteko|bitartean|bitarteko|bitartekoa|bitartekoak|artekoa|artekoak",
    # Money
    "EURO": "€|euro|eur",
    "CENT": "zentimo|zent",
    "DOLLAR": "dolar|usd",
    "POUND": "libera|gbp|£",
    "PERCENTFIRST": "ehuneko|ehun eko",
    "PERCENT": "%",
    # Calendar
    "YEARWORD": "urte|ekitaldi|ikasturte|denboraldi|kanpaina",
    "FIRSTDAY": "lehen|lehenengo",
    "WEEKEND": "asteburu|asteburuko",
    # Clock
    "HOURMARK": "h|orduak|ordu|orduetan",
    "HALF": "eta erdi|eta erdiak|eta erdietan|t'erdi|terdi|terdiak|terdietan",
    "QUARTER": "eta laurden|eta laurdenak|eta laurdenetan",
    "QUARTERTO": "laurden gutxi|laurden gutxiago",
    "OCLOCK": "puntuan",
    "MORNING": "goizeko|goizaldeko|goizeko ordu",
    "AFTERNOON": "arratsaldeko|iluntzeko",
    "AM": "am",
    "PM": "pm",
    "NIGHT": "gaueko",
    "NOONOF": "eguerdiko",
    "NOON": "eguerdi|eguerdian|eguerdira|eguerdi arte|eguerditik|eguerdirarte",
    "MIDNIGHT": "gauerdi|gauerdian|gauerdiko|gauerdira",
    # How long
    "MINUTES": "minutu|min",
    "HOURS": "ordu",
    "DAYS": "egun",
    "WORKING": "baliodun|balioduneko|baliodunetan|baliodunen|baliodunak|laboral|laneko",
    "CALENDAR": "natural|natur|naturaleko|naturaletan|egutegiko",
    "WORKINGDAYS": "lanegun|egun baliodun|lan egun|astegun",
    "CALENDARDAYS": "egun natural|egutegiko egun",
    "WEEKS": "aste",
    "MONTHS": "hilabete|hil",
    "YEARS_": "urte",
    "ANDAHALF": "eta erdi",
    "ONEYEAR": "urtebete",
    "ONEWEEK": "astebete",
    "ERDI": "erdi|erdiko|erdian|erdiz",
    # Ages
    "UPEND": "gora|gorako|gorakoa|gorakoak|gorakoek|gorakoentzat|gorakoei|gorakoen|goitik|aurrera|aurrerako|aurrerakoak|gorakoentzako",
    "DOWNEND": "behera|beherako|beherakoa|beherakoak|beherakoek|beherakoentzat|beherakoei|beherakoen|beherakoentzako",
    "MORETHAN": "baino gehiago|baino gehiagoko|baino gehiagokoak|baino zaharragoak|baino nagusiagoak",
    "LESSTHAN": "baino gutxiago|baino gutxiagoko|baino gutxiagokoak|baino gazteagoak|baino txikiagoak",
    "ORMORE": "edo gehiagokoentzat|edo gehiagokoek|edo gehiagokoei|edo gehiagoko pertsonentzat|edo gehiago|edo gehiagoko|edo gehiagokoak|edo gehiago dituzten|edo hortik gora|edo gehiagoko pertsonak",
    "UNTILAGE": "arte|arteko|artekoak|arteko haurrak|bete arte|betetzen dituzten arte",
    "AGED": "adin|adina",
    "OLD": "adinez",
    "HAVING": "izan|izatea|bete|beteta|betetzea|dituzten|duten|dituenak|dituztenak|edukitzea|eduki|dituen|betetzen|izateagatik|beteak|dituztenentzat",
    # What numbers name
    "STREET": "kale|kalea|etorbidea|plaza|pasealekua|ibilbidea|c|calle|zumarkalea|bidea|kaleko|plazako",
    "NAMED": "zenbaki|zenbakia|zenbakiko|n º|num|zk|zk .|zenb|linea|lerroa|autobusa|bus|gela|leihatila|solairu|atea|posta kodea|pk|kodea|cp|taldea|eranskina|fasea|maila|mota|kategoria|orrialdea|bertsioa|eremua|puntua|atala|"
    "ibilbidea|areto|bulego|id|km|nan|iban|kontua|erreferentzia|espedientea|covid|windows|2030 agenda",
    "NAMEDAFTER": "leihatila|gela|solairu|linea|lerro|autobus|zenbaki|ate|bulego|eranskin|fase|maila|mota|kategoria|orrialde|bertsio|eremu|puntu|atal|areto|ibilbide|talde|barruti|gune|mostradore|ikasmaila|kode|parada|geltoki|"
    "pisu|etxe|lote|partzela|modulu|aukera|urrats|zona|sektore|kilometro|txanda|pista|eraikin|pabiloi|sarrera|irteera|leiho|lehiatila|mahai|tarifa|agenda",
    # Counts
    "NOTCOUNTED": "eta|edo|ta|da|dira|du|ditu|dago|daude|baino|arte|ere|bai|ez|bat|artean|bitartean|gehiago|gutxiago|inguru|gutxienez|gehienez|aldiz|aldi|batera|gora|behera|izan|behar|baina|baita|hau|hori|h|al|den|dela|bakoitz|bakoitzeko",
    "ADJECTIVE": "lehen|azken|hurrengo",
    # What turns an answer round
    "NO": "ez",
    "IS": "da|dira|izango da|izango dira|dela|direla",
    "NEEDED": "derrigorrezkoa|derrigorrezkoak|derrigorrezko|nahitaezkoa|nahitaezkoak|nahitaezko|beharrezkoa|beharrezkoak|beharrezko|ezinbestekoa|ezinbestekoak|ezinbesteko|beharrezkoa da|derrigorrezkoa da|nahitaezkoa da|"
    "beharrezkoak dira|ezinbestekoa da|derrigorrezkoa izango da|derrigorrezkoak dira|nahitaezkoak dira|derrigor|derrigorrez",
    "FREEWORD": "doan|doako|doakoa|doakoak|doakoa da|doan da|doakoak dira|dohainik|musu truk|debalde|doan izango da|doakoa izango da|dohainekoa|kosturik gabe|kosturik gabekoa|gastu gabe|doan dira|doan egiten da",
    "NOPOLARITY": "ez izan zalantzarik|ez duda izan|ez zalantza izan|ez ahaztu|ez bada|ez badu|ez baduzu|ez badute|ez badira|ez badago|ez ezik|ez bakarrik|edo ez|ala ez|ez soilik|bestela ez|ez baduzue|ez badituzu|ez baditu|"
    "ez hori bakarrik|ez kezkatu|ez egoiliarrak|ez bazara|ez gehiago",
    "NOTREQUIRED": "ez IS NEEDED|ez IS behar|ez du behar|ez dute behar|ez duzu behar|ez da ANYWORD behar|ez da ANYWORD ANYWORD behar|ez dira ANYWORD behar|ez du ANYWORD behar|ez du ANYWORD ANYWORD behar|ez duzu ANYWORD behar|ez duzu ANYWORD ANYWORD behar|"
    "ez dute ANYWORD behar|ez dute ANYWORD ANYWORD behar|ez duzu ANYWORD ANYWORD ANYWORD behar|ez du ANYWORD ANYWORD ANYWORD behar|ez da ANYWORD ANYWORD ANYWORD behar|ez dago ANYWORD beharrik|ez dago ANYWORD ANYWORD beharrik|ez dago beharrik|ez dago ANYWORD ANYWORD ANYWORD beharrik|"
    "beharrik gabe|ez da ANYWORD beharrezkoa|ez da ANYWORD ANYWORD beharrezkoa|ez dago behartuta|ez daude behartuta|ez da zertan|ez du zertan|ez duzu zertan|ez dute zertan|ez dago zertan|ez da eskatzen|ez da exijitzen|ez da ANYWORD eskatzen|"
    "ez dira ANYWORD eskatzen|ez duzu ANYWORD eraman behar|ez duzu ANYWORD aurkeztu behar|ez dituzu ANYWORD behar|ez dituzu ANYWORD ANYWORD behar|ez dira ANYWORD ANYWORD behar|ez dauka ANYWORD beharrik|ez duzu ANYWORD beharrik|ez duzu beharrik|ez du beharrik|"
    "ez du ANYWORD beharrik|ez dute ANYWORD beharrik",
    "NOTFREE": "ordaindu behar da|ordaindu beharra dago|ordaindu behar dira|ez da FREEWORD|ez dira FREEWORD|ordainpekoa|ordainpekoak|ordainpekoa da|ordaindu beharrekoa|ordaintzekoa",
    "FREE": "FREEWORD|ez da ezer ordaindu behar|ez du kosturik|ez da ANYWORD ordaindu behar|ez du balio ezer|ez duzu ezer ordaindu behar|ez dauka kosturik|ez du inolako kosturik",
    "NOTALLOWED": "ezin da|ezin dira|ezin du|ezin dute|ezin duzu|ezin izango da|ezin izango dira|ezin izango du|ezin izango duzu|ezin izango dute|ezin dituzu|ezin dugu|ezin zara|ezin da inola|debekatuta|debekatuta dago|debekatuta daude|"
    "debekatua|debekatua dago|debekatua da|debekatzen da|debekatuta egongo da|ez da onartzen|ez dira onartzen|ez dira ANYWORD onartzen|ez dira ANYWORD ANYWORD onartzen|ez dira ANYWORD ANYWORD ANYWORD onartzen|ez da ANYWORD onartzen|ez da ANYWORD ANYWORD onartzen|ez da baimentzen|ez dago baimenduta|ez daude baimenduta|ez da posible|ezin daiteke|ezin daitezke|ezinezkoa da|ezin|ez da onartuko|ez dira onartuko|"
    "ez da zilegi|ezin ditu|ezin dituzte|debekatuak daude|ez dago baimendua",
    "REQUIRED": "NEEDED",
    "EXCEPT": "izan ezik|salbu|ezean|kenduta|salbuespen|salbuespenarekin|ez bada behintzat",
    "NEVER": "inoiz ez|inoiz ere ez|sekula ez|ez da inoiz|ez du inoiz|ez inoiz",
    "NUMBERMARK": "zk|zk .|zenbaki|zenb|n º",
}

NUMBERS = values(
    "zero 0 bi 2 biko 2 hiru 3 lau 4 bost 5 sei 6 zazpi 7 zortzi 8 bederatzi 9 hamar 10 hamaika 11 hamaik 11 hamabi 12 hamahiru 13 hamalau 14 hamabost 15 hamasei 16 hamazazpi 17 hemezortzi 18 hemeretzi 19 hogei 20 hogeita 20 "
    "berrogei 40 berrogeita 40 hirurogei 60 hirurogeita 60 laurogei 80 laurogeita 80 ehun 100 berrehun 200 hirurehun 300 laurehun 400 bostehun 500 seiehun 600 zazpiehun 700 zortziehun 800 bederatziehun 900 mila 1000 "
    "milioi 1000000"
)

LAWS = {
    "ley": "lege|legea|legeak|legearen|legeko|legean|legeari",
    "ley orgánica": "lege organikoa|lege organikoaren|lege organikoak|lege organiko|lege organikoan",
    "real decreto": "errege dekretua|errege dekretuaren|errege dekretuak|errege dekretu|errege dekretuan",
    "real decreto-ley": "errege lege - dekretua|errege lege dekretua|errege dekretu - legea|errege dekretu legea|errege lege - dekretuaren|errege dekretu - legearen",
    "real decreto legislativo": "legegintzako errege dekretua|errege dekretu legegilea|legegintzako errege dekretuaren",
    "decreto": "dekretua|dekretuaren|dekretuak|dekretu|dekretuan",
    "decreto-ley": "lege - dekretua|dekretu - legea|dekretu legea|lege dekretua",
    "decreto legislativo": "legegintzako dekretua",
    "orden": "agindua|aginduaren|agindu|aginduan|ministro agindua|foru agindua|foru aginduaren",
    "reglamento": "erregelamendua|araudia|erregelamenduaren|erregelamendu|erregelamenduan|araudiaren",
    "directiva": "zuzentaraua|zuzentarauaren|direktiba",
    "ordenanza": "ordenantza|ordenantzaren|udal ordenantza|ordenantza fiskala|zerga ordenantza|ordenantzan",
    "resolución": "ebazpena|ebazpenaren|ebazpen",
    "instrucción": "jarraibidea|instrukzioa",
}

MEASURES = {
    "mm": "milimetro",
    "cm": "zentimetro",
    "m": "metro",
    "km": "kilometro",
    "m2": "metro koadro|metro karratu|metro koadroko|metro karratuko",
    "ha": "hektarea",
    "g": "gramo",
    "kg": "kilo|kilogramo",
    "l": "litro",
    "MB": "mega|megabyte",
    "GB": "giga|gigabyte",
    "m3": "metro kubiko|metro kubikoko",
    "W": "watt",
    "kW": "kilowatt",
}

WORDS = Words(
    groups=GROUPS,
    numbers=NUMBERS,
    one="bat",
    joiners="eta",
    months="urtarril otsail martxo apiril maiatz ekain uztail abuztu irail urri azaro abendu",
    weekdays="astelehen astearte asteazken ostegun ostiral/barixaku larunbat/zapatu igande/domeka",
    laws=LAWS,
    measures=MEASURES,
    endings=GROUPS["CASE"],
    stems="MONTH WEEKDAY EURO CENT DAYS WORKINGDAYS MONTHS YEARS_ HOURS MINUTES WEEKS MEASURE WEEKEND YEARWORD NAMEDAFTER ONEYEAR ONEWEEK",
    verbs="da dira du dute dago daude dugu duzu dituzte ditu zaio zaie badu badira luke",
    no_verbs="ez eta edo ere baina bakarrik",
    noun_endings="zzz",
)
