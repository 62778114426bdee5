"""How much of a bare Bolt app's throughput is left, and how soon events are acknowledged, over each transport.

    uv run python benchmarks/slack.py [--events 1000] [--rounds 3] [--paced 2000]

Two processes in turn, against the test tree's fake Slack: Una Voz with the example's answers (event in, matched, recorded on disk, answer posted),
and a Bolt listener that posts a constant. Fifty events are under way at a time, from their delivery to their answer. What counts is the median of the
rounds' ratios: one run, one machine. Then 20 events a second: the time to each acknowledgement, which comes after the event is on disk.
"""

import argparse
import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.adapters.slack import fake_api
from tests.adapters.slack.fake import FakeSlack

ROOT = Path(__file__).parent.parent
UNDER_WAY = 50
QUESTIONS = ("¿Cómo me empadrono en Castroalba?", "¿Cómo me empadrono?", "alta en el padrón", "papeles para empadronarse")

BARE = """
import asyncio, os, sys
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_sdk.web.async_client import AsyncWebClient
transport, api, bot, secret, app_token, port = sys.argv[1:]
app = AsyncApp(client=AsyncWebClient(bot, base_url=api), signing_secret=secret)

@app.event("app_mention")
async def answer(event, client):
    await client.chat_postMessage(channel=event["channel"], thread_ts=event["ts"], text="Pida cita.")

async def serve():
    await AsyncSocketModeHandler(app, app_token, web_client=AsyncWebClient(app_token, base_url=api)).start_async()

if transport == "socket":
    asyncio.run(serve())
else:
    import uvicorn
    from starlette.applications import Starlette
    from starlette.routing import Route
    handler = AsyncSlackRequestHandler(app)
    uvicorn.run(Starlette(routes=[Route("/slack/events", handler.handle, methods=["POST"])]), port=int(port), log_config=None, access_log=False)
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def example_in(folder: Path) -> dict[str, str]:
    return {"UNAVOZ_DATABASE": str(folder / "unavoz.db"), "UNAVOZ_WORKBOOK": str(ROOT / "examples/ayuntamiento.xlsx")}


@contextmanager
def serving(slack: FakeSlack, kind: str, transport: str, folder: Path) -> Iterator[None]:
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("UNAVOZ_")} | {"PYTHONPATH": str(ROOT)}
    if kind == "bare":
        command = [sys.executable, "-c", BARE, transport, slack.api_url, slack.bot_token, slack.signing_secret, slack.app_token, str(port)]
    else:
        command = [sys.executable, "-m", "bot.cli.main", "serve", "--port", str(port)]
        settings = {"TRANSPORT": transport, "API_URL": slack.api_url, "BOT_TOKEN": slack.bot_token, "APP_TOKEN": slack.app_token}
        environment |= {f"UNAVOZ_SLACK__{name}": value for name, value in (settings | {"SIGNING_SECRET": slack.signing_secret}).items()}
        # A database of its own: every fake Slack numbers its events from one, and what is on record is not answered again.
        database = shutil.copy(folder / "unavoz.db", folder / f"{port}.db")
        environment |= example_in(folder) | {"UNAVOZ_DATABASE": str(database), "UNAVOZ_WATCH__ENABLED": "false"}
    process = subprocess.Popen(command, env=environment, cwd=folder, stdout=subprocess.DEVNULL)
    try:
        slack.request_url = f"http://127.0.0.1:{port}/slack/events" if transport == "http" else ""
        if transport == "socket":
            slack.wait_for_connections(timeout=60)
        for _ in range(40):  # until it answers
            delivery = slack.mention("U1", "CWARM", QUESTIONS[0], wait=False)
            time.sleep(0.5)
            if delivery.pending.done() and delivery.status == 200 and slack.messages("CWARM"):
                break
        else:
            raise RuntimeError(f"{kind} does not serve")
        yield
    finally:
        process.terminate()
        process.wait(20)
        while transport == "socket" and slack.connections:
            time.sleep(0.05)


class Posted:
    """Counts the answers that were posted, without looking at any call twice."""

    def __init__(self, slack: FakeSlack) -> None:
        self._calls = slack.world.recorded
        self._seen = len(self._calls)
        self.count = 0

    def look(self) -> int:
        while self._seen < len(self._calls):
            self.count += self._calls[self._seen].method == "chat.postMessage"
            self._seen += 1
        return self.count


def throughput(slack: FakeSlack, events: int) -> float:
    """Return how many events a second are answered, `UNDER_WAY` of them delivered and not answered yet at any time."""
    posted = Posted(slack)
    start = time.perf_counter()
    for number in range(events):
        while number - posted.look() >= UNDER_WAY:
            time.sleep(0.001)
        slack.mention("U1", f"C{number % 10}", QUESTIONS[number % len(QUESTIONS)], wait=False)
    while posted.look() < events:
        time.sleep(0.001)
    return events / (time.perf_counter() - start)


def acknowledgements(slack: FakeSlack, events: int, per_second: float = 20) -> list[float]:
    """Return the seconds to each acknowledgement, sorted."""
    deliveries, start = [], time.perf_counter()
    for number in range(events):
        time.sleep(max(0.0, start + number / per_second - time.perf_counter()))
        deliveries.append(slack.mention("U1", f"C{number % 10}", QUESTIONS[number % len(QUESTIONS)], wait=False))
    return sorted(delivery.wait(10).took for delivery in deliveries)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, default in (("events", 1_000), ("rounds", 3), ("paced", 2_000)):
        parser.add_argument(f"--{name}", type=int, default=default)
    chosen = parser.parse_args()
    fake_api.problems = lambda _: []  # its checks of blocks would cost more than either app
    with TemporaryDirectory() as name:
        folder = Path(name)
        environment = os.environ | {"PYTHONPATH": str(ROOT), **example_in(folder)}
        subprocess.run([sys.executable, "-m", "bot.cli.main", "publish"], env=environment, cwd=folder, check=False, stdout=subprocess.DEVNULL)
        for transport in ("socket", "http"):
            ratios = []
            for _ in range(chosen.rounds):
                found = {}
                for kind in ("bare", "ours"):
                    with FakeSlack() as slack, serving(slack, kind, transport, folder):
                        found[kind] = throughput(slack, chosen.events)
                ratios.append(found["ours"] / found["bare"])
                print(f"{transport}: bare Bolt {found['bare']:.0f} events/s, Una Voz {found['ours']:.0f}, ratio {ratios[-1]:.2f}", flush=True)
            print(f"{transport}: median ratio {statistics.median(ratios):.2f}", flush=True)
            if chosen.paced:
                with FakeSlack() as slack, serving(slack, "ours", transport, folder):
                    took = acknowledgements(slack, chosen.paced)
                p50, p99 = (took[min(len(took) - 1, int(len(took) * share))] * 1000 for share in (0.5, 0.99))
                print(f"{transport}: {len(took)} acknowledged in {p50:.0f} ms (median), {p99:.0f} (p99), {took[-1] * 1000:.0f} (most)")


if __name__ == "__main__":
    main()
