"""Names that are common in Spain, and words with a capital that are none. Without accents but ñ and ç, in small letters.

Chosen by hand: Spanish ones, those of Galician, Basque and Catalan speakers, and of large foreign communities. A name that is missing is still one
where a sentence says so with capitals ("Me llamo Ixchel").
"""

GIVEN = frozenset(
    """
    aaron abdel abdul abel abigail abraham ada adela adelaida adolfo adrian adriana africa agata agustin agustina ahmed ainara ainhoa aisha aitana aitor
    alba albert alberto alejandra alejandro alex alexandra alexandru alexia alfonso alfredo ali alicia alina almudena alvaro amadeo amaia amal amalia amaya
    amelia amina amparo ana ander andrea andreea andreu andres andrew ane angel angela angeles angels anna anne anselmo anton antoni antonia antonio anxo
    araceli arantxa arantza aranzazu ariadna ariel armando arnau arturo asier asuncion aurelia aurelio aurora beatriz begoña belen ben benito benjamin
    bernardo bernat bianca biel bilal blai blanca borja brahim brais breixo brenda bruno candela caridad carla carles carlos carlota carme carmela carmelo
    carmen carolina catalina catherine cayetana cayetano cecilia celia cesar charles charo chen chloe christian clara claudia clemente clotilde concepcion
    concha conchi consuelo cosme cristian cristina cristobal cruz dani daniel daniela david debora desiree diana diego dionisio dolores domingo dora
    duncan duarte edgar edith edorta eduard eduardo edurne elena elias elisa elisabet eloisa eloy elsa elvira emilia emiliano emilio emily emma encarna
    encarnacion eneko enric enrique enriqueta eric erik erika ernesto esperanza esteban estefania estela ester esteve esther estrella eugenia eugenio eulalia
    eusebio eva evelyn ezequiel fabian fabiola fatima federico felipa felipe felisa felix fermin fernanda fernando ferran fidel fina florentina florin
    francesc francesca francisca francisco fran frederic gabriel gabriela gabriele garazi gaspar gema gemma george georgina gerard gerardo german gheorghe
    gines gisela gloria gonzalo gorka graciela gregoria gregorio guadalupe guillem guillermina guillermo gustavo haizea hamza hannah hassan hector helena
    henry heriberto hilario hugo iago ian ibai ibon ibrahim icia idoia ignacio ignasi igor iker ildefonso imane imanol ines ingrid inmaculada
    inma ioan ioana ion irene iria irina iris irma isaac isabel isabela isidoro isidro ismael israel itziar ivan izan izaskun jacinta jacinto jacob jacobo
    jaime jair jakub james jan jana jane janire jaume javier javi jennifer jeronimo jesica jessica jesus jesusa jimena joan joana joaquim joaquin joaquina
    joel john jon jonathan jordi jorge joseba josefa josefina jose josep josu josune juan juana juanjo judit judith julia julian juliana julio justo
    karim karina karla kepa kevin khadija koldo laia laila lander lara laura laureano leandro leire leo leonardo leonor lidia lian lina liliana lisa
    lluc lluis lola lorena lorenzo lourdes lucas lucia luciano luis luisa luisma luiza luz macarena magdalena maialen maider maite maitane manel manoel
    manoli manolo mansour manuel manuela mar mara marc marcel marcela marcelino marcelo marco marcos margalida margarita mari maria mariam mariana
    mariano maribel maricarmen mariluz marina mario maripaz marisa marisol mark marta martí marti martin martina martiña mary mateo mateu matias matilde
    mauricio maximo mayte mercedes merce meritxell michael miguel mihai mikel milagros mireia miren miriam mirta modesto mohamed mohammed moha moises
    moncef monica monserrat montse montserrat moussa mustapha nadia nagore naia naiara natalia nataliya natividad nekane nelson nerea nestor neus nico
    nicanor nicolae nicolas nicole nieves nil noa noelia noemi nora noraida nuno nuria octavio ofelia oihane oier oksana oleksandr olena olga oliver olivia
    oriol oscar otilia ousmane pablo paco paloma pamela paola pascual pastora patricia patrick patxi pau paul paula paulina paulo paz pedro peio pepa
    pepe pere perez peter petra pilar pol prudencio purificacion queralt quim rachel rachid rafa rafael rafaela raimundo ramiro ramon ramona raquel raul
    rebeca regina remedios renata ricard ricardo richard rita robert roberto roc rocio rodolfo rodrigo rogelio roger roi roman romina rosa rosalia
    rosana rosario roser ruben rufino ruth sabela sabrina said salma salome salvador samanta samira samuel sandra santiago santi sara sarah saul
    sebastian segundo sergi sergio sheila silvia simon socorro sofia sol soledad sonia sonsoles soraya stefan stephen steven susan susana svetlana tamara
    tania tatiana telmo teo teodoro teresa thomas tomas toni trinidad txema txomin unai uxia uxue valentin valentina valeria vanesa vanessa vasile
    vera veronica vicenç vicent vicenta vicente victor victoria virginia vladimir wang wei william xabier xavi xavier xiana xiao ximena xoan xose xulia
    yago yaiza yasmina yassin yolanda youssef yuliya zaida zaira zigor zoe zoraida zuriñe
    """.split()
)
SURNAMES = frozenset(
    """
    abad abril acosta agirre aguado aguilar aguilera aguirre alarcon alcaraz alfonso alonso alvarez alves amador andreu andres andrade antunez aparicio
    aragon aranda arana arias arribas arroyo avila aznar badia balaguer ballesteros baños barrios barroso bautista beltran benitez bermudez bernal blasco
    bosch botella bueno bustos caballero cabello cabrera calvo camacho camara campos canals cano carballo cardenas carmona carrasco carrillo
    carvajal casas casals castaño castillo castro cebrian cervera chen clemente collado conde contreras corral correa cortes costa crespo cuesta cuevas
    delgado diaz diez dominguez dominguez-gil duran echevarria egea escobar escribano escudero espinosa esteban estevez etxeberria etxebarria exposito
    fajardo feijoo fernandes fernandez ferrer ferreira figueroa flores fontan franco fuentes fuster galan galindo gallardo gallego galvez gamez garces
    garcia garrido garriga gaspar gil gimenez gimeno goikoetxea gomes gomez gomis goñi gonzalez gonzalo gracia granados guerra guerrero guillen gutierrez
    guzman heredia hernandez hernando herrera herrero hidalgo huertas hurtado ibañez iglesias iturbe izquierdo jara jimenez jones juan juarez jurado
    lago lara larrea lasa leon linares llorente lopez lorente lorenzo lozano lucas luna luque machado macias manzano mañas marcos marin marquez marrero marti
    martin martinez martins mas mata mateo mateos maldonado medina melero mendez mendoza menendez merino mesa miguel millan mir miranda molina moliner
    moll montero montes montoya mora morales moran morcillo moreno moya mulero muñoz murillo murcia nadal naranjo navarro nieto nogueira nuñez ojeda
    oliva oliver olivares olmedo ordoñez ortega ortiz otero pacheco padilla palacios palomo pardo paredes parra pascual pastor paz pena peña peralta
    pereira perez pineda plaza pons popa popescu porras portela prado prats prieto puig pujol quintana quintero quiroga ramirez ramos rebollo redondo reina
    requena rey reyes ribas ribera rico riera rincon rios riquelme rivas rivera rivero robles roca roda rodrigo rodrigues rodriguez roig rojas rojo
    roldan roman romero ros rosa rosales rossello rovira rubio rueda ruiz saez saiz salas salazar salcedo salgado salinas salvador sanchez sanchis sancho
    santamaria santana santiago santos sanz sastre segura seijas serra serrano sevilla sierra silva singh smith soler solis soria soriano sosa soto suarez
    taylor tapia tejada tejero toledo tomas toro torrent torres trujillo uribe urrutia valdes valencia valero valle valverde vaquero varela vargas vazquez
    vega velasco velez vera vicente vidal vilaseca vila villa villalba villanueva villar villegas wang williams wilson yañez zabala zamora zapata zhang
    """.split()
)
# Names that are words besides: alone they count only where a capital says that they are meant.
ALSO_WORDS = frozenset(
    """
    abril ada africa ali alba amparo angel angeles asuncion aurora ben blanca candela caridad clara clemente concha concepcion consuelo cosme cruz dolores domingo
    encarnacion esperanza estela estrella fatima felix fina gloria guadalupe ian iris jan justo leo leon linda lola lourdes luz mar mara mari mark mas mercedes
    milagros modesto nieves noa nora paloma paz pilar pol prudencio purificacion regina remedios rocio rosa rosario said salvador santiago segundo socorro sol
    soledad trinidad vera victoria virginia will
    bueno calvo cano casas castillo conde corral costa crespo cuesta cuevas delgado escudero flores franco fuentes gallego guerra guerrero izquierdo
    jurado lago luna manzano mata mesa montes mora moreno nadal naranjo nieto oliva palacios pardo paredes parra pastor pena plaza prado ramos redondo reina
    rey reyes rico rincon rios robles roca rojas rojo rosales rubio rueda salas salinas sancho santos serra sevilla sierra soto toledo toro torres valencia valle
    vaquero villa zamora aragon murcia soria hidalgo caballero camara baños barrios campos rebollo
    """.split()
)
# Trades, conditions and bodies that follow "soy" or "a nombre de".
NO_NAMES = frozenset(
    """
    abogada abogado administracion administradora administrador administrativa administrativo agencia alcalde alcaldesa alcaldia alumna alumno ampa
    arquitecta arquitecto area asesora asesor asesoria asociacion atencion autonoma autonomo auxiliar ayuntamiento banco biblioteca bombera bombero cabildo
    camara canal casa cataluña centro cia ciudadana ciudadania ciudadano cliente club colegio comercio compañia comunidad concejala concejal
    concejalia concello consejeria consell conselleria consorcio construcciones conductor conductora contribuyente cooperativa cultura deportes departamento
    diputacion direccion director directora discapacitada discapacitado divorciada divorciado docente empadronada empadronado empleada empleado empresa
    empresaria empresario encargada encargado enfermera enfermero entidad escuela española español estudiante extranjera extranjero familia familiar
    federacion firma fundacion funcionaria funcionario generalitat gerente gestora gestor gestoria gobierno govern guardia hacienda heredera heredero hermana
    hermano hija hijo hospital ingeniera ingeniero inmobiliaria inquilina inquilino instituto interesada interesado interina interino intervencion
    jefa jefe jubilada jubilado junta juzgado madre maestra maestro mayor medica medico medio mancomunidad ministerio monitor monitora mutua nueva nuevo
    obras oficina opositora opositor organismo padre padron parada parado parroquia patronato pensionista personal policia presidenta presidente profesora
    profesor propietaria propietario recursos registro representante residente responsable sanidad seccion secretaria secretario seguridad servicio servicios
    sindicato sociedad socia socio soltera soltero taxista tecnica tecnico tesoreria titular trabajadora trabajador trabajo trafico transportes tributos
    turismo tutor tutora udala unidad union universidad urbanismo usuaria usuario vecina vecino vendedora vendedor victima viuda viudo voluntaria voluntario
    xunta ajuntament autonom autonoma veina vei jubilat pensionist regidora regidor treballador treballadora estudiant veciña veciño xubilado xubilada
    bilbaina bilbaino catalan catalana gallega gallego madrileña madrileño vasca vasco valenciana valenciano andaluz andaluza sevillana sevillano
    a an the british american spanish student resident citizen retired self new from not in of and or with very also this that
    d dª dña don doña sr sra srta señor señora mr mrs ms
    hola buenos buenas gracias dni nie nif pasaporte carnet tarjeta
    """.split()
)
