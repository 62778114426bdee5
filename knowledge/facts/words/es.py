"""Spanish."""

from knowledge.facts.words.language import Words, values

GROUPS = {
    # Little words
    "OF": "de|del|de el|de la|de los|de las",
    "THE": "el|la|los|las",
    "TO": "a|al|hasta|hasta el|hasta la|hasta las|hasta los|a la|a las|a los|-",
    "FROM": "de|del|desde|desde el|desde la|desde las|de la|de las|de los",
    "SINCE": "desde|desde el",
    "PER": "por",
    "BETWEEN": "entre|entre el|entre la|entre las|entre los",
    "AND": "y|e|y el|y la|y las|y los",
    "OR": "o|u|o el|o la|o las",
    "WITH": "con",
    "TIMES": "x|por",
    # Money
    "EURO": "€|euro|euros|eur",
    "CENT": "centimo|centimos|cent|cents",
    "DOLLAR": "dolar|dolares|usd",
    "POUND": "libra|libras|gbp|£",
    "PERCENT": "%|por ciento|por cien",
    # Calendar
    "YEARWORD": "ano|anos|ejercicio|ejercicios|curso|cursos|curso escolar|curso academico|temporada|temporadas|campana|anualidad",
    "INMONTH": "(|en|de|desde|hasta|durante|para|del mes de|mes de|meses de|a|antes de|por|todo|cada|el mes de|este|proximo|pasado",
    "FIRSTDAY": "primero|1 º",
    "WEEKEND": "fin de semana|fines de semana",
    # Clock
    "FROMHOUR": "de las|desde las|de la|desde la|a partir de las|de",
    "TOHOUR": "a las|hasta las|a la|hasta la|- las|- ",
    # "horario de nueve a dos": hours without a word for them
    "OPENING": "horario|horarios|abre|abren|abierto|abierta|abiertos|abiertas|abrimos|atendemos|atiende|ven|venga|atencion|mananas|tardes|manana|tarde|WEEKDAY",
    "BAREFROM": "de",
    "BARETO": "a",
    "BETWEENHOURS": "entre las|entre la",
    "ANDHOUR": "y las|y la|y",
    "ATHOUR": "a las|a la|hasta las|desde las|antes de las|partir de las|sobre las|despues de las|hasta la|desde la",
    "HOURMARK": "h|hs|hrs|horas|hora",
    "HALF": "y media",
    "QUARTER": "y cuarto",
    "QUARTERTO": "menos cuarto",
    "MINUS": "menos",
    "OCLOCK": "en punto",
    "MORNING": "de la manana|de la madrugada",
    "AFTERNOON": "de la tarde",
    "AM": "am|a . m .|a . m",
    "PM": "pm|p . m .|p . m",
    "NIGHT": "de la noche",
    "NOONOF": "del mediodia|de mediodia",
    "NOON": "mediodia",
    "MIDNIGHT": "medianoche",
    "LASTING": "de|duracion :|total de|duracion de|en|cada|durante|plazo de|plazo maximo de|antelacion de|minimo de|maximo de|maximo|minimo|abierto|las|unas|ultimas|proximas|siguientes",
    # How long
    "MINUTES": "minuto|minutos|min|mins",
    "HOURS": "hora|horas|h|hs|hrs",
    "DAYS": "dia|dias",
    "WORKING": "habil|habiles|laborable|laborables",
    "CALENDAR": "natural|naturales",
    "WEEKS": "semana|semanas",
    "MONTHS": "mes|meses",
    "YEARS_": "ano|anos",
    "HALFA": "medio|media",
    "ANDAHALF": "y medio|y media",
    "AQUARTEROF": "cuarto de|un cuarto de",
    "QUARTERPARTS": "cuartos de",
    # Ages
    "OVER": "mayores|mayor de|mayores de|a partir de|a partir de los|desde los|cumplidos los|mayor o igual a|mayores de los|que superen los",
    "UNDER": "menores|menor de|menores de|menores de los",
    "MORETHANAGE": "mas de|de mas de",
    "LESSTHANAGE": "menos de|de menos de",
    "FOR": "para",
    "PEOPLE": "persona|personas|nino|ninos|ninas|joven|jovenes|menores|mayores|adultos|jubilados|mujeres|hombres|vecinos|vecinas|alumnos|bebes|hijos|hijas|usuarios|solicitantes|ciudadanos|pensionistas|socios",
    "OVERAGE": "mayor de|mayores de",
    "UNDERAGE": "menor de|menores de",
    "ORDEND": "º|. º|er",
    "UPTO": "ninos de hasta|ninas de hasta|menores de hasta|jovenes de hasta|personas de hasta|bebes de hasta|edad hasta|alumnos de hasta|hijos de hasta|hasta los|hasta cumplir los|hasta cumplir",
    "ORMORE": "o mas|en adelante|cumplidos|o mayores|o superior",
    "ORLESS": "o menos|o menores",
    "AGED": "tener|tenga|tengan|tiene|tienen|cumplir|haber cumplido|cumplido los|cumplir los|cumpla los|cumplan los|haya cumplido los|cumplido|cumpla|cumplan|cumple|con|teniendo|cumplidos|edad de|edad minima de|edad maxima de|edad|a los|ninos de|ninas de|menores con|jovenes de|personas de|alumnos de|bebes de|hijos de|adultos de|"
    "edad minima es de|edad minima es|edad maxima es de|edad es de|edad : |edad minima :|edad maxima :",
    "OLD": "de edad",
    # What numbers name, and a day that is none
    "EACHWORD": "cada",
    "DAYTICKET": "entrada de un dia|pase de un dia|billete de un dia|abono de un dia|bono de un dia",
    "STREET": "calle|c|avenida|avda|av|plaza|pza|pl|paseo|camino|carretera|ctra|ronda|travesia|glorieta|callejon|urbanizacion|poligono|parque",
    "NAMED": "uno de cada|una de cada|numero|numeros|n º|n . º|nº|num|no.|planta|piso|puerta|portal|bloque|escalera|ventanilla|ventanillas|mostrador|mesa|sala|aula|despacho|linea|lineas|autobus|"
    "bus|anden|via|parada|zona|sector|distrito|punto|apartado|anexo|paso|fase|nivel|grupo|tipo|categoria|expediente|pagina|capitulo|titulo|seccion|tomo|folio|version|"
    "cp|c . p .|codigo postal|id|entrada|respuesta|lote|parcela|km|kilometro|salida|nave|edificio|pabellon|pista|registro|codigo|epigrafe|casilla|opcion|modulo|"
    "libro|caja|bolsa|tarifa|turno|clave|poligono|extension|ext|tarjeta|dni|nif|nie|cuenta|iban|referencia|matricula|factura|recibo|convocatoria|bop|boe|boletin|pregunta|formato|windows|android|ios|covid|disposicion|"
    "curso|etapa|ciclo|clase|canal|menu|puesto|plaza numero|objetivo|plan|agenda|horizonte|area|unidad|oficina|centro|ies|ceip|canton|manzana|rotonda|autovia|semana|tema|consejo|acta|lista|grado|portico|muelle|acceso|pasillo|taquilla|barra|box|consulta|ambito",
    # Counts
    "NOTCOUNTED": "de|del|en|a|al|y|o|u|e|que|por|para|con|sin|se|es|son|no|si|el|la|los|las|su|sus|como|cuando|pero|ni|ha|han|puede|pueden|debe|deben|tiene|tienen|esta|estan|"
    "horas|hora|veces|vez|mas|menos|tambien|desde|hasta|sobre|segun|entre|tras|ante|bajo|durante|salvo|excepto|ya|le|les|lo|me|nos|un|una|uno|esto|eso|primeros|primeras|ultimos|ultimas|millones|mil|cada|o bien|"
    "está|sera|seran|hay|queda|quedan|cierra|abre|izquierda|derecha|izda|dcha|bis|bajo|bajos|pagina|h|euros",
    "ADJECTIVE": "primeros|primeras|ultimos|ultimas|siguientes|proximos|proximas|posibles|nuevos|nuevas|primeros|distintos|distintas|diferentes|unicos|unicas",
    # What turns an answer round
    "NOPOLARITY": "no dude|no dudes|no duden|no dudeis|no olvide|no olvides|no olviden|no se olvide|no te olvides|no se olviden|no obstante|si no|no solo|no solamente|no pasa nada|como no|"
    "no se preocupe|no te preocupes|o no|no mas de|no mas|no menos de|"
    "carta de pago|cartas de pago|forma de pago|formas de pago|justificante de pago|justificantes de pago|plazo de pago|plazos de pago|periodo de pago|medio de pago|medios de pago|"
    "recibo de pago|resguardo de pago|fecha de pago|fechas de pago|documento de pago|documentos de pago|orden de pago|aviso de pago|pasarela de pago|sistema de pago|comprobante de pago|"
    "lugar de pago|lugares de pago|modalidad de pago|modalidades de pago|fraccionamiento de pago|aplazamiento de pago|falta de pago|tarjeta de pago|oficina de pago|plan de pago|metodo de pago|"
    "metodos de pago|punto de pago|opciones de pago|opcion de pago|proceso de pago|certificado de pago|calendario de pago|dia de pago|compromiso de pago|obligacion de pago|solicitud de pago|"
    "ficha de pago|facilidades de pago|requerimiento de pago|concepto de pago|via de pago|carpeta de pago|importe de pago|condiciones de pago|pantalla de pago|no residentes",
    "NOTREQUIRED": "no IS ANYWORD NEEDED|no IS ANYWORD ANYWORD NEEDED|no IS NEEDED|no hace falta|no hara falta|no haria falta|no se necesita|no se necesitan|no se necesitara|no se requiere|no se requieren|no se requerira|no se exige|no se exigen|"
    "no se exigira|no se precisa|no se precisan|no necesita|no necesitan|no necesitas|no necesitara|no requiere|no requieren|no precisa|no precisan|sin necesidad de|sin necesidad|no hay que|no habra que|no tiene que|"
    "no tienen que|no tienes que|no tendra que|no tendran que|no tenemos que|no esta obligado|no esta obligada|no estan obligados|no estan obligadas|no hay obligacion de|no existe obligacion de|"
    "sin obligacion de|sin que IS NEEDED",
    "IS": "es|son|sera|seran|resulta|sea|sean|fuera|era|seria",
    "NEEDED": "necesario|necesaria|necesarios|necesarias|obligatorio|obligatoria|obligatorios|obligatorias|imprescindible|imprescindibles|preciso|precisa|precisos|precisas|preceptivo|preceptiva",
    "EXEMPT": "exento de pago|exenta de pago|exentos de pago|exentas de pago",
    "NOTFREE": "no IS ANYWORD FREEWORD|no IS ANYWORD ANYWORD FREEWORD|de pago|no IS FREEWORD",
    "FREEWORD": "gratuito|gratuita|gratuitos|gratuitas|gratis",
    "FREE": "IS FREEWORD|FREEWORD|gratuitamente|de forma gratuita|de manera gratuita|con caracter gratuito|sin coste|sin coste alguno|sin ningun coste|sin costo|sin costo alguno|no cuesta nada|"
    "no tiene coste|no tiene coste alguno|no tiene ningun coste|no tienen coste|no tiene costo|no tendra coste|no supone coste|no supone ningun coste|coste cero|no se paga nada|no paga nada|no pagan nada|no pagara nada|no pagas nada|sin pagar nada|no hay que pagar nada|"
    "no tiene que pagar nada|no tienen que pagar nada|no hay que pagar|libre de coste|sin cargo|sin coste adicional",
    "CAN": "puede|pueden|puedes|podemos|podra|podran|podras|podremos|podria|podrian",
    "NOTALLOWED": "no CAN|no PRONOUN CAN|no PRONOUN PRONOUN CAN|no se puede|no se pueden|no se podra|no se podran|no se podia|no puede|no pueden|no puedes|no podra|no podran|no podras|no podemos|no podremos|no se admite|no se admiten|no se admitira|"
    "no se admitiran|no se permite|no se permiten|no se permitira|no se permitiran|no esta permitido|no esta permitida|no estan permitidos|no estan permitidas|no estara permitido|no es posible|no sera posible|"
    "no resulta posible|esta prohibido|esta prohibida|estan prohibidos|estan prohibidas|queda prohibido|queda prohibida|quedan prohibidos|quedan prohibidas|estara prohibido|prohibido|prohibida|"
    "no esta autorizado|no se autoriza|no se autorizan",
    "REQUIRED": "IS NEEDED|obligatorio|obligatoria|obligatorios|obligatorias|imprescindible|de obligado cumplimiento",
    "EXCEPT": "salvo|excepto|a excepcion de|con excepcion de|con la excepcion de|con la unica excepcion de|a no ser que|exceptuando|excepto que|salvo que",
    "NEVER": "nunca|jamas",
    "NO": "no",
    "PRONOUN": "se|le|les|lo|la|los|las|me|nos|te|os",
    "NUMBERMARK": "n º|n . º|nº|num .|num|numero|n|n .|numeros|nums",
}

LAWS = {
    "ley": "ley|leyes",
    "ley orgánica": "ley organica|lo|l . o .",
    "real decreto": "real decreto|rd|r . d .|reales decretos",
    "real decreto-ley": "real decreto - ley|real decreto ley|rdl|rd - ley",
    "real decreto legislativo": "real decreto legislativo|rdleg|rd legislativo",
    "decreto": "decreto|decretos",
    "decreto-ley": "decreto - ley|decreto ley",
    "decreto legislativo": "decreto legislativo",
    "orden": "orden|orden ministerial|orden foral",
    "reglamento": "reglamento",
    "directiva": "directiva",
    "ordenanza": "ordenanza|ordenanza municipal|ordenanza fiscal|ordenanza reguladora",
    "resolución": "resolucion",
    "instrucción": "instruccion",
}

MEASURES = {
    "mm": "mm|milimetro|milimetros",
    "cm": "cm|centimetro|centimetros",
    "m": "m|metro|metros|mts|metro lineal|metros lineales",
    "km": "km|kms|kilometro|kilometros",
    "m2": "m²|m2|metro cuadrado|metros cuadrados|mts cuadrados",
    "ha": "ha|hectarea|hectareas",
    "g": "g|gr|gramo|gramos",
    "kg": "kg|kgs|kilo|kilos|kilogramo|kilogramos",
    "l": "l|litro|litros",
    "KB": "kb|kilobytes|kbytes",
    "MB": "mb|mega|megas|megabyte|megabytes|mbytes",
    "GB": "gb|giga|gigas|gigabyte|gigabytes",
    "m3": "m³|m3|metro cubico|metros cubicos",
    "W": "w|vatio|vatios",
    "kW": "kw|kilovatio|kilovatios",
}

NUMBERS = values(
    "cero 0 dos 2 tres 3 cuatro 4 cinco 5 seis 6 siete 7 ocho 8 nueve 9 diez 10 once 11 doce 12 trece 13 catorce 14 quince 15 dieciseis 16 diecisiete 17 "
    "dieciocho 18 diecinueve 19 veinte 20 veintiun 21 veintiuno 21 veintiuna 21 veintidos 22 veintitres 23 veinticuatro 24 veinticinco 25 veintiseis 26 veintisiete 27 "
    "veintiocho 28 veintinueve 29 treinta 30 cuarenta 40 cincuenta 50 sesenta 60 setenta 70 ochenta 80 noventa 90 cien 100 ciento 100 doscientos 200 doscientas 200 "
    "trescientos 300 trescientas 300 cuatrocientos 400 cuatrocientas 400 quinientos 500 quinientas 500 seiscientos 600 seiscientas 600 setecientos 700 setecientas 700 "
    "ochocientos 800 ochocientas 800 novecientos 900 novecientas 900 mil 1000 millon 1000000 millones 1000000"
)

WORDS = Words(
    groups=GROUPS,
    numbers=NUMBERS,
    one="un una uno",
    joiners="y",
    months="enero/ene febrero/feb marzo abril/abr mayo junio/jun julio/jul agosto/ago septiembre/setiembre/sept/sep octubre/oct noviembre/nov diciembre/dic",
    weekdays="lunes martes miercoles jueves viernes sabado/sabados domingo/domingos",
    laws=LAWS,
    measures=MEASURES,
    aliases="tampoco no",
    verbs="abre abren abrimos atendemos atiende tenga tengan tener cumpla cumplan cumple cumplir llame llamar llama llamen marque marcar ven venga este esten es son esta estan tiene tienen hay ha han debe deben queda quedan sera seran cierra abre sea presente cuente intente aumente marque llame pueda puedan",
    no_verbs="residente dependiente asistente no mas menos solo obstante presencial lectivo lectivos lectiva habil habiles superior superiores inferior inferiores mayor mayores menor menores valido valida validos "
    "validas apto apta aptos aptas el la los las un una de del en a por para con sin que si o y tributario tributaria tributarios tributarias posterior anterior urgente "
    "urgentes perecederos reciclable reciclables socios socias vecinos vecinas miembros abonados abonadas festivo festivos laborable laborables peligroso peligrosos rural "
    "urbano oficial oficiales todo todos todas siempre muy tan gracias competencia conforme lucro pago inferiores",
    noun_endings="encia ancia miento entes cion ciones sion dad ados adas idos idas ado ada ido ida arios arias ario aria orios orias ivo ivos iva ivas ales istas osos osas bles ble",
)
