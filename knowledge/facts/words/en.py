"""English."""

from knowledge.facts.words.language import Words, values

GROUPS = {
    # Little words
    "OF": "of|of the",
    "THE": "the",
    "TO": "to|until|till|through|up to|to the|until the|-",
    "FROM": "from|from the",
    "BETWEEN": "between|between the",
    "AND": "and|and the|&",
    "OR": "or|or the",
    "WITH": "with|and",
    "TIMES": "x|by",
    # Money
    "EURO": "€|euro|euros|eur",
    "CENT": "cent|cents",
    "DOLLAR": "dollar|dollars|usd",
    "POUND": "pounds sterling|gbp|£",
    "PERCENT": "%|percent|per cent",
    # Calendar
    "YEARWORD": "year|years|financial year|tax year|school year|academic year|academic course|course|season|the year",
    "INMONTH": "in|of|from|since|until|till|during|by|before|after|every|throughout|through|for|month of|months of|each|this|next|last|late|early|mid|end of|only in",
    "FIRSTDAY": "first",
    "WEEKEND": "weekend|weekends",
    # Clock
    "FROMHOUR": "from",
    "TOHOUR": "to|until|till|-",
    "BETWEENHOURS": "between",
    "ANDHOUR": "and",
    "ATHOUR": "at|at around|at about",
    "HOURMARK": "h|hs|hrs|hours",
    "HALF": "thirty",
    "QUARTER": "fifteen",
    "HALFPAST": "half past",
    "QUARTERPAST": "quarter past|a quarter past",
    "QUARTERBEFORE": "quarter to|a quarter to",
    "OCLOCK": "o ' clock|o'clock|sharp",
    "MORNING": "in the morning",
    "AFTERNOON": "in the afternoon|in the evening",
    "AM": "am|a . m .|a . m",
    "PM": "pm|p . m .|p . m",
    "NIGHT": "at night",
    "NOONOF": "noon|midday",
    "NOON": "noon|midday",
    "MIDNIGHT": "midnight",
    "LASTING": "in|every|for|within|during|of|least|than|minimum|maximum|the|last|next|following|open|about",
    # How long
    "MINUTES": "minute|minutes|min|mins",
    "HOURS": "hour|hours|h|hs|hrs",
    "DAYS": "day|days",
    "WORKINGDAYS": "working day|working days|business day|business days|work days|- working - day",
    "CALENDARDAYS": "calendar day|calendar days|natural days|consecutive days",
    "WEEKS": "week|weeks",
    "MONTHS": "month|months",
    "YEARS_": "year|years|yrs",
    "HALFA": "half an|half a|half",
    "ANDAHALF": "and a half",
    "AQUARTEROF": "quarter of an|a quarter of an",
    "QUARTERPARTS": "quarters of an|quarters of a",
    "ARTICLE_": "a|an",
    "DURING": "within|for|after|in|lasts|takes|take|of|every|than|least|about|up to|under|over|valid for|maximum of|minimum of",
    # Ages
    "OVER": "over|older than|aged over|from the age of|over the age of|above|above the age of|at least|over age|from age|from",
    "UNDER": "under|younger than|aged under|under the age of|below|below the age of|under age",
    "OVERAGE": "over|older than|aged over|over the age of|over -|people over|from the age of|aged at least|be at least|are at least|is at least|above the age of|those over|residents over|anyone over|adults over",
    "UNDERAGE": "under|younger than|aged under|under the age of|under -|children under|people under|those under|minors under|below the age of",
    "AGENUMBER": "aged|ages|age|the age of|ages of|aged from|aged between|the ages of|ages from|from the age of",
    "PEOPLE": "people|seniors|adults|children|residents|anyone|everyone|those|persons|person|minors|women|men|applicants|pensioners|students|citizens|youngsters|anybody|kids|users|boys|girls|babies",
    "UPTOAGE": "up to the age of|until the age of|up to age|until age|to the age of",
    "OVERNUMBER": "or over|and over|or older|and older|and above|or above|+|and up",
    "UNDERNUMBER": "or under|and under|or younger|and younger",
    "ORDEND": "st|nd|rd|th",
    "MONTHFIRST": "MONTH",
    "DASHED": "-",
    "UPTO": "up to the age of|until the age of|up to age|until age|aged up to|children up to|up to",
    "ORLESS": "or under|and under|or younger|and younger|or less",
    "ORMORE": "or over|and over|or older|and older|or more|and above|or above|and up|+|old or over|old or older|old and over|of age or over|of age or older|of age and over",
    "AGED": "aged|age|ages|age of|be|are|is|turn|turns|reach|reached|minimum age of|children of|minimum age is|minimum age :|age :|least|turned|being|been",
    "OLD": "old|of age|- old|olds|- olds",
    # What numbers name
    "STREET": "street|st|road|rd|avenue|square|calle|c|plaza|avenida|paseo|carrer",
    "NAMED": "one in|one out of|number|numbers|no .|n º|num|floor|door|block|stairway|window|windows|counter|desk|table|room|rooms|hall|office|line|lines|bus|buses|platform|stop|zone|sector|district|point|section|annex|step|phase|stage|level|group|type|"
    "category|file|page|pages|chapter|title|volume|version|cp|postcode|post code|postal code|zip|id|entry|answer|lot|plot|km|exit|building|pavilion|court|code|option|module|book|box|bag|rate|shift|key|extension|ext|card|account|iban|"
    "reference|plate|invoice|receipt|question|format|windows|android|covid|class|channel|goal|plan|agenda|horizon|area|unit|centre|gate|route|routes|schedule|part|item|phase|grade|paragraph|apartment|flat|unit|tram|metro",
    # Counts
    "NOTCOUNTED": "is|was|has|this|does|its|hours|times|as|plus|less|minus|days|mondays|tuesdays|wednesdays|thursdays|fridays|saturdays|sundays|years|always|yes|us|thus|perhaps|across|unless|besides|pass|stars|or|and|on|at|in|if|the|per",
    "ADJECTIVE": "first|last|next|following|new|recent|different|possible|passport|colour|color|printed|signed|original|adult|free|additional|further|identical|photo|current|separate|full|parking|public|valid|copied|sealed|passport - size|certified|"
    "consecutive|blank|passport - sized|municipal|more|main|local|extra|small|large|other|available|spare|test|hard|paper|official|monthly|annual|equal|half",
    "IRREGULAR": "people|children|men|women|persons|copies|parties",
    # What turns an answer round
    "NO": "not|isn't|aren't|doesn't|don't|won't|wasn't|weren't|didn't|hasn't|haven't|does not|do not",
    "PRONOUN": "be|been|yet|also|currently|normally|usually|automatically|normally|it|you|we",
    "IS": "is|are|be|will be|was|were|being",
    "NEEDED": "mandatory|compulsory|required|obligatory|necessary|essential",
    "FREEWORD": "free",
    "IFSUBJECT": "you|it|they|he|she|we|there|the WORD|your WORD|this|that",
    "NOTDO": "do not|does not|did not|don't|doesn't|didn't|is not|are not|isn't|aren't|have not|has not|haven't|hasn't|cannot|can't|will not|won't",
    "NOPOLARITY": "if IFSUBJECT NOTDO|do not hesitate|don't hesitate|not hesitate|do not forget|don't forget|not forget|if not|not only|whether or not|or not|not to mention|not at all|not just|don't worry|do not worry|not least|not later than|not more than|"
    "not exceeding|no later than|no more than|no less than|not less than|feel free|free time|free to|toll free number|not necessarily|not a resident|not residents|not older than|not resident",
    "NOTREQUIRED": "no PLAIN necessary|no PLAIN is necessary|no PLAIN PLAIN necessary|not ANYWORD NEEDED|not be NEEDED|isn't ANYWORD NEEDED|aren't ANYWORD NEEDED|not required|not necessary|not mandatory|not compulsory|not obligatory|not needed|not essential|is not NEEDED|are not NEEDED|isn't NEEDED|aren't NEEDED|isn't needed|aren't needed|no need to|no need for|no need|need not|needn't|"
    "do not need to|does not need to|don't need to|doesn't need to|do not need|does not need|don't need|doesn't need|do not have to|does not have to|don't have to|doesn't have to|will not need to|won't need to|will not need|won't need|"
    "will not have to|won't have to|not obliged to|are not obliged to|is not required|are not required|not be required|not be necessary|will not be required|will not be necessary|no obligation to|without having to|"
    "without the need to|without needing to|without the need for|without need of|no PLAIN is required|no PLAIN required|no PLAIN is needed|no PLAIN needed|no PLAIN PLAIN is required|no PLAIN PLAIN is needed|no PLAIN PLAIN required",
    "PLAIN": "appointment|prior|booking|registration|document|documents|payment|form|forms|photographs|photograph|certificate|proof|paperwork|application|permit|licence|reservation|fee|further|prior|previous|advance|other|additional",
    "NOTFREE": "not ANYWORD free|not free of charge|not free|isn't free|aren't free|is not free|are not free|is not free of charge|are not free of charge|not for free|must be paid for|has to be paid for",
    "FREE": "free of charge|is free of charge|are free of charge|is free|are free|be free of charge|be free|free|for free|at no cost|at no charge|no charge|no cost|without charge|without cost|at no extra cost|at no additional cost|costs nothing|"
    "cost nothing|nothing to pay|no fee|no fees|free - of - charge|does not cost anything|there is no charge|there is no fee|there is no cost",
    "NOTALLOWED": "cannot|can not|can't|may not|must not|mustn't|not allowed|is not allowed|are not allowed|not permitted|is not permitted|are not permitted|not be allowed|not be permitted|not possible|is not possible|not be possible|prohibited|"
    "is prohibited|are prohibited|strictly prohibited|is strictly prohibited|is forbidden|are forbidden|forbidden|not accepted|is not accepted|are not accepted|isn't allowed|aren't allowed|isn't possible|isn't permitted|could not|will not be possible|"
    "will not be allowed|not accept|do not accept|does not accept|don't accept|it is not possible|it is not allowed|shall not",
    "REQUIRED": "is mandatory|are mandatory|mandatory|compulsory|is compulsory|are compulsory|is required|are required|be required|obligatory|is obligatory|is necessary|are necessary|is essential|is needed|are needed|it is necessary|"
    "it is essential|it is required|it is mandatory|it is compulsory|required",
    "EXCEPT": "except|except for|unless|with the exception of|excepting|excluding|save for|other than",
    "NEVER": "never",
    "NUMBERMARK": "no .|no|number|n º|num|numbers|nos .",
}

NUMBERS = values(
    "zero 0 two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 ten 10 eleven 11 twelve 12 thirteen 13 fourteen 14 fifteen 15 sixteen 16 seventeen 17 eighteen 18 nineteen 19 twenty 20 thirty 30 forty 40 fifty 50 sixty 60 "
    "seventy 70 eighty 80 ninety 90 hundred 100 thousand 1000 million 1000000"
)

LAWS = {
    "ley": "law|act|laws",
    "ley orgánica": "organic law|organic act",
    "real decreto": "royal decree|royal decrees",
    "real decreto-ley": "royal decree - law|royal decree law",
    "real decreto legislativo": "royal legislative decree|legislative royal decree",
    "decreto": "decree",
    "decreto-ley": "decree - law|decree law",
    "decreto legislativo": "legislative decree",
    "orden": "order|ministerial order",
    "reglamento": "regulation|regulations",
    "directiva": "directive",
    "ordenanza": "ordinance|by - law|bylaw|byelaw|municipal ordinance|tax ordinance",
    "resolución": "resolution",
    "instrucción": "instruction",
}

MEASURES = {
    "mm": "millimetre|millimetres|millimeters",
    "cm": "centimetre|centimetres|centimeters",
    "m": "metre|metres|meter|meters",
    "km": "kilometre|kilometres|kilometers",
    "m2": "square metre|square metres|square meters|sq m|sqm",
    "ha": "hectare|hectares",
    "g": "gram|grams|grammes",
    "kg": "kilo|kilos|kilogram|kilograms",
    "l": "litre|litres|liters",
    "MB": "megabyte|megabytes|mbytes",
    "GB": "gigabyte|gigabytes",
    "m3": "cubic metre|cubic metres|cubic meters",
    "W": "watt|watts",
    "kW": "kilowatt|kilowatts",
}

WORDS = Words(
    groups=GROUPS,
    numbers=NUMBERS,
    one="one",
    joiners="and -",
    months="january/jan february/feb march/mar april/apr may june/jun july/jul august/aug september/sept/sep october/oct november/nov december/dec",
    weekdays="monday/mondays/mon tuesday/tuesdays/tue/tues wednesday/wednesdays/wed thursday/thursdays/thu/thurs friday/fridays/fri saturday/saturdays/sat sunday/sundays/sun",
    laws=LAWS,
    measures=MEASURES,
    suffixes="s",
    verbs="call dial ring turn be been have has had is are include included expire apply need open close issued returned accept do does",
    no_verbs="not never the a an in on at for of to by with only just necessarily all every always more less later earlier yet so very even resident residents",
    noun_endings="zzz",
)
