"""What shows only after a while. Run by `make soak`; SOAK_MINUTES is how long one session is watched (10)."""
import asyncio
import os
import pathlib
import resource
import unittest

import numpy as np

from visavis_live import senses
from visavis_live.cases import LiveTests
from visavis_live.relay import Relay
from visavis_live.visit import Visit

MINUTES = float(os.environ.get("SOAK_MINUTES", 10))
TEXTS = [
    "The weather is lovely today, and the garden is full of flowers.",
    "It was a cold winter evening when the captain opened the door.",
    "We walk along the river and talk about the old house."]


class Soak(LiveTests):
    settings = {"requests_per_second": 1000, "max_sessions": 64, "max_sessions_per_key": 64}

    def resident(self):
        """Bytes of the server that are in memory."""
        pages = int(pathlib.Path(f"/proc/{self.server.process.pid}/statm").read_text().split()[1])
        return pages * resource.getpagesize()

    async def test_minutes_of_speech_and_silence_stay_whole_and_in_step(self):
        visit = await self.visit()
        viewer = visit.viewer
        await viewer.plays(5)
        first = await viewer.offset()
        offsets = [first]
        while viewer.sound[-1].time < MINUTES * 60:
            start = viewer.sound[-1].time
            text = TEXTS[len(offsets) % len(TEXTS)]
            task = await visit.say(text)
            await visit.spoken(task)
            heard = await senses.heard_words(viewer.heard(start))
            self.assertGreaterEqual(senses.recall(text, heard), 0.6, heard)
            await viewer.plays(4)
            offsets.append(await viewer.offset())
        self.assertEqual(viewer.holes(), [])
        self.assertLess(viewer.pauses().max(), 0.5)
        self.assertAlmostEqual(viewer.pauses().mean(), 0.04, delta=0.001)
        self.assertLess(np.ptp(offsets), 0.04, "picture and sound drift apart")

    async def test_minutes_of_loss_are_survived(self):
        relay = Relay()
        visit = await self.visit(relay=relay)
        await visit.viewer.plays(2)
        relay.loss = 0.05
        since = visit.viewer.pictures[-1].time
        while visit.viewer.sound[-1].time < MINUTES * 30:
            await visit.spoken(await visit.say(TEXTS[0]))
            await visit.viewer.plays(5)
        self.assertLess(visit.viewer.pauses(since).max(), 2.5)

    async def test_500_sessions_leave_nothing(self):
        async def once():
            async with Visit(self.api) as visit:
                await visit.viewer.plays(0.2)

        async def wave():
            await asyncio.gather(*(once() for _ in range(20)))
            await self.settles(lambda: self.server.live_sessions() == 0, "sessions are left")

        for _ in range(10):
            await wave()
        held, resident = self.server.holdings(), self.resident()
        for _ in range(15):
            await wave()
        files, threads = self.server.holdings()
        self.assertLessEqual(files, held[0] + 4)
        self.assertLessEqual(threads, held[1] + 4)
        self.assertLess(self.resident() - resident, 5e6)


if __name__ == "__main__":
    unittest.main()
