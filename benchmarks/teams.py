"""How much of a bare botbuilder bot's throughput is left, and how soon /healthz answers while Microsoft's keys hang.

    uv run python benchmarks/teams.py [--events 600] [--rounds 3]

Two processes in turn, against the test tree's fake Teams: Una Voz with the example's answers (message in, its token checked, matched, recorded on disk,
answer sent), and botbuilder-core with a bot that sends a constant, its token kept (left to itself it asks for one with each message). Twenty
messages are under way at a time, from their delivery to their answer. Una Voz' brake, which keeps to Teams' 50 messages a second, is taken off. What
counts is the median of the rounds' ratios: one run, one machine.
"""

import argparse
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.adapters.teams import fake_api
from tests.adapters.teams.fake import FakeTeams

ROOT = Path(__file__).parent.parent
UNDER_WAY = 20
PEOPLE = 50
QUESTIONS = ("¿Cómo me empadrono en Castroalba?", "¿Cómo me empadrono?", "alta en el padrón", "papeles para empadronarse")

BARE = """
import sys
import uvicorn
from botbuilder.core import CloudAdapterBase
from botbuilder.schema import Activity
from botframework.connector.auth import BotFrameworkAuthenticationFactory, ChannelValidation, MicrosoftAppCredentials
from botframework.connector.auth import PasswordServiceClientCredentialFactory
from msal import ConfidentialClientApplication
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
app_id, secret, tenant, metadata, authority, port = sys.argv[1:]
ChannelValidation.open_id_metadata_endpoint = metadata

class Kept(PasswordServiceClientCredentialFactory):
    kept = None
    async def create_credentials(self, *arguments, **more):
        if Kept.kept is None:
            Kept.kept = MicrosoftAppCredentials(app_id, secret, tenant, "https://api.botframework.com")
            Kept.kept.app = ConfidentialClientApplication(
                app_id, client_credential=secret, authority=f"{authority}/{tenant}", instance_discovery=False)
        return Kept.kept

class Adapter(CloudAdapterBase):
    pass

authentication = BotFrameworkAuthenticationFactory.create(credential_factory=Kept(app_id, secret, tenant_id=tenant))
adapter = Adapter(authentication)

async def answer(context):
    await context.send_activity("Pida cita.")

async def messages(request):
    activity = Activity().deserialize(await request.json())
    known = await authentication.authenticate_request(activity, request.headers.get("authorization"))
    await adapter.process_activity(known, activity, answer)
    return Response(status_code=202)

uvicorn.run(Starlette(routes=[Route("/teams/messages", messages, methods=["POST"])]), port=int(port), log_config=None, access_log=False)
"""
UNBRAKED = """
from adapters.teams import sending
sending._PER_CONVERSATION = sending._IN_ALL = ((1_000_000, 1.0),)
from bot.cli.main import main
main()
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def serving(teams: FakeTeams, kind: str, folder: Path) -> Iterator[int]:
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("UNAVOZ_")}
    environment |= {"PYTHONPATH": str(ROOT), "REQUESTS_CA_BUNDLE": teams.ca_file}
    if kind == "bare":
        arguments = [teams.app_id, teams.app_password, teams.tenant_id, teams.openid_metadata_url, teams.authority, str(port)]
        command = [sys.executable, "-c", BARE, *arguments]
    else:
        command = [sys.executable, "-c", UNBRAKED, "serve", "--port", str(port)]
        settings = {
            "APP_ID": teams.app_id,
            "APP_PASSWORD": teams.app_password,
            "TENANT_ID": teams.tenant_id,
            "OPENID_METADATA_URL": teams.openid_metadata_url,
            "AUTHORITY": teams.authority,
            "INSTANCE_DISCOVERY": "false",
            "SERVICE_URL": teams.service_url,
            "ALLOWED_SERVICE_URLS": f'["{teams.service_url}"]',
        }
        environment |= {f"UNAVOZ_TEAMS__{name}": value for name, value in settings.items()} | example_in(folder)
        environment |= {"UNAVOZ_WATCH__ENABLED": "false", "UNAVOZ_CONSOLE__ENABLED": "false"}
    process = subprocess.Popen(command, env=environment, cwd=folder, stdout=subprocess.DEVNULL)
    teams.messages_url = f"http://127.0.0.1:{port}/teams/messages"
    try:
        for _ in range(60):  # until it answers
            if teams.say(person(0), QUESTIONS[0]).status == 202 and teams.sent(teams.personal(person(0))):
                break
            time.sleep(0.5)
        else:
            raise RuntimeError(f"{kind} does not serve")
        yield port
    finally:
        process.terminate()
        process.wait(20)


def example_in(folder: Path) -> dict[str, str]:
    return {"UNAVOZ_DATABASE": str(folder / "unavoz.db"), "UNAVOZ_WORKBOOK": str(ROOT / "examples/ayuntamiento.xlsx")}


def person(number: int) -> str:
    return f"{number:08x}-0000-4000-8000-000000000000"


def throughput(teams: FakeTeams, events: int) -> float:
    """Return how many messages a second are answered, `UNDER_WAY` of them delivered and not answered yet at any time."""
    before = len(teams.world.posted)
    free = threading.Semaphore(UNDER_WAY)
    done = threading.Event()

    def let_go() -> None:
        seen = before
        while not done.is_set():
            now = len(teams.world.posted)
            for _ in range(now - seen):
                free.release()
            seen = now
            time.sleep(0.001)

    watching = threading.Thread(target=let_go, daemon=True)
    watching.start()
    start = time.perf_counter()
    with ThreadPoolExecutor(UNDER_WAY) as pool:
        for number in range(events):
            free.acquire()
            pool.submit(teams.say, person(number % PEOPLE), QUESTIONS[number % len(QUESTIONS)])
        while len(teams.world.posted) - before < events:
            time.sleep(0.001)
    took = time.perf_counter() - start
    done.set()
    watching.join()
    return events / took


def health_while_keys_hang(teams: FakeTeams, port: int) -> float:
    """Return the longest that /healthz took, in seconds, while eight requests wait for keys that do not come."""
    teams.rotate_keys()
    teams.hang_keys(30)
    slowest = 0.0
    with ThreadPoolExecutor(8) as pool:
        waiting = [pool.submit(teams.say, person(0), QUESTIONS[0]) for _ in range(8)]
        while not all(one.done() for one in waiting):
            start = time.perf_counter()
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=30) as response:
                response.read()
            slowest = max(slowest, time.perf_counter() - start)
            time.sleep(0.01)
        assert {one.result().status for one in waiting} == {503}
    return slowest


def world() -> FakeTeams:
    teams = FakeTeams()
    for number in range(PEOPLE):
        teams.add_person(person(number), f"Persona {number}")
    teams.throttle(on=False)
    return teams


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, default in (("events", 600), ("rounds", 3)):
        parser.add_argument(f"--{name}", type=int, default=default)
    chosen = parser.parse_args()
    fake_api.violations = lambda _: []  # its checks of cards would cost more than either bot
    ratios = []
    for _ in range(chosen.rounds):
        found = {}
        for kind in ("bare", "ours"):
            with TemporaryDirectory() as name, world() as teams:
                folder = Path(name)
                environment = os.environ | {"PYTHONPATH": str(ROOT), **example_in(folder)}
                publish = [sys.executable, "-m", "bot.cli.main", "publish"]
                subprocess.run(publish, env=environment, cwd=folder, check=False, stdout=subprocess.DEVNULL)
                with serving(teams, kind, folder):
                    found[kind] = throughput(teams, chosen.events)
        ratios.append(found["ours"] / found["bare"])
        print(f"bare botbuilder {found['bare']:.0f} messages/s, Una Voz {found['ours']:.0f}, ratio {ratios[-1]:.2f}", flush=True)
    print(f"median ratio {statistics.median(ratios):.2f}", flush=True)
    with TemporaryDirectory() as name, world() as teams, serving(teams, "ours", Path(name)) as port:
        time.sleep(61)  # keys are asked for anew at most once a minute
        print(f"/healthz while the keys hang: {health_while_keys_hang(teams, port) * 1000:.0f} ms at most", flush=True)


if __name__ == "__main__":
    main()
