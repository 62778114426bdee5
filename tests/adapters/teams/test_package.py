"""The app's package: what Microsoft's own schemas say of it, and whether it offers what the bot understands."""

import io
import json
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator, FormatChecker

from adapters.teams import commands, icons
from adapters.teams.package import endpoint, localization, manifest, package
from bot.cli.main import run
from bot.settings import Serve, Settings, Teams
from tests.messages import ROOT

APP_ID = "11111111-2222-4333-8444-555555555555"
SCHEMAS = ROOT / "tests/adapters/teams/schemas"
ENVIRONMENT = {"LANG": "es_ES.UTF-8", "UNAVOZ_TEAMS__APP_ID": APP_ID, "UNAVOZ_SERVE__PUBLIC_URL": "https://voz.example/"}


def settings(language: str = "es", public_url: str = "https://voz.castroalba.example/", **more: Any) -> Settings:
    return Settings(screen_language=language, serve=Serve(public_url=public_url), teams=Teams(app_id=APP_ID), **more)


def schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SCHEMAS / f"MicrosoftTeams.{name}json").read_text(encoding="utf-8-sig"))
    return found


def problems(name: str, value: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in Draft4Validator(schema(name)).iter_errors(value)]


def references(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [one for inner in value.values() for one in references(inner)]
    return [one for inner in value for one in references(inner)] if isinstance(value, list) else []


def files(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def pixels(picture: bytes) -> tuple[int, int, list[bytes]]:
    """Return width, height and the pixels of a PNG as we write it: one IDAT, no filter."""
    width, height, depth, kind = struct.unpack(">IIBB", picture[16:26])
    start = picture.index(b"IDAT")
    (length,) = struct.unpack(">I", picture[start - 4 : start])
    raw = zlib.decompress(picture[start + 4 : start + 4 + length])
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">I", picture[start + 4 + length : start + 8 + length])[0] == zlib.crc32(picture[start : start + 4 + length])
    assert (depth, kind, len(raw)) == (8, 6, height * (4 * width + 1))
    rows = [raw[row * (4 * width + 1) :][: 4 * width + 1] for row in range(height)]
    assert {row[0] for row in rows} == {0}
    return width, height, [row[1 + 4 * column :][:4] for row in rows for column in range(width)]


@pytest.mark.parametrize("name", ["schema.", "Localization.schema."])
def test_the_schemas_stand_alone_and_are_of_the_draft_that_they_are_read_as(name: str) -> None:
    """Nothing is fetched to read them."""
    Draft4Validator.check_schema(schema(name), FormatChecker(()))  # a pattern in it is of another kind than Python's
    assert schema(name)["$schema"] == Draft4Validator.META_SCHEMA["$schema"]
    assert {one[:2] for one in references(schema(name))} == {"#/"}


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("organisation", ["", "Ayuntamiento de Castroalba", "Mancomunidad de Municipios de la Comarca de Castroalba y su Tierra"])
def test_the_manifest_is_what_teams_takes(language: str, organisation: str) -> None:
    """By Microsoft's schema, which also says how long each text may be; so is the other language."""
    found = manifest(settings(language, organisation=organisation))
    assert problems("schema.", found) == []
    assert found["manifestVersion"] == schema("schema.")["properties"]["manifestVersion"]["const"]  # which its draft does not know yet
    assert problems("schema.", found | {"name": {"short": "U" * 31}}) != []
    other = "en" if language == "es" else "es"
    assert problems("Localization.schema.", localization(settings(language), other)) == []
    assert found["localizationInfo"] == {"defaultLanguageTag": language, "additionalLanguages": [{"languageTag": other, "file": f"{other}.json"}]}


def test_the_manifest_names_the_bot_and_where_it_is() -> None:
    """One id for both, and the host alone as a domain."""
    found = manifest(settings(public_url="https://voz.castroalba.example:8443/bot/", organisation="Ayuntamiento de Castroalba"), "1.2.0")
    (bot,), (extension,) = found["bots"], found["composeExtensions"]
    assert {found["id"], bot["botId"], extension["botId"]} == {APP_ID}
    assert (found["version"], found["validDomains"], found["defaultInstallScope"]) == ("1.2.0", ["voz.castroalba.example"], "personal")
    assert found["developer"] == {"name": "Ayuntamiento de Castroalba"} | dict.fromkeys(
        ("websiteUrl", "privacyUrl", "termsOfUseUrl"), "https://voz.castroalba.example:8443/bot"
    )
    assert (bot["scopes"], bot["isNotificationOnly"], bot["supportsFiles"]) == (["personal", "team", "groupChat"], False, False)


@pytest.mark.parametrize(("language", "number"), [("es", 0), ("en", 1)])
def test_a_chosen_command_is_one_that_the_bot_understands(language: str, number: int) -> None:
    """Word for word, in the reader's language; a scope has one list of them."""
    with_others = (commands.HELP_WORDS, commands.CHANGES_WORDS, commands.DRAFT_WORDS)
    alone = (commands.HELP_WORDS, commands.MINE_WORDS, *with_others[1:], commands.QUEUE_WORDS, commands.APPROVE_WORDS)
    lists = manifest(settings(language))["bots"][0]["commandLists"]
    assert [one["scopes"] for one in lists] == [["personal"], ["team", "groupChat"]]
    translated = localization(settings("en" if language == "es" else "es"), language)
    for place, (one, offered) in enumerate(zip(lists, (alone, with_others), strict=True)):
        known = [names[number] for names in offered]
        assert [command["title"] for command in one["commands"] if command["type"] == "basic"] == known
        assert [translated[f"bots[0].commandLists[{place}].commands[{row}].title"] for row in range(len(known))] == known


def test_the_questions_to_begin_with_are_sent_as_they_are_shown() -> None:
    """In a conversation of one's own; they are not translated, for Teams would send the same question still."""
    personal, groups = manifest(settings())["bots"][0]["commandLists"]
    questions = [command for command in personal["commands"] if command["type"] == "prompt"]
    assert questions[0]["prompt"] == "¿Cómo me empadrono?"
    assert 3 <= len(questions) <= 4
    assert all(one["prompt"] == one["title"] and one["description"] for one in questions)
    assert not [command for command in groups["commands"] if command["type"] == "prompt"]
    places = [place for place, command in enumerate(personal["commands"]) if command["type"] == "prompt"]
    translated = localization(settings(), "en")
    assert not [place for place in places if f"bots[0].commandLists[0].commands[{place}].title" in translated]
    assert all(translated[f"bots[0].commandLists[0].commands[{place}].description"] for place in places)


def test_the_message_box_and_messages_offer_what_the_bot_answers() -> None:
    """Under the names of `commands`."""
    found = {command["id"]: command for command in manifest(settings())["composeExtensions"][0]["commands"]}
    assert list(found) == [commands.SEARCH, commands.ASK, commands.ANSWER, commands.DRAFT, commands.CHECK]
    search = found.pop(commands.SEARCH)
    assert (search["type"], search["context"], search["initialRun"]) == ("query", ["compose", "commandBox"], True)
    assert search["title"] == "Insertar respuesta aprobada"
    assert [parameter["name"] for parameter in search["parameters"]] == [commands.QUERY]
    assert {name: command["context"] for name, command in found.items()} == {
        commands.ASK: ["compose", "commandBox"],
        commands.ANSWER: ["message"],
        commands.DRAFT: ["compose", "commandBox"],
        commands.CHECK: ["message"],
    }
    assert all(command["type"] == "action" and command["fetchTask"] for command in found.values())


def test_the_other_language_says_every_text_otherwise() -> None:
    """What is the same in both, such as the name, apart."""
    spanish, english = localization(settings(), "es"), localization(settings(), "en")
    assert list(spanish) == list(english)
    assert [path for path in spanish if spanish[path] == english[path]] == ["$schema", "name.short"]
    assert english["composeExtensions[0].commands[0].title"] == "Insert approved answer"


def test_the_package_is_the_same_whenever_it_is_made() -> None:
    """Byte for byte; and holds what its manifest names."""
    made = package(settings())
    assert package(settings()) == made
    found = files(made)
    assert list(found) == ["manifest.json", "en.json", "color.png", "outline.png"]
    assert json.loads(found["manifest.json"]) == manifest(settings())
    assert json.loads(found["en.json"]) == localization(settings(), "en")
    assert set(manifest(settings())["icons"].values()) <= set(found)
    assert "es.json" in files(package(settings("en")))


def test_the_pictures_are_of_the_sizes_that_teams_wants() -> None:
    """The one in colour is opaque, and fills the square; the outline is white, or nothing."""
    width, height, colour = pixels(icons.colour())
    assert (width, height) == (192, 192)
    assert {pixel[3] for pixel in colour} == {255}
    edge = {pixel for place, pixel in enumerate(colour) if place % 192 in range(36) or place // 192 in range(36)}
    assert edge == {bytes.fromhex("1f4e79ff")}
    assert b"\xff\xff\xff\xff" in colour
    width, height, outline = pixels(icons.outline())
    assert (width, height) == (32, 32)
    assert {pixel[:3] for pixel in outline} == {b"\xff\xff\xff"}
    assert {0, 255} <= {pixel[3] for pixel in outline}


@pytest.mark.parametrize("public_url", ["", "http://voz.example", "https://", "https://[", "voz.example"])
def test_teams_calls_an_address_of_https_alone(public_url: str) -> None:
    """All others are as good as none."""
    assert endpoint(settings(public_url=public_url)) == ""
    assert manifest(settings(public_url=public_url))["validDomains"] == []


def test_the_command_writes_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """And says what else is to be done in Azure."""
    monkeypatch.chdir(tmp_path)
    assert run(["teams", "package"], ENVIRONMENT) == 0
    said = capsys.readouterr().out
    assert "Escrito: unavoz-teams.zip" in said
    assert "https://voz.example/teams/messages" in said
    assert run(["teams", "package", "--output", "otro.zip", "--version", "1.0.1"], ENVIRONMENT) == 0
    first, second = (json.loads(files((tmp_path / name).read_bytes())["manifest.json"]) for name in ("unavoz-teams.zip", "otro.zip"))
    assert (first["version"], second) == ("1.0.0", first | {"version": "1.0.1"})


@pytest.mark.parametrize(
    ("more", "options", "code", "said"),
    [
        ({"UNAVOZ_TEAMS__APP_ID": ""}, [], 78, "teams.app_id"),
        ({"UNAVOZ_SERVE__PUBLIC_URL": ""}, [], 78, "serve.public_url"),
        ({"UNAVOZ_SERVE__PUBLIC_URL": "http://voz.example"}, [], 78, "serve.public_url"),
        ({}, ["--version", "1.0"], 2, "1.0.1"),
        ({}, ["--output", "no/hay/tal.zip"], 1, "No se puede escribir no/hay/tal.zip"),
    ],
)
def test_the_command_says_what_is_missing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    more: dict[str, str],
    options: list[str],
    code: int,
    said: str,
) -> None:
    """And writes nothing."""
    monkeypatch.chdir(tmp_path)
    assert run(["teams", "package", *options], ENVIRONMENT | more) == code
    assert said in capsys.readouterr().err
    assert not list(tmp_path.glob("**/*.zip"))
