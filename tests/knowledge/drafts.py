"""Fifty drafts as staff write them, on the example's answers, with what the check must say: the verdict, and which facts differ, are missing or are added.

Each: the entry (empty where it is to be found), the channel, the draft, the verdict, what is in trouble as `given -> approved`, `- approved`, `+ given`.
"""

DRAFTS: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    # Fine, in other words.
    ("POL-004", "", "Buenos días: retirar un turismo cuesta noventa y cinco euros, y a partir del segundo día son 8 euros por cada día de depósito. Un saludo.", "fine", ()),
    ("POL-007", "", "Hola 👋 la hora son 1,10€ y puede estar 2 horas como mucho.", "fine", ()),
    ("POL-017", "", "El bono de diez viajes vale 7,50 € y el billete sencillo 1,20 €", "fine", ()),
    ("TRIB-002", "", "Estimada vecina: el recibo se carga entre el 1 de junio y el 31 de julio.", "fine", ()),
    ("TRIB-004", "", "Sí, hay una rebaja del cincuenta por ciento si es su vivienda habitual. Pídala antes del 31/01 con el título de familia numerosa.", "fine", ()),
    ("TRIB-005", "", "Sí: un 40% durante tres años. Preséntela con el certificado de la instalación", "fine", ()),
    ("TRIB-014", "", "Son treinta días hábiles desde la venta; en una herencia, 6 meses desde el fallecimiento. Se declara en sede.castroalba.example", "fine", ()),
    ("URB-004", "", "L a V no, perdone: de lunes a viernes de 8 a 21 h y los sábados de 9:30 a 14 h. Domingos y festivos no se permiten.", "fine", ()),
    ("DEC-011", "", "De 9:00 a 21:00 de lunes a viernes; los sábados, de 10:00 a 14:00.", "fine", ()),
    ("DEC-008", "", "¡Apúntese! La carrera es el 31/12 a las cinco y media de la tarde. Son ocho euros.", "fine", ()),
    ("SOC-013", "", "El Ingreso Mínimo Vital lo lleva la Seguridad Social, no el Ayuntamiento. El certificado se pide en el 910000150, es gratis y tarda diez días hábiles.", "fine", ()),
    ("AMB-003", "social", "Puede llevar muebles, aparatos, pinturas, pilas, poda y escombros (cien kilos por persona y día). Es gratuito para particulares. No se admite amianto ni basura orgánica.", "fine", ()),
    ("POL-002", "", "Dispone de 20 días naturales desde que se la notificaron para alegar en https://sede.castroalba.example/. Si recurre, pierde la reducción.", "fine", ()),
    ("OAC-011", "", "Sí, los mandamos por registro electrónico (art. 16 de la Ley 39/2015), gratis.", "fine", ()),
    ("OAC-017", "", "Están en la Policía Local dos años. Teléfono: +34 910 000 092", "fine", ()),
    ("TRIB-019", "", "Solo las empresas que facturan un millón de euros o más al año. Los autónomos están exentos.", "fine", ()),
    ("SOC-011", "", "Puede hacerse socia a partir de los 60 años si está empadronada. Traiga el DNI y una fotografía a cualquiera de los cuatro centros de mayores. El carné es gratuito.", "fine", ()),
    ("POL-012", "", "Los bares cierran a la una y media, los pubs a las 3 y las terrazas se recogen a medianoche.", "fine", ()),
    ("OAC-015", "", "La boda cuesta 120 euros. Reserve la fecha en sede.castroalba.example.", "fine", ()),
    # Word for word.
    ("DEC-007", "", "De lunes a viernes de 8:00 a 22:30  y los fines de semana de 9:00 a 14:00.", "exact", ()),
    ("TRIB-018", "phone", "El teléfono de Hacienda municipal\nes el 910 000 030.", "exact", ()),
    # Another amount, date, period, time, telephone, percentage.
    ("POL-004", "", "La retirada cuesta 85 € y cada día de depósito 8 € desde el segundo.", "differs", ("85 € -> 95 €",)),
    ("POL-007", "", "La hora cuesta 1,20 €. El máximo son dos horas.", "differs", ("1,20 € -> 1,10 €",)),
    ("TRIB-002", "", "El recibo se cobra del 1 al 31 de julio.", "differs", ("1 al 31 de julio -> 1 de junio al 31 de julio",)),
    ("TRIB-014", "", "Tiene 30 días naturales desde la venta, o 6 meses en una herencia. En sede.castroalba.example", "differs", ("30 días naturales -> 30 días hábiles",)),
    ("TRIB-008", "", "Los eléctricos tienen una bonificación del 75 % y los híbridos del 40 %.", "differs", ("40 % -> 50 %",)),
    ("DEC-007", "", "De lunes a viernes de 8 a 22 h y los fines de semana de 9 a 14 h", "differs", ("8 a 22 h -> 8:00 a 22:30",)),
    ("DEC-008", "", "La carrera es el 30 de diciembre a las 17:30 y cuesta 8 €.", "differs", ("30 de diciembre -> 31 de diciembre",)),
    ("TRIB-018", "", "Llame a Hacienda: 910 000 300.", "differs", ("910 000 300 -> 910 000 030",)),
    ("OAC-011", "", "Se envían según el artículo 16 de la Ley 40/2015. Es gratuito.", "differs", ("Ley 40/2015 -> Ley 39/2015",)),
    ("OAC-011", "", "Se envían según el artículo 61 de la Ley 39/2015. Es gratuito.", "differs", ("artículo 61 -> artículo 16",)),
    ("TRIB-006", "", "Lleve la escritura y el modelo 901D a sede.castroalba.example. Es gratuito.", "differs", ("modelo 901D -> modelo 900D",)),
    ("SOC-011", "", "Puede hacerse socio con 65 años o más. Traiga el DNI. Hay 4 centros. El carné es gratuito.", "differs", ("65 años o más -> 60 años o más",)),
    ("POL-010", "", "La Policía Local atiende en el 910 000 029, las 24 horas. Emergencias: llame al 112.", "differs", ("910 000 029 -> 910 000 092",)),
    ("DEC-010", "", "Puede llevarse 5 libros durante 21 días.", "differs", ("5 libros -> 6 libros",)),
    ("OAC-014", "", "Escriba a oac@castroalva.example o preséntela en sede.castroalba.example. Contestamos en 20 días hábiles.", "differs", ("oac@castroalva.example -> oac@castroalba.example",)),
    # The opposite.
    ("TRIB-015", "", "Descárguelo en sede.castroalba.example. Vale 6 meses y cuesta 3 €.", "differs", ("3 € -> es gratuito",)),
    ("SOC-004", "", "Presente la solicitud en sede.castroalba.example con 2 documentos: DNI e informe de salud de menos de 3 meses. Es necesario el certificado de empadronamiento. Es gratuito.", "differs", ("Es necesario -> No es necesario",)),
    # Something missing.
    ("POL-017", "", "El billete sencillo cuesta 1,20 €.", "incomplete", ("- 10 viajes", "- 7,50 €")),
    ("POL-004", "", "Retirar un turismo cuesta 95 €.", "incomplete", ("- 8 €",)),
    ("TRIB-004", "", "Sí, hay una bonificación del 50 % en la vivienda habitual.", "incomplete", ("- 31 de enero",)),
    ("DEC-011", "", "De lunes a viernes de 9 a 21 h.", "incomplete", ("- sábados", "- 10:00 a 14:00")),
    ("URB-014", "", "La inspección se pide para edificios de más de 50 años y se repite cada diez años.", "incomplete", ("- es obligatoria",)),
    ("OAC-017", "", "Los guarda la Policía Local. Llame al 910 000 092.", "incomplete", ("- 2 años",)),
    # Something that nobody approved.
    ("POL-007", "", "La hora cuesta 1,10 € y el máximo son 2 horas. Los sábados es gratuito.", "adds", ("+ sábados", "+ es gratuito")),
    ("TRIB-018", "", "El teléfono de Hacienda es el 910 000 030, de lunes a viernes.", "adds", ("+ lunes a viernes",)),
    ("DEC-007", "", "De lunes a viernes de 8:00 a 22:30 y los fines de semana de 9:00 a 14:00. Le contestaremos en 24 horas.", "adds", ("+ 24 horas",)),
    ("POL-004", "", "Cuesta 95 €, y 8 € por día desde el segundo. Si paga en 20 días, la mitad: 47,50 €.", "adds", ("+ 20 días", "+ 47,50 €")),
    # Which entry it is about is found.
    ("", "", "La carrera popular es el 31 de diciembre a las 17:30. La inscripción cuesta 9 €.", "differs", ("9 € -> 8 €",)),
    ("", "", "La biblioteca abre de lunes a viernes de 9 a 21 h y los sábados de 10 a 13 h.", "differs", ("10 a 13 h -> 10:00 a 14:00",)),
)  # fmt: skip
