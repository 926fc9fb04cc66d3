"""The client library's own tests, in a browser."""
import functools
import http.server
import threading
import unittest

from visavis_live import browser
from visavis_live.server import ROOT


class Files(http.server.SimpleHTTPRequestHandler):
    extensions_map = {**http.server.SimpleHTTPRequestHandler.extensions_map, ".js": "text/javascript"}

    def log_message(self, *_):
        pass


@unittest.skipUnless(browser.EXECUTABLE, "Chromium is missing: apt-get install chromium")
class SDK(unittest.IsolatedAsyncioTestCase):
    async def test_the_librarys_own_tests_pass_in_chromium(self):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Files, directory=ROOT))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        tests = ",".join(f"/{path.relative_to(ROOT)}" for path in sorted((ROOT / "web").rglob("*.test.js")))
        async with browser.chromium() as chromium:
            page = await chromium.new_page()
            await page.goto(f"http://127.0.0.1:{server.server_port}/web/tests/run.html?tests={tests}")
            report = page.locator("#report[data-failed]")
            await report.wait_for(timeout=60_000)
            self.assertEqual(await report.get_attribute("data-failed"), "0", await report.inner_text())
            self.assertGreater(int(await report.get_attribute("data-passed")), 0)


if __name__ == "__main__":
    unittest.main()
