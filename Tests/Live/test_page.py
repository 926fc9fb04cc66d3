"""The page at `/` in Debian's Chromium."""
import asyncio
import unittest

import numpy as np

from visavis_live import browser
from visavis_live.browser import Page
from visavis_live.cases import LiveTests

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, "device_scale_factor": 2}

FEES = """# Fees

## Lockers

A locker costs three crowns a day.

## Guided tours

A guided tour of the whole house takes two hours and is free on Sundays.

## Photography

Cameras are welcome everywhere but in the library.
"""

# A file is dropped on the middle of the page.
DROP = """
([name, text]) => {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([text], name));
  const target = document.elementFromPoint(innerWidth / 2, innerHeight / 2);
  for (const type of ["dragover", "drop"]) {
    target.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }));
  }
}
"""


@unittest.skipUnless(browser.EXECUTABLE, "Chromium is missing: apt-get install chromium")
class PageTests(LiveTests):
    async def asyncSetUp(self):
        await super().asyncSetUp()
        # The gesture is a matter of its own below; elsewhere she shall be heard at once.
        self.browser = await self.enterAsyncContext(
            browser.chromium("--autoplay-policy=no-user-gesture-required"))

    async def open(self, path="/", **context):
        page = await Page.open(self.browser, self.server.url, path, **context)
        self.addAsyncCleanup(page.close)
        return page

    async def connected(self, page):
        """Waits until she is seen."""
        await page.says("#status-text", "Ready")
        first = await page.until(page.picture, lambda seen: seen and np.std(seen["luma"]) > 15, "a picture")
        await page.until(page.picture, lambda seen: seen["time"] > first["time"] + 0.2, "a moving picture")
        self.assertGreater((await page.screen("#avatar")).std(), 15, "a blank picture")

    async def speak(self, page, text):
        """Lets her say it; a checked choice stays checked."""
        await page.page.locator('input[name="mode"][value="say"]').evaluate("choice => choice.click()")
        await page.page.fill("#text", text)
        await page.page.press("#text", "Enter")

    def check_clean(self, page, *allowed):
        bad = [line for line in page.complaints if not any(part in line for part in allowed)]
        self.assertEqual(bad, [])
        self.assertEqual(page.strays, [], "requests outside the server")


class Studio(PageTests):
    async def test_she_is_seen_speaks_a_typed_sentence_with_captions_and_can_be_interrupted(self):
        page = await self.open()
        await self.connected(page)
        before = await page.statistics()
        await self.speak(page, "The weather is lovely today.")
        await page.says("#captions", "weather")
        await page.says("#status-text", "Ready")
        after = await page.statistics()
        self.assertGreater(after["energy"] - before["energy"], 1e-3, "no voice was received")
        self.assertEqual(await page.page.text_content("#captions"), "The weather is lovely today.")

        await self.speak(page, "It was a cold winter evening when the captain opened the door. " * 8)
        await page.says("#status-text", "Speaking")
        await page.page.press("#text", "Escape")
        await page.says("#status-text", "Ready")
        await asyncio.sleep(0.5)
        quiet = (await page.statistics())["energy"]
        await asyncio.sleep(1)
        self.assertLess((await page.statistics())["energy"] - quiet, 1e-4, "she goes on speaking")
        self.check_clean(page)

    async def test_it_fits_a_phone(self):
        page = await self.open(**PHONE)
        await self.connected(page)
        await self.speak(page, "Hello.")
        await page.says("#captions", "Hello")
        width = await page.page.evaluate("document.documentElement.scrollWidth")
        self.assertLessEqual(width, 390, "the page is wider than the phone")
        for name in ("#text", "#send", "#avatar"):
            box = await page.page.locator(name).bounding_box()
            self.assertTrue(box and box["x"] >= 0 and box["x"] + box["width"] <= 390
                            and box["y"] >= 0 and box["y"] + box["height"] <= 844, (name, box))
        self.check_clean(page)

    async def test_a_closed_page_ends_its_session(self):
        page = await self.open()
        await self.connected(page)
        self.assertEqual(self.server.live_sessions(), 1)
        # As a visitor leaves it: the page is told, and may still say goodbye.
        await page.page.goto("about:blank")
        await self.settles(lambda: self.server.live_sessions() == 0, "the session goes on without its page")

    async def test_a_document_dropped_anywhere_is_known_and_its_deletion_can_be_undone(self):
        page = await self.open()
        await self.connected(page)
        await page.page.evaluate(DROP, ["fees.md", FEES])
        await page.says("#documents", "Fees")
        await page.page.fill("#text", "What does a locker cost?")
        await page.page.press("#text", "Enter")
        await page.says("#log", "three crowns")
        await page.page.click("#documents li:has-text('Fees') button")
        self.assertNotIn("Fees", await page.text("#documents"))
        await page.page.click("#undo-button")
        await page.says("#documents", "Fees")
        self.check_clean(page)

    async def test_who_writes_while_she_rests_wakes_her_and_the_picture_was_never_black(self):
        page = await self.open()
        await self.connected(page)
        await page.page.evaluate("document.querySelector('#avatar').stop()")
        await page.page.wait_for_selector("#wake", state="visible")
        await page.page.evaluate("document.querySelector('#rest').hidden = true")
        self.assertGreater((await page.screen("#avatar")).std(), 15, "the last picture is gone")
        await self.speak(page, "Good morning.")
        await page.says("#captions", "morning")
        self.check_clean(page)

    async def test_another_quality_and_voice_take_effect(self):
        page = await self.open()
        await self.connected(page)
        await page.page.evaluate("""document.querySelector('input[value="low"]').click()""")
        seen = await page.until(page.picture, lambda seen: seen and seen["height"] == 360, "360 lines")
        self.assertEqual(seen["width"], 640)
        await self.settles(lambda: self.server.live_sessions() == 1, "the session before goes on")
        self.check_clean(page)

    async def test_chromium_watches_the_same_session_as_aiortc(self):
        visit = await self.visit()
        await visit.viewer.plays(1)
        page = await self.open("/healthz")
        arguments = {"url": f"{self.server.url}/v1/whep/{visit.id}", "key": self.server.key}
        path = await asyncio.wait_for(page.page.evaluate(browser.WHEP, arguments), 60)
        await page.until(page.picture, lambda seen: seen and seen["time"] > 1, "a moving picture")
        await visit.viewer.plays(0.5)
        luma = np.array((await page.picture())["luma"]).reshape(36, 64)
        await visit.viewer.plays(0.5)
        ours = [picture.small for picture in visit.viewer.pictures]
        # The small pictures are of other grids; means of their quarters suffice to tell her from grey.
        quarters = [luma[:18, :32], luma[:18, 32:], luma[18:, :32], luma[18:, 32:]]
        likeness = min(
            max(abs(quarter.mean() - (part.astype(float) - 16).mean() * 255 / 219) for quarter, part in zip(
                quarters, (small[:18, :32], small[:18, 32:], small[18:, :32], small[18:, 32:]))) for small in ours)
        self.assertLess(likeness, 8)
        self.assertEqual((await self.api.raw("DELETE", path))[0], 200)

    async def test_without_a_gesture_there_is_a_button_to_unmute(self):
        async with browser.chromium("--autoplay-policy=document-user-activation-required") as strict:
            page = await Page.open(strict, self.server.url)
            seen = await page.until(
                page.untouched_picture, lambda seen: seen and seen["time"] > 0.2, "a moving picture")
            self.assertTrue(seen["muted"], "she is heard without a gesture; is this Chromium set up to allow that?")
            button = page.page.locator("visavis-avatar >> [part=unmute]")
            await button.click()
            await page.until(page.picture, lambda seen: not seen["muted"], "her voice")
            await page.close()
            self.check_clean(page)


class Reconnecting(PageTests):
    async def test_the_page_comes_back_after_the_server_was_killed(self):
        page = await self.open()
        await self.connected(page)
        await asyncio.to_thread(self.server.kill)
        await page.says("#status-text", "Reconnecting")
        self.assertGreater((await page.screen("#avatar")).std(), 15, "the last picture is gone")
        await asyncio.to_thread(self.server.start)
        await page.says("#status-text", "Ready")
        await self.connected(page)
        await self.speak(page, "I am back.")
        await page.says("#captions", "back")
        # The browser itself writes refused requests to the console; the page cannot keep it from that.
        self.check_clean(page, "ERR_CONNECTION_REFUSED", "Failed to load resource")

    async def test_the_page_outlives_a_session_that_was_ended_elsewhere(self):
        page = await self.open()
        await self.connected(page)
        session, = (await self.api.call("GET", "/v1/streaming.list"))["data"]["sessions"]
        await self.api.post("stop", session_id=session["session_id"])
        await page.page.wait_for_selector("#wake", state="visible", timeout=60_000)
        await page.page.click("#wake")
        await self.connected(page)
        self.check_clean(page, "Failed to load resource")


class WithKey(PageTests):
    settings = {"page_access": "key"}

    async def test_a_key_is_asked_for_and_taken(self):
        page = await self.open()
        await page.page.wait_for_selector("#key-dialog[open]")
        await page.page.fill("#key", "wrong")
        await page.page.press("#key", "Enter")
        await page.says("#key-problem", "not accept")
        await page.page.fill("#key", self.server.key)
        await page.page.press("#key", "Enter")
        await self.connected(page)
        self.check_clean(page, "401")


if __name__ == "__main__":
    unittest.main()
