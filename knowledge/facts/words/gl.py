"""Galician."""

from knowledge.facts.words.language import Words, values

GROUPS = {
    # Little words
    "OF": "de|do|da|dos|das",
    "THE": "o|a|os|as",
    "TO": "a|ao|ata|ata o|ata a|ata as|ate|as|aos|a a|ata os|-",
    "FROM": "de|do|dende|dende o|desde|desde o|da|das|dende as|desde as|dos",
    "SINCE": "desde|dende|desde o|dende o",
    "PER": "por",
    "BETWEEN": "entre|entre o|entre a|entre as|entre os",
    "AND": "e|e o|e a|e as|e os",
    "OR": "ou|ou o|ou a|ou as",
    "WITH": "con",
    "TIMES": "x|por",
    # Money
    "EURO": "€|euro|euros|eur",
    "CENT": "centimo|centimos|cent|cents",
    "DOLLAR": "dolar|dolares|usd",
    "POUND": "libra|libras|gbp|£",
    "PERCENT": "%|por cento|por cen",
    # Calendar
    "YEARWORD": "ano|anos|exercicio|exercicios|curso|cursos|curso escolar|curso academico|temporada|temporadas|campana|anualidade",
    "INMONTH": "(|en|de|dende|desde|ata|durante|para|mes de|meses de|a|antes de|por|todo|cada|do mes de|este|partir de|ao",
    "FIRSTDAY": "primeiro|1 º",
    "WEEKEND": "fin de semana|fins de semana|fin da semana",
    # Clock
    "FROMHOUR": "das|dende as|desde as|da|dende a|a partir das|de",
    "TOHOUR": "as|ata as|a|ata a|ate as|- as|- |a as",
    "OPENING": "horario|horarios|abre|abren|aberto|aberta|abertos|abrimos|atendemos|atende|atencion|manas|tardes|mana|tarde|WEEKDAY",
    "BAREFROM": "de",
    "BARETO": "a",
    "BETWEENHOURS": "entre as|entre a",
    "ANDHOUR": "e as|e a|e",
    "ATHOUR": "as|ata as|dende as|desde as|antes das|partir das|arredor das|despois das|cara as|ate as",
    "HOURMARK": "h|hs|hrs|horas|hora",
    "HALF": "e media",
    "QUARTER": "e cuarto",
    "QUARTERTO": "menos cuarto",
    "MINUS": "menos",
    "OCLOCK": "en punto",
    "MORNING": "da mana|da madrugada|pola mana|de mana",
    "AFTERNOON": "da tarde|pola tarde|de tarde",
    "AM": "am|a . m .|a . m",
    "PM": "pm|p . m .|p . m",
    "NIGHT": "da noite|pola noite|de noite",
    "NOONOF": "do mediodia",
    "NOON": "mediodia",
    "MIDNIGHT": "medianoite",
    "LASTING": "de|duracion :|total de|duracion de|en|cada|durante|prazo de|prazo maximo de|antelacion de|minimo de|maximo de|maximo|minimo|aberto|unhas|ultimas|proximas|seguintes",
    # How long
    "MINUTES": "minuto|minutos|min|mins",
    "HOURS": "hora|horas|h|hs|hrs",
    "DAYS": "dia|dias",
    "WORKING": "habil|habiles|laborable|laborables",
    "CALENDAR": "natural|naturais",
    "WEEKS": "semana|semanas",
    "MONTHS": "mes|meses",
    "YEARS_": "ano|anos",
    "HALFA": "medio|media",
    "ANDAHALF": "e medio|e media",
    "AQUARTEROF": "cuarto de|un cuarto de",
    "QUARTERPARTS": "cuartos de",
    # Ages
    "OVER": "maiores|maior de|maiores de|a partir de|a partir dos|dende os|desde os|superen os",
    "UNDER": "menores|menor de|menores de",
    "MORETHANAGE": "mais de|de mais de",
    "LESSTHANAGE": "menos de|de menos de",
    "FOR": "para",
    "PEOPLE": "persoa|persoas|neno|nenos|nenas|mozo|mozos|mozas|menores|maiores|adultos|xubilados|mulleres|homes|vecinos|alumnos|fillos|fillas|usuarios|solicitantes|cidadans|pensionistas|socios",
    "OVERAGE": "maior de|maiores de",
    "UNDERAGE": "menor de|menores de",
    "ORDEND": "º|. º|er",
    "UPTO": "nenos de ata|nenas de ata|menores de ata|mozos de ata|persoas de ata|ata os|ata cumprir os|ata cumprir",
    "ORLESS": "ou menos|ou menores",
    "ORMORE": "ou mais|en diante|cumpridos|ou maiores|ou superior|feitos",
    "AGED": "ter|tena|tenan|ten|tenen|cumprir|ter cumpridos|cumpriu os|cumprir os|cumpridos os|cumpra os|cumprido|cumpra|cumpran|con|idade de|idade minima de|idade maxima de|idade|idade :|idade minima :|aos|nenos de|nenas de|mozos de|mozas de|persoas de|alumnos de|bebes de|"
    "fillos de|adultos de|idade minima e de|idade minima e|idade e de|teren|rapaces de|cativos de",
    "OLD": "de idade",
    # What numbers name, and a day that is none
    "EACHWORD": "cada",
    "DAYTICKET": "entrada dun dia|pase dun dia|billete dun dia|abono dun dia",
    "STREET": "rua|r|c|avenida|avda|av|praza|pza|paseo|camino|camino|estrada|ctra|ronda|travesia|calella|poligono|parque|calle",
    "NAMED": "un de cada|unha de cada|numero|numeros|n º|n . º|num|planta|andar|piso|porta|portal|bloque|escaleira|portelo|portelos|xanela|mostrador|mesa|sala|aula|despacho|lina|linas|autobus|bus|bus urbano|via|parada|zona|sector|distrito|"
    "punto|apartado|anexo|paso|fase|nivel|grupo|tipo|categoria|expediente|paxina|capitulo|titulo|seccion|tomo|folio|version|cp|c . p .|codigo postal|id|entrada|resposta|lote|parcela|km|quilometro|saida|nave|"
    "edificio|pavillon|pista|rexistro|codigo|epigrafe|opcion|modulo|libro|caixa|bolsa|tarifa|quenda|clave|extension|ext|tarxeta|dni|nif|nie|conta|iban|referencia|matricula|factura|recibo|convocatoria|bop|boe|dog|"
    "boletin|pregunta|formato|windows|android|covid|disposicion|curso|ciclo|clase|canle|obxectivo|plan|axenda|horizonte|area|unidade|oficina|centro|ies|ceip|rotonda|autovia|tema|acta|lista|taquilla|acceso|consulta|ambito",
    # Counts
    "NOTCOUNTED": "mais|menos|tamen|pero|despois|salvo|excepto|agas|dias|luns|martes|mercores|xoves|venres|os|as|dos|das|aos|nos|nas|unhas|uns|veces|tras|ademais|horas|mil|centos|es",
    "ADJECTIVE": "primeiros|primeiras|ultimos|ultimas|seguintes|proximos|proximas|novos|novas|posibles|distintos|distintas|diferentes|unicos|unicas",
    # What turns an answer round
    "NO": "non",
    "PRONOUN": "se|lle|lles|o|a|os|as|me|nos|te|vos|lo|la",
    "IS": "e|son|sera|seran|resulta|sexa|sexan|fora|era|seria",
    "NEEDED": "necesario|necesaria|necesarios|necesarias|obrigatorio|obrigatoria|obrigatorios|obrigatorias|imprescindible|imprescindibles|preciso|precisa|precisos|precisas|preceptivo|preceptiva",
    "FREEWORD": "gratuito|gratuita|gratuitos|gratuitas|gratis|de balde",
    "NOPOLARITY": "non dubide|non dubides|non dubiden|non esqueza|non esquezas|non esquezan|non se esqueza|non te esquezas|non obstante|se non|non so|non soamente|non se preocupe|ou non|non mais de|non mais|non menos de|"
    "como non|senon|carta de pago|cartas de pago|forma de pago|formas de pago|xustificante de pago|prazo de pago|prazos de pago|periodo de pago|medio de pago|medios de pago|recibo de pago|data de pago|documento de pago|"
    "orde de pago|sistema de pago|comprobante de pago|lugar de pago|modalidade de pago|fraccionamento de pago|plan de pago|metodo de pago|pasarela de pago|calendario de pago|resgardo de pago|non residentes",
    "NOTREQUIRED": "non IS ANYWORD NEEDED|non IS ANYWORD ANYWORD NEEDED|non IS NEEDED|non fai falta|non fara falta|non se necesita|non se necesitan|non se require|non se requiren|non se esixe|non se esixen|non se precisa|non se precisan|non necesita|non necesitan|non necesitas|"
    "non require|non requiren|non precisa|non precisan|sen necesidade de|sen necesidade|non hai que|non habera que|non ten que|non tenen que|non tes que|non tera que|non teran que|non cumpre|non esta obrigado|non esta obrigada|"
    "non estan obrigados|non estan obrigadas|sen obriga de|sen que IS NEEDED",
    "EXEMPT": "exento de pago|exenta de pago|exentos de pago|exentas de pago",
    "NOTFREE": "non IS ANYWORD FREEWORD|non IS ANYWORD ANYWORD FREEWORD|de pago|non IS FREEWORD",
    "FREE": "IS FREEWORD|FREEWORD|gratuitamente|de forma gratuita|de maneira gratuita|sen custo|sen ningun custo|sen custo ningun|sen custo adicional|non custa nada|non ten custo|non ten ningun custo|non tenen custo|sen cargo|"
    "custo cero|non se paga nada|non hai que pagar nada|non ten que pagar nada|sen pagar nada|non hai que pagar",
    "CAN": "pode|poden|podes|podemos|podera|poderan",
    "NOTALLOWED": "non CAN|non PRONOUN CAN|non PRONOUN PRONOUN CAN|non se pode|non se poden|non se podera|non se poderan|non pode|non poden|non podes|non podera|non poderan|non podemos|non se admite|non se admiten|non se admitira|non se admitiran|non se permite|non se permiten|"
    "non se permitira|non esta permitido|non esta permitida|non estan permitidos|non estan permitidas|non e posible|non sera posible|esta prohibido|esta prohibida|estan prohibidos|estan prohibidas|queda prohibido|"
    "queda prohibida|prohibido|prohibida|non se autoriza|non se aceptan|non se acepta",
    "REQUIRED": "IS NEEDED|obrigatorio|obrigatoria|obrigatorios|obrigatorias|imprescindible|fai falta|de obrigado cumprimento",
    "EXCEPT": "agas|salvo|excepto|a excepcion de|a excepcion do|a excepcion da|a excepcion dos|coa excepcion de|con excepcion de|quitando|a non ser que|agas que|salvo que",
    "NEVER": "nunca|xamais",
    "NUMBERMARK": "n º|n . º|num .|num|numero|n|n .|numeros",
}

NUMBERS = values(
    "cero 0 dous 2 duas 2 tres 3 catro 4 cinco 5 seis 6 sete 7 oito 8 nove 9 dez 10 once 11 doce 12 trece 13 catorce 14 quince 15 dezaseis 16 dezasete 17 dezaoito 18 dezanove 19 vinte 20 trinta 30 corenta 40 cincuenta 50 "
    "sesenta 60 setenta 70 oitenta 80 noventa 90 cen 100 cento 100 douscentos 200 duascentas 200 trescentos 300 trescentas 300 catrocentos 400 catrocentas 400 cincocentos 500 cincocentas 500 quinentos 500 quinentas 500 "
    "seiscentos 600 seiscentas 600 setecentos 700 setecentas 700 oitocentos 800 oitocentas 800 novecentos 900 novecentas 900 mil 1000 millon 1000000 millons 1000000"
)

LAWS = {
    "ley": "lei|leis",
    "ley orgánica": "lei organica",
    "real decreto": "real decreto|reais decretos",
    "real decreto-ley": "real decreto - lei|real decreto lei",
    "decreto-ley": "decreto - lei|decreto lei",
    "orden": "orde|orde ministerial",
    "reglamento": "regulamento",
    "resolución": "resolucion",
    "instrucción": "instrucion",
    "decreto legislativo": "decreto lexislativo",
    "real decreto legislativo": "real decreto lexislativo",
}

MEASURES = {
    "km": "quilometro|quilometros",
    "kg": "quilo|quilos|quilogramo|quilogramos",
    "m2": "metro cadrado|metros cadrados",
    "m": "metro|metros|metros lineais",
    "mm": "milimetro|milimetros",
    "cm": "centimetro|centimetros",
    "g": "gramo|gramos",
    "l": "litro|litros",
    "ha": "hectarea|hectareas",
    "MB": "mega|megas|megabytes",
    "GB": "giga|gigas",
    "m3": "metro cubico|metros cubicos",
    "W": "vatio|vatios",
    "kW": "quilovatio|quilovatios",
}

WORDS = Words(
    groups=GROUPS,
    numbers=NUMBERS,
    one="un unha dun dunha nun nunha",
    joiners="e",
    months="xaneiro/xan febreiro/feb marzo abril/abr maio xuno xullo agosto/ago setembro/set outubro/out novembro/nov decembro/dec",
    weekdays="luns martes mercores xoves venres sabado/sabados domingo/domingos",
    laws=LAWS,
    measures=MEASURES,
    aliases="tampouco non",
    verbs="abre abren abrimos atendemos atende tena tenan ter cumpra cumpran chame chamar chama marque marcar e son esta estan ten tenen hai ha debe deben queda quedan sera seran pecha abre sexa presente poida poidan fai",
    no_verbs="residente non mais menos so obstante presencial lectivo lectivos habil habiles superior superiores inferior inferiores maior maiores menor menores valido valida validos apto apta os as un unha de do en por para con sen que se ou e "
    "tributario tributarios tributaria posterior anterior urxente urxentes socios vecinos membros abonados festivo festivos laborables perigosos rural urbano oficial todos todas sempre moi tan grazas",
    noun_endings="encia ancia mento entes cion cions dade ados adas idos idas ado ada ido ida arios arias ario aria orios orias ivos ivas ivo iva ais istas osos osas bles ble",
)
