"""What a viewer of a v1 session sees, hears and is told."""
import asyncio
import unittest

import numpy as np

from visavis_live import senses
from visavis_live.cases import LiveTests
from visavis_live.viewer import Viewer
from visavis_live.visit import Visit

# Texts as in the news, which pocketsphinx's language model is made of: in Ada's own voice, coded with Opus, it finds
# every word at six levels, beginnings of its frames and noises down to 20 dB below the voice. Other texts lose a sixth
# of their words even in the voice's own samples, and which ones hangs on chance.
OFFICES = "The president said that the company will open three new offices next year."
MEETING = "The first meeting of the new government will take place in the capital next week."

# The part of the spoken words that must be recognised. With 10 % of the packets silenced at least .87 of these texts is
# found, with 20 % between .54 and .93, clipped, aliased or at another speed at most .27.
RECALL = 0.75


class Conversation:
    """With either codec; mixed into a class that has a server."""

    codec = "H264"

    async def visit(self, viewer=None, **wishes):
        return await super().visit(viewer, **({"video_encoding": self.codec} | wishes))

    def check_picture(self, viewer, late=0.0):
        """Pictures come at 25 a second of RTP time, none of them black, and the sound has no hole.

        late: the part of them that a busy machine may leave out.
        """
        pauses = viewer.pauses()
        self.assertGreater(len(pauses), 20)
        steps = pauses / 0.04
        self.assertLess(np.abs(steps - steps.round()).max(), 0.05, "pictures beside the clock of 25 a second")
        self.assertLessEqual(pauses.mean(), 0.0405 / (1 - late))
        self.assertLess(pauses.max(), 0.5)
        for picture in viewer.pictures:
            self.assertTrue(20 < picture.small.mean() < 235 and picture.small.std() > 15, "a black or blank picture")
        self.assertEqual(viewer.holes(), [])

    async def test_a_quiet_avatar_is_seen_at_25_pictures_a_second_without_a_hole_in_the_sound(self):
        visit = await self.visit()
        await visit.viewer.plays(5)
        self.assertEqual(visit.viewer.sizes, {(640, 360)})
        self.check_picture(visit.viewer)
        self.assertFalse(senses.voiced(visit.viewer.heard()).any(), "there is a sound though nobody speaks")
        self.assertGreater(
            max(np.abs(after.small.astype(int) - before.small).max()
                for before, after in zip(visit.viewer.pictures, visit.viewer.pictures[25:])), 5, "she stands still")

    async def test_a_text_is_spoken_with_its_events_in_order_and_lips_that_move_with_the_voice(self):
        visit = await self.visit(Viewer(keep_heads=True))
        viewer = visit.viewer
        await viewer.plays(2)
        before = viewer.sound[-1].time
        task = await visit.say(OFFICES)
        end = await visit.spoken(task)
        self.check_picture(viewer, late=0.4)

        events = [event for event in viewer.events if event.get("task_id") == task]
        kinds = [event["type"] for event in events]
        self.assertEqual(kinds[0], "avatar_start_talking")
        self.assertEqual(kinds[-2:], ["avatar_end_message", "avatar_stop_talking"])
        self.assertEqual(set(kinds[1:-2]), {"avatar_talking_message"})
        self.assertEqual("".join(event["message"] for event in events[1:-2]), OFFICES)

        sound = viewer.heard(before)
        voiced = np.flatnonzero(senses.voiced(sound))
        self.assertAlmostEqual(end["duration_ms"] / 1000, (voiced[-1] - voiced[0] + 1) * 0.02, delta=0.6)
        self.assertGreaterEqual(senses.recall(OFFICES, heard := await senses.heard_words(sound)), RECALL, heard)
        await self.check_lips(viewer)

    async def check_lips(self, viewer):
        """The mouth opens with the voice: on the sender's clock, within three pictures."""
        offset = await viewer.offset()
        times = np.array([picture.time for picture in viewer.pictures]) + offset
        levels = [senses.loudness(part.samples)[0].clip(-60) for part in viewer.sound]
        voice = np.interp(times + 0.02, [part.time + 0.01 for part in viewer.sound], levels)
        opening = senses.opening([picture.head for picture in viewer.pictures], np.flatnonzero(voice < -50))
        speech = np.flatnonzero(voice > -50)
        during = slice(max(speech[0] - 15, 0), speech[-1] + 15)
        self.assertGreater(opening[voice > -35].mean(), 1.5 * opening[voice < -50].mean(), "the lips do not move")
        lag, likeness = senses.agreement(opening[during], voice[during])
        self.assertGreater(likeness, 0.35, f"the lips do not follow the voice (best at {lag} pictures)")
        self.assertLessEqual(abs(lag), 3, "the lips are early or late")

    async def test_an_interrupt_silences_her_closes_her_mouth_and_drops_what_waits(self):
        visit = await self.visit(Viewer(keep_heads=True))
        viewer = visit.viewer
        await viewer.plays(1)
        first = await visit.say(" ".join([OFFICES, MEETING] * 4))
        second = await visit.say(MEETING)
        await viewer.event("avatar_start_talking", task_id=first)
        await viewer.plays(2)
        begun = viewer.sound[-1].time
        await visit.ask("interrupt")
        end = viewer.events[await viewer.event("avatar_stop_talking", task_id=first)]
        self.assertLess(end["duration_ms"], begun * 1000 + 5000)
        await viewer.plays(0.6)
        quiet, last = viewer.sound[-1].time, viewer.pictures[-1].time
        await viewer.plays(2)
        self.assertFalse(senses.voiced(viewer.heard(quiet)).any(), "she goes on speaking")
        opening = senses.opening([picture.head for picture in viewer.pictures], np.arange(20))
        times = np.array([picture.time for picture in viewer.pictures])
        offset = await viewer.offset()
        spoken = (times + offset > begun - 1.5) & (times + offset < begun)
        self.assertLess(opening[times > last].mean(), 0.7 * opening[spoken].mean(), "her mouth stays open")
        self.assertNotIn("avatar_start_talking", [e["type"] for e in viewer.events if e.get("task_id") == second])

        again = await visit.say(OFFICES)
        await visit.spoken(again)
        self.assertGreaterEqual(senses.recall(OFFICES, await senses.heard_words(viewer.heard(quiet))), RECALL)
        self.assertEqual(viewer.holes(), [])


class H264(Conversation, LiveTests):
    async def test_each_quality_has_its_size(self):
        for quality, height in [("medium", 480), ("high", 720), ("very_high", 1080)]:
            with self.subTest(quality):
                async with Visit(self.api, quality=quality) as visit:
                    await visit.viewer.plays(0.5)
                    (width, tall), = visit.viewer.sizes
                    self.assertEqual(tall, height)
                    self.assertAlmostEqual(width / tall, 16 / 9, delta=0.02)
                    self.assertGreater(visit.viewer.pictures[-1].small.std(), 15)

    async def test_two_tasks_are_spoken_one_after_the_other(self):
        visit = await self.visit()
        tasks = [await visit.say(text) for text in (OFFICES, MEETING)]
        await visit.spoken(tasks[1])
        told = [(event["type"], tasks.index(event["task_id"])) for event in visit.viewer.events
                if event["type"] in ("avatar_start_talking", "avatar_stop_talking")]
        self.assertEqual(told, [
            ("avatar_start_talking", 0), ("avatar_stop_talking", 0),
            ("avatar_start_talking", 1), ("avatar_stop_talking", 1)])
        heard = await senses.heard_words(visit.viewer.heard())
        self.assertGreaterEqual(senses.recall(OFFICES + " " + MEETING, heard), RECALL, heard)

    async def test_a_sync_task_is_answered_when_it_was_said(self):
        visit = await self.visit()
        await visit.viewer.plays(0.5)
        answer = await visit.ask("task", text=OFFICES, task_mode="sync")
        voiced = senses.voiced(visit.viewer.heard()).sum() * 20
        self.assertGreater(answer["duration_ms"], 2000)
        self.assertGreater(voiced, 0.6 * answer["duration_ms"])
        await visit.viewer.event("avatar_stop_talking", task_id=answer["task_id"])

    async def test_a_talk_task_without_knowledge_is_answered_with_a_sentence(self):
        visit = await self.visit()
        task = await visit.say("What is the capital of France?", task_type="talk")
        end = await visit.spoken(task)
        self.assertGreater(end["duration_ms"], 500)

    async def test_listening_goes_on_without_a_hole_and_back(self):
        visit = await self.visit()
        await visit.viewer.plays(1)
        await visit.ask("start_listening")
        await visit.viewer.plays(3)
        await visit.ask("stop_listening")
        await visit.viewer.plays(1)
        self.check_picture(visit.viewer, late=0.4)

    async def test_a_long_text_begins_and_can_be_interrupted(self):
        visit = await self.visit()
        text = " ".join([OFFICES, MEETING] * 80)[:9_900]
        task = await visit.say(text)
        await visit.viewer.event("avatar_start_talking", task_id=task)
        await visit.viewer.plays(1)
        await visit.ask("interrupt")
        end = visit.viewer.events[await visit.viewer.event("avatar_stop_talking", task_id=task)]
        self.assertLess(end["duration_ms"], 30_000)
        told = "".join(event["message"] for event in visit.viewer.events if event["type"] == "avatar_talking_message")
        self.assertTrue(text.startswith(told), told)

    async def test_other_languages_are_spoken(self):
        voices = (await self.api.call("GET", "/v2/voices"))["data"]["voices"]
        texts = {
            "de": "Guten Tag, heute ist das Wetter schön.", "fr": "Bonjour, il fait très beau aujourd'hui.",
            "ru": "Добрый день, сегодня хорошая погода.", "zh": "你好，今天天气很好。",
            "ar": "مرحبا، الطقس جميل اليوم."}
        spoken = 0
        visit = await self.visit()
        for language, text in texts.items():
            voice = next((each["voice_id"] for each in voices
                          if each["voice_id"].lower().split("-")[0] == language
                          or each.get("support_locale") and language in str(each)
                          or str(each["language"]).lower().split("-")[0] == language), None)
            if voice is None:
                continue
            with self.subTest(language, voice=voice):
                start = visit.viewer.sound[-1].time if visit.viewer.sound else 0.0
                task = await visit.say(text, voice={"voice_id": voice})
                end = await visit.spoken(task)
                self.assertGreater(end["duration_ms"], 700)
                self.assertGreater(senses.voiced(visit.viewer.heard(start)).sum() * 20, 0.5 * end["duration_ms"])
                told = "".join(e["message"] for e in visit.viewer.events
                               if e.get("task_id") == task and e["type"] == "avatar_talking_message")
                self.assertEqual(told, text)
            spoken += 1
        self.assertGreaterEqual(spoken, 3, sorted({str(each["language"]) for each in voices}))

    async def test_what_is_asked_before_the_viewer_is_there_waits_for_it(self):
        visit = Visit(self.api)
        self.addAsyncCleanup(visit.leave)
        await visit.open()
        task = await visit.say(OFFICES)
        await visit.start()
        await visit.spoken(task)
        heard = await senses.heard_words(visit.viewer.heard())
        self.assertGreaterEqual(senses.recall(OFFICES, heard), RECALL, heard)

    async def test_candidates_may_come_after_the_answer(self):
        visit = Visit(self.api, Viewer())
        self.addAsyncCleanup(visit.leave)
        await visit.open()
        answer = await visit.viewer.answer(visit.reply["sdp"]["sdp"])
        bare = [line for line in answer.splitlines() if not line.startswith(("a=candidate:", "a=end-of-candidates"))]
        await visit.ask("start", sdp={"type": "answer", "sdp": "\r\n".join(bare) + "\r\n"})
        for line in {line for line in answer.splitlines() if line.startswith("a=candidate:")}:
            await visit.ask("ice", candidate={
                "candidate": line[2:], "sdpMid": "0", "sdpMLineIndex": 0, "usernameFragment": None})
        await visit.viewer.plays(1)

    async def test_the_data_channel_answers_pings_and_takes_tasks(self):
        visit = await self.visit()
        await visit.viewer.until(lambda: visit.viewer.channel, what="the data channel")
        visit.viewer.send(type="ping")
        await visit.viewer.event("pong")
        visit.viewer.channel.send("{ this is no JSON")
        visit.viewer.channel.send("x" * 60_000)
        visit.viewer.send(type="ping")
        await visit.viewer.until(lambda: [e["type"] for e in visit.viewer.events].count("pong") == 2)

    async def test_after_the_end_there_are_codes_for_it(self):
        visit = await self.visit()
        await visit.viewer.plays(0.3)
        await visit.ask("stop")
        self.assertEqual((await self.refused(visit.say(OFFICES), 400)).code, 10005)
        self.assertEqual((await self.refused(visit.ask("keep_alive"), 400)).code, 10005)
        unknown = "00000000-0000-4000-8000-000000000000"
        await self.refused(self.api.post("task", session_id=unknown, text="x"), 404, 10006)
        listed = (await self.api.call("GET", "/v1/streaming.list"))["data"]["sessions"]
        self.assertNotIn(visit.id, [each["session_id"] for each in listed])
        past = (await self.api.call("GET", "/v2/streaming.list"))["data"]
        self.assertEqual([each["status"] for each in past if each["session_id"] == visit.id], ["closed"])

    async def test_sessions_side_by_side_do_not_disturb_each_other(self):
        visits = [await self.visit() for _ in range(3)]
        texts = [OFFICES, MEETING, OFFICES]
        tasks = [await visit.say(text) for visit, text in zip(visits, texts)]
        await asyncio.gather(*(visit.spoken(task) for visit, task in zip(visits, tasks)))
        for visit, text in zip(visits, texts):
            heard = await senses.heard_words(visit.viewer.heard())
            self.assertGreaterEqual(senses.recall(text, heard), RECALL, heard)
            self.assertEqual(visit.viewer.holes(), [])


class VP8(Conversation, LiveTests):
    codec = "VP8"
    settings = {"codec": "VP8"}


if __name__ == "__main__":
    unittest.main()
