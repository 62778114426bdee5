"""What is done while nobody asks: groups that a new version answers are closed and their askers told; what is too old to be kept goes;
the ledger is sealed.
"""

import asyncio
from datetime import UTC, date, datetime, timedelta

import structlog

from bot import digest_telling, retention
from bot.audit import sealing
from bot.platforms import Service
from bot.recalls import announcing
from bot.recalls.telling import Recalls
from bot.review import telling
from bot.web_check import checking

_LOOKED_EVERY = 5.0  # seconds
_WEB_LOOKED_EVERY = 60.0
_SEALED_EVERY = timedelta(minutes=1)

_log = structlog.get_logger("unavoz.housekeeping")


class Housekeeping:
    """The work of one serving process; several may do it at once."""

    name = "housekeeping"

    def __init__(self, service: Service) -> None:
        self._desk = service.desk
        self._settings = service.settings
        self._database = service.database
        self._recalls = Recalls(service.desk, service.settings.recall)
        self._settled: tuple[int, date] | None = None
        self._sealed_at = datetime.min.replace(tzinfo=UTC)

    async def run(self) -> None:
        """Work until cancelled."""
        await asyncio.to_thread(self._desk.review.arrivals.prepare)
        async with asyncio.TaskGroup() as group:
            group.create_task(self._keep_house())
            group.create_task(self._read_the_web())

    async def _keep_house(self) -> None:
        while True:
            await asyncio.to_thread(self.step)
            await asyncio.sleep(_LOOKED_EVERY)

    async def _read_the_web(self) -> None:
        """Compare the entries' web pages, beside everything else: a round takes as long as other people's servers take."""
        while self._settings.web_check.enabled:
            clock = self._desk.clock()
            if await asyncio.to_thread(checking.due, self._database, self._settings, clock):
                found = await asyncio.to_thread(checking.run, self._database, self._desk.catalogue(), self._settings, clock, self._desk.today())
                _log.info("web pages read", troubles=len(found))
            await asyncio.sleep(_WEB_LOOKED_EVERY)

    def step(self) -> None:
        """Do what is due. Other answers are in force after a publication, and when a day begins."""
        if self._desk.review.arrivals.is_outdated():
            self._desk.review.arrivals.prepare()
        in_force = (self._desk.catalogue().version, self._desk.today())
        if in_force != self._settled:
            told = telling.settle(self._desk)
            self._settled = in_force
            if told:
                _log.info("told", people=told, version=in_force[0])
        if self._desk.clock() - self._sealed_at >= _SEALED_EVERY:
            self._sealed_at = self._desk.clock()
            sealing.seal(self._database, self._sealed_at)
        if recalled := self._recalls.step():
            _log.info("recalled", people=recalled, version=in_force[0])
        announcing.announce(self._desk, self._settings)
        digest_telling.tell(self._desk, self._database, self._settings)
        if retention.due(self._database, self._desk.clock(), self._settings.zone):
            retention.apply(self._database, self._settings.retention, self._desk.clock(), reach_days=self._settings.recall.longest)
