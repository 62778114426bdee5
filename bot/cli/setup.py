"""Getting started: a new installation, an empty workbook."""

from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Annotated, Literal

import typer

from bot.cli.tools import Tools
from knowledge.translation import marked as _

Language = Literal["es", "en"]

EXAMPLE = "ayuntamiento.xlsx"

SETTINGS_FILE = """\
# Settings of Una Voz. Every key can also be given as an environment variable: UNAVOZ_WORKBOOK, UNAVOZ_WATCH__INTERVAL_SECONDS…
# Ajustes de Una Voz. Cada clave puede darse también como variable de entorno.

organisation = ""               # the name shown at the top / el nombre que se muestra arriba
workbook = "respuestas.xlsx"    # a path, or an address that fsspec reaches / una ruta o una dirección
database = "unavoz.db"          # the embedded SQLite file / el fichero SQLite
language = "es"                 # of rows whose language cell is empty / de las filas sin idioma
precision = 0.98                # of 100 automatic answers, so many are to be right / de cada 100 respuestas automáticas, cuántas deben acertar
semantic_model = ""             # a folder with a model2vec model, for “unavoz[semantic]” / carpeta con un modelo model2vec
screen_language = "{language}"          # es, en, or empty for the locale's / o vacío para el del sistema
time_zone = "Europe/Madrid"     # where days begin and end / dónde empiezan y acaban los días
log_level = "warning"           # debug, info, warning, error

[watch]                         # the workbook is watched while people are served / se vigila el libro mientras se atiende
enabled = true
interval_seconds = 5.0
settle_seconds = 2.0            # it must look the same this long before it is read / debe estar igual este tiempo
patience_minutes = 15.0         # unreadable for longer: reported / ilegible más tiempo: se avisa

[serve]                         # “unavoz serve”
host = "127.0.0.1"
port = 8300
public_url = ""                 # how Slack or Teams reach it from outside, https://… / cómo llegan desde fuera

[slack]                         # tokens are best given as UNAVOZ_SLACK__BOT_TOKEN… / mejor como variables de entorno
transport = "socket"            # socket, or http (signed requests to public_url) / o http
bot_token = ""                  # xoxb-…
app_token = ""                  # xapp-…, for Socket Mode
signing_secret = ""             # for HTTP
api_url = "https://slack.com/api/"
command = "/respuesta"
reviewers = []                  # members whose Home tab shows what waits for an answer: ["U0123ABCD"] / quién ve lo que espera respuesta
mode = "mentions"               # in channels: all, mentions, private (the answer is first seen by who asks), off

[slack.channels]                # a channel of its own mode, by id: C0123ABCD = "private" / un canal con modo propio

[slack.departments]             # where a department's people are asked: "Hacienda" = "C0123ABCD" / dónde se pregunta a cada área

[teams]                         # the secret is best given as UNAVOZ_TEAMS__APP_PASSWORD / el secreto, mejor como variable de entorno
app_id = ""                     # of the bot, from Azure / del bot, de Azure
app_password = ""               # its client secret / su secreto de cliente
tenant_id = ""                  # whose people are served, and nobody else / de qué inquilino es el personal
managed_identity = false        # the machine vouches for it, without a secret / responde la propia máquina, sin secreto
reviewers = []                  # Entra ids of who sees what waits for an answer / quién ve lo que espera respuesta
issuer = "https://api.botframework.com"
openid_metadata_url = "https://login.botframework.com/v1/.well-known/openidconfiguration"
authority = "https://login.microsoftonline.com"
instance_discovery = true       # false where the authority is not known to Microsoft / si Microsoft no conoce la autoridad
service_url = "https://smba.trafficmanager.net/teams/"
allowed_service_urls = ["https://smba.trafficmanager.net/"]

[teams.departments]             # where a department's people are asked: "Hacienda" = "19:…@thread.tacv2" / dónde se pregunta a cada área

[privacy]                       # who asked stands under a pseudonym, made with a key / quién preguntó se guarda con un seudónimo
key_file = ""                   # where the key is kept; beside the database where this is empty / dónde está la clave
key = ""                        # or the key itself, best given as UNAVOZ_PRIVACY__KEY / o la propia clave, como variable de entorno

[retention]                     # how many days personal data are kept; 0 is for ever / cuántos días se guardan los datos; 0, siempre
questions_days = 365            # texts of questions, and who asked / el texto de las preguntas y quién preguntó
archived_text_days = 180        # texts of archived groups / el texto de los grupos archivados
contacts_days = 90              # where people are told of an answer / dónde se avisa de una respuesta
audit_days = 730                # that something was asked and done; at least questions_days / el registro de lo hecho

[recall]                        # who is told that an answer they got is another one now / a quién se avisa de que cambió lo que recibió
days = 30                       # those who got it within so many days; 0 tells nobody / quien la recibió en tantos días; 0, a nadie
reminders = 2                   # until they say that they have read it / hasta que confirmen que lo han leído
remind_after_hours = 24.0       # between one and the next / entre uno y otro

[recall.topics]                 # days of their own, by topic: "Tributos" = 90 / un plazo propio, por tema

[announce]                      # departments that a row names are told of a new measure / se avisa a las áreas de cada novedad
days_before = 2                 # so many days before it begins, and on the day / tantos días antes de que empiece, y ese día

[digest]                        # what happened, told in the channels of departments / lo que ha pasado, en los canales de las áreas
every = "never"                 # never, day, or week (on Mondays) / nunca, cada día o cada semana (los lunes)
departments = []                # whose channels: ["Comunicación"], see slack.departments, teams.departments / en los canales de qué áreas
hour = 8                        # not before that / a partir de esa hora

[console]                       # the web console of “unavoz serve” / la consola web
enabled = true
oidc_issuer = ""                # of Entra ID, Keycloak…: https://login.microsoftonline.com/<tenant>/v2.0, https://…/realms/<realm>
oidc_client_id = ""
oidc_client_secret = ""         # best given as UNAVOZ_CONSOLE__OIDC_CLIENT_SECRET / mejor como variable de entorno
oidc_groups = ["roles", "groups"]  # the claims that name a person's groups / los atributos que nombran sus grupos
trusted_proxies = []            # a gateway that says who comes, by its address: ["10.0.0.5/32"] / una pasarela que dice quién entra
proxy_user = "X-Forwarded-User"
proxy_name = "X-Forwarded-Preferred-Username"
proxy_groups = "X-Forwarded-Groups"

[console.api_tokens]            # a program's name and its token, of 32 characters or more / el nombre de un programa y su clave

[web_check]                     # are the answers' web pages read and compared? / ¿se leen y comparan las páginas web?
enabled = false
hosts = []                      # the only ones that are asked: ["www.villa.example", ".villa.example"] / los únicos que se consultan
every_hours = 24
delay_seconds = 1               # between two requests to a host / entre dos peticiones a un servidor
allow_private = false           # addresses inside the house too / también direcciones internas

[approval]                      # who approves what changes / quién aprueba los cambios (docs/operators.md)
mode = "sheet"                  # sheet: whoever may write the workbook; two-person: somebody else too / también otra persona
minor_changes = "two"           # one: a change of words alone, with the same facts, passes with one person / basta una persona

[approval.people]               # "ana@villa.example" = ["slack:T1:U1", "entra:TENANT:OBJECT", "excel:Ana Ruiz"]

[console.roles]                 # what a group may do: "Comunicacion" = "editor" (reader, reviewer, editor, admin, dpo) / qué puede cada grupo
"""


def example_workbook() -> Path:
    """Return the path of the example workbook: inside an installed package, or in the source tree's `examples`."""
    packaged = Path(str(resources.files("bot"))) / "examples" / EXAMPLE
    return packaged if packaged.is_file() else Path(str(resources.files("bot"))).parent / "examples" / EXAMPLE


def init(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help=_("Where to put them; made if it is not there."))] = Path(),
    language: Annotated[
        Language | None, typer.Option("--language", help=_("The language of the workbook: es or en; otherwise that of this screen."))
    ] = None,
    json: Annotated[bool, typer.Option("--json", help=_("Print one JSON object a line instead of text."))] = False,
) -> None:
    """Start an installation: a settings file with every setting explained, and an empty workbook."""
    tools: Tools = context.obj
    code = language or _screen_language(tools)
    workbook = folder / ("respuestas.xlsx" if code == "es" else "answers.xlsx")
    settings = folder / "unavoz.toml"
    for path in (settings, workbook):
        if path.exists():
            tools.fail(tools.words.gettext("{path} is there already; nothing was written.").format(path=path))
    _make(
        tools,
        folder,
        lambda: settings.write_text(SETTINGS_FILE.format(language=code).replace("respuestas.xlsx", workbook.name), encoding="utf-8"),
    )
    _write_template(workbook, code)
    if json:
        tools.show_json({"settings": str(settings), "workbook": str(workbook)})
        return
    message = tools.words.gettext("Written: {settings} and {workbook}. Fill in the workbook, then run: unavoz check, unavoz publish, unavoz chat.")
    tools.say(message.format(settings=settings, workbook=workbook))


def template(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The workbook to write, such as respuestas.xlsx."))],
    language: Annotated[
        Language | None, typer.Option("--language", help=_("The language of the workbook: es or en; otherwise that of this screen."))
    ] = None,
    json: Annotated[bool, typer.Option("--json", help=_("Print one JSON object a line instead of text."))] = False,
) -> None:
    """Write an empty workbook that an editor can fill in at once."""
    tools: Tools = context.obj
    if file.suffix.lower() != ".xlsx":
        tools.fail(tools.words.gettext("The name of the workbook must end in .xlsx."))
    if file.exists():
        tools.fail(tools.words.gettext("{path} is there already; nothing was written.").format(path=file))
    _make(tools, file.parent, lambda: _write_template(file, language or _screen_language(tools)))
    if json:
        tools.show_json({"workbook": str(file)})
    else:
        tools.say(tools.words.gettext("Written: {path}").format(path=file))


def _write_template(path: Path, language: Language) -> None:
    from knowledge.workbook import template as templates  # openpyxl takes longer to import than most commands take

    templates.write(path, language)


def _make(tools: Tools, folder: Path, write: Callable[[], object]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write()
    except OSError as error:
        tools.fail(tools.words.gettext("Nothing could be written: {reason}.").format(reason=error))


def _screen_language(tools: Tools) -> Language:
    return "en" if tools.words.gettext("Spanish") == "Spanish" else "es"
