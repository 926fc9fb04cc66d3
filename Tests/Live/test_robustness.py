"""What others do while a session plays must not be heard or seen."""
import asyncio
import json
import random
import unittest

from visavis_live.api import API
from visavis_live.cases import LiveTests
from visavis_live.visit import Visit


def garbage(rng, sample):
    """A request's body as no client means it."""
    kind = rng.randrange(6)
    if kind == 0:
        return rng.randbytes(rng.randrange(2_000))
    if kind == 1:
        return b"[" * rng.randrange(1, 20_000)
    if kind == 2:
        return json.dumps(rng.choice([[], 1, "x", None, {"session_id": 5}, {"sdp": []}, {"text": {"a": 1}}])).encode()
    cut = bytearray(sample)
    for _ in range(rng.randrange(1, 30)):
        cut[rng.randrange(len(cut))] = rng.randrange(256)
    return bytes(cut[:rng.randrange(len(cut))]) if kind == 3 else bytes(cut)


class Robustness(LiveTests):
    # Garbage is to be refused because it is garbage, not because there is much of it.
    settings = {"requests_per_second": 1000}

    async def test_garbage_from_many_does_not_disturb_a_session(self):
        rng = random.Random(3)
        visit = await self.visit()
        other = Visit(self.api)
        self.addAsyncCleanup(other.leave)
        await other.open()
        await visit.viewer.plays(1)
        task = await visit.say("The weather is lovely today, and the garden is full of flowers. " * 4)
        since = visit.viewer.pictures[-1].time
        offer = other.reply["sdp"]["sdp"]
        candidate = {
            "candidate": "candidate:1 1 UDP 2013266431 127.0.0.1 9 typ host", "sdpMid": "0", "sdpMLineIndex": 0}
        samples = {
            "/v1/streaming.new": {"quality": "low", "avatar_id": "nobody", "voice": {"rate": 1}},
            "/v1/streaming.start": {"session_id": other.id, "sdp": {"type": "answer", "sdp": offer[:300]}},
            "/v1/streaming.ice": {"session_id": visit.id, "candidate": candidate},
            "/v1/streaming.task": {"session_id": other.id, "text": "x" * 300, "task_type": "repeat"},
            "/v1/streaming.keep_alive": {"session_id": visit.id},
        }

        async def throw(number):
            headers = {"Content-Type": "application/json"}
            if number % 5 == 0:
                path, body = f"/v1/whep/{visit.id}", garbage(rng, offer.encode())
                headers = {"Content-Type": "application/sdp"}
            elif number % 5 == 1:
                path = "/v1/streaming.ice"
                text = garbage(rng, candidate["candidate"].encode()).decode("latin-1")
                body = json.dumps({"session_id": visit.id, "candidate": candidate | {"candidate": text}}).encode()
            else:
                path = rng.choice(list(samples))
                body = garbage(rng, json.dumps(samples[path]).encode())
            status, _, text = await self.api.raw("POST", path, body, headers)
            if status == 200 and path.endswith("new"):
                # What was changed did not matter.
                await self.api.post("stop", session_id=json.loads(text)["data"]["session_id"])
            return status, path, text

        answers = []
        for first in range(0, 300, 30):
            answers += await asyncio.gather(*(throw(number) for number in range(first, first + 30)))
        broken = [answer for answer in answers if answer[0] >= 500]
        self.assertEqual(broken, [])
        refused = sum(400 <= answer[0] < 500 for answer in answers)
        self.assertGreater(refused, 200, [answer[:2] for answer in answers][:20])
        await visit.spoken(task)
        self.assertEqual(visit.viewer.holes(), [], "the sound has a hole")
        self.assertLess(visit.viewer.pauses(since).max(), 1.5)
        await self.api.call("GET", "/v2/voices")

    async def test_a_viewer_that_vanishes_is_forgotten(self):
        visit = await self.visit()
        await visit.viewer.plays(1)
        self.assertEqual(self.server.metric("visavis_viewers"), 1)
        visit.viewer.vanish()
        await self.settles(lambda: self.server.metric("visavis_viewers") == 0, "the viewer is still there")

    async def test_clients_that_stop_in_the_middle_hold_nothing(self):
        async with API(self.server.url, self.server.key) as impatient:
            visits = [Visit(impatient) for _ in range(8)]
            for visit in visits:
                await visit.open()
        for visit in visits:
            await self.api.post("stop", session_id=visit.id)
        await self.settles(lambda: self.server.live_sessions() == 0, "sessions are left")


if __name__ == "__main__":
    unittest.main()
