"""Further viewers of a session, by WHEP."""
import unittest

import numpy as np

from visavis_live import senses
from visavis_live.api import APIError
from visavis_live.cases import LiveTests
from visavis_live.viewer import Viewer
from visavis_live.visit import Visit


class WHEP(LiveTests):
    async def watch(self, session, codec="H264", viewer=None):
        """One more viewer, and its path."""
        viewer = viewer or Viewer()
        self.addAsyncCleanup(viewer.close)
        path, answer = await self.api.whep(session, await viewer.offer(codec))
        await viewer.accept(answer)
        return viewer, path

    async def test_two_viewers_see_and_hear_the_same(self):
        visit = await self.visit()
        await visit.viewer.plays(1)
        second, path = await self.watch(visit.id)
        await second.plays(0.5)
        task = await visit.say("The weather is lovely today.")
        await visit.spoken(task)
        await second.event("avatar_stop_talking", task_id=task)
        await second.plays(0.6)
        first = {picture.small.tobytes() for picture in visit.viewer.pictures}
        # The last ones may not have reached the other yet, the first ones may be decoded before it was there.
        pictures = second.pictures[5:-10]
        same = sum(picture.small.tobytes() in first for picture in pictures)
        self.assertGreater(same, 0.9 * len(pictures), "not one and the same encoding")
        for viewer in (visit.viewer, second):
            heard = await senses.heard_words(viewer.heard())
            self.assertGreaterEqual(senses.recall("The weather is lovely today.", heard), 0.6, heard)
            self.assertEqual(viewer.holes(), [])
        self.assertEqual(
            [event for event in second.events if event.get("task_id") == task],
            [event for event in visit.viewer.events if event.get("task_id") == task])

        status, _, _ = await self.api.raw("DELETE", path)
        self.assertEqual(status, 200)
        self.assertEqual((await self.api.raw("DELETE", path))[0], 404)
        await self.settles(lambda: self.server.metric("visavis_viewers") == 1, "the viewer is still there")
        since = visit.viewer.pictures[-1].time
        await visit.viewer.plays(1)
        self.assertLess(visit.viewer.pauses(since).max(), 0.5)

    async def test_a_session_may_have_viewers_by_whep_alone(self):
        visit = Visit(self.api)
        self.addAsyncCleanup(visit.leave)
        await visit.open()
        viewer, _ = await self.watch(visit.id)
        await viewer.plays(1)
        visit.viewer = viewer
        task = await visit.say("Good morning.")
        await visit.spoken(task)
        self.assertTrue(senses.voiced(viewer.heard()).any())

    async def test_candidates_trickle_by_patch(self):
        visit = await self.visit()
        viewer = Viewer()
        self.addAsyncCleanup(viewer.close)
        offer = await viewer.offer()
        candidates = [line for line in offer.splitlines() if line.startswith("a=candidate:")]
        bare = "\r\n".join(line for line in offer.splitlines()
                           if not line.startswith(("a=candidate:", "a=end-of-candidates"))) + "\r\n"
        status, headers, answer = await self.api.raw(
            "POST", f"/v1/whep/{visit.id}", bare, {"Content-Type": "application/sdp"})
        self.assertEqual(status, 201, answer)
        await viewer.accept(answer)
        lines = [line for line in offer.splitlines() if line.startswith(("a=ice-ufrag", "a=ice-pwd"))][:2]
        mline = next(line for line in offer.splitlines() if line.startswith("m="))
        mid = next(line for line in offer.splitlines() if line.startswith("a=mid:"))
        fragment = "\r\n".join([*lines, mline, mid, *dict.fromkeys(candidates), "a=end-of-candidates"]) + "\r\n"
        status, _, text = await self.api.raw(
            "PATCH", headers["Location"].removeprefix(self.server.url), fragment,
            {"Content-Type": "application/trickle-ice-sdpfrag", "If-Match": headers["ETag"]})
        self.assertEqual(status, 204, text)
        await viewer.plays(0.5)

    async def test_a_codec_the_session_does_not_have_is_refused_with_words(self):
        visit = await self.visit()
        viewer = Viewer()
        self.addAsyncCleanup(viewer.close)
        with self.assertRaises(APIError) as caught:
            await self.api.whep(visit.id, await viewer.offer("VP8"))
        self.assertEqual(caught.exception.status, 406)
        self.assertRegex(str(caught.exception), "(?i)h.?264")

    async def test_what_is_no_offer_is_refused(self):
        visit = await self.visit()
        for body, kind, status in [
                ("v=0\r\n", "application/sdp", 422), ("hello", "application/sdp", 400), ("", "application/sdp", 400),
                ("v=0\r\n", "text/plain", 415)]:
            with self.subTest(body=body, kind=kind):
                got, _, text = await self.api.raw("POST", f"/v1/whep/{visit.id}", body, {"Content-Type": kind})
                self.assertEqual(got, status, text)
        unknown = "00000000-0000-4000-8000-000000000000"
        viewer = Viewer()
        self.addAsyncCleanup(viewer.close)
        with self.assertRaises(APIError) as caught:
            await self.api.whep(unknown, await viewer.offer())
        self.assertEqual(caught.exception.status, 404)
        await visit.viewer.plays(0.5)

    async def test_a_late_viewer_begins_with_a_whole_picture(self):
        visit = await self.visit()
        await visit.viewer.plays(3)
        viewer, _ = await self.watch(visit.id)
        await viewer.plays(1)
        # A picture decoded from nothing but differences is grey or smeared; hers is like the other viewer's.
        likeness = min(np.abs(viewer.pictures[0].small.astype(int) - picture.small).mean()
                       for picture in visit.viewer.pictures)
        self.assertLess(likeness, 3)


if __name__ == "__main__":
    unittest.main()
