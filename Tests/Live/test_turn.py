"""Viewers that reach the server through a TURN server alone."""
import unittest

from visavis_live import browser, senses, turn
from visavis_live.browser import Page
from visavis_live.cases import LiveTests
from visavis_live.viewer import Viewer
from visavis_live.visit import Visit


@unittest.skipUnless(turn.EXECUTABLE, "coturn is missing: apt-get install coturn")
class TURN(LiveTests):
    @classmethod
    def setUpClass(cls):
        cls.turn = turn.TURN()
        cls.addClassCleanup(cls.turn.discard)
        try:
            cls.turn.start()
        except RuntimeError as error:
            raise unittest.SkipTest(f"coturn does not run here: {error}")
        cls.settings = {"turn": cls.turn.url, "turn_username": turn.USER, "turn_credential": turn.PASSWORD}
        super().setUpClass()

    async def test_media_comes_through_the_servers_that_the_reply_names(self):
        visit = Visit(self.api)
        self.addAsyncCleanup(visit.leave)
        await visit.open()
        visit.viewer = Viewer(ice_servers=visit.reply["ice_servers2"], relay_only=True)
        await visit.start()
        await visit.viewer.plays(1)
        pair, = {each.transport.transport for each in visit.viewer.peer.getReceivers()}
        self.assertEqual({each.type for each in pair.iceGatherer.getLocalCandidates()}, {"relay"})
        task = await visit.say("The weather is lovely today.")
        await visit.spoken(task)
        heard = await senses.heard_words(visit.viewer.heard())
        self.assertGreaterEqual(senses.recall("The weather is lovely today.", heard), 0.6, heard)

    @unittest.skipUnless(browser.EXECUTABLE, "Chromium is missing: apt-get install chromium")
    async def test_the_page_uses_them_too(self):
        async with browser.chromium() as chromium:
            page = await Page.open(chromium, self.server.url, script=browser.RELAY_ONLY)
            await page.until(page.picture, lambda seen: seen and seen["time"] > 0.5, "a moving picture")
            self.assertEqual(await page.page.evaluate(browser.LOCAL_CANDIDATE), "relay")
            await page.close()


if __name__ == "__main__":
    unittest.main()
