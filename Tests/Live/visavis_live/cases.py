"""What the live tests have in common."""
import asyncio
import functools
import time
import unittest

from .api import API, APIError
from .server import Server
from .visit import Visit


class LiveTests(unittest.IsolatedAsyncioTestCase):
    """One server for a class. In the end nothing may be left of the sessions."""

    settings = {}
    server: Server

    # What may stay: connections that wait to be used again, and pools of threads that grow once.
    MORE_FILES = 12
    MORE_THREADS = 12

    # Seconds after which a test counts as hanging.
    PATIENCE = 180

    def __init__(self, name="runTest"):
        super().__init__(name)
        if name != "runTest":
            setattr(self, name, self._bounded(getattr(self, name)))

    def _bounded(self, test):
        @functools.wraps(test)
        async def bounded():
            async with asyncio.timeout(self.PATIENCE):
                await test()
        return bounded

    @classmethod
    def setUpClass(cls):
        cls.server = Server(**cls.settings)
        cls.addClassCleanup(cls.server.discard)
        cls.server.start()
        cls.held = cls.server.holdings()

    @classmethod
    def tearDownClass(cls):
        if cls.server.process.poll() is not None:
            return
        cls.settle(lambda: cls.server.live_sessions() == 0, "live sessions are left")
        files, threads = cls.held
        cls.settle(
            lambda: cls.server.holdings()[0] <= files + cls.MORE_FILES
            and cls.server.holdings()[1] <= threads + cls.MORE_THREADS,
            lambda: f"{cls.server.holdings()} files and threads are open, {cls.held} were at the start")

    @staticmethod
    def settle(condition, complaint, within=40):
        """Polls; `within` only bounds a failing test."""
        deadline = time.monotonic() + within
        while not condition():
            if time.monotonic() > deadline:
                raise AssertionError(complaint() if callable(complaint) else complaint)
            time.sleep(0.25)

    async def settles(self, condition, complaint, within=40):
        """As ``settle``, while the clients stay awake."""
        await asyncio.to_thread(self.settle, condition, complaint, within)

    async def asyncSetUp(self):
        # asyncio's debug mode, which unittest turns on, takes time that decoding needs.
        asyncio.get_running_loop().set_debug(False)
        self.api = await self.enterAsyncContext(API(self.server.url, self.server.key))

    async def visit(self, viewer=None, relay=None, api=None, **wishes):
        """A session that ends with the test."""
        return await self.enterAsyncContext(Visit(api or self.api, viewer, relay, **wishes))

    async def refused(self, work, status=None, code=None):
        """Awaits `work`, which must end in an APIError of that status and code."""
        with self.assertRaises(APIError) as caught:
            await work
        if status is not None:
            self.assertEqual(caught.exception.status, status, caught.exception)
        if code is not None:
            self.assertEqual(caught.exception.code, code, caught.exception)
        return caught.exception

    def run(self, result=None):
        """Shows the end of the server's log with a failure."""
        before = len(result.failures) + len(result.errors) if result else 0
        outcome = super().run(result)
        if result and len(result.failures) + len(result.errors) > before:
            print(f"---- the end of the server's log ----\n{self.server.said()}----", flush=True)
        return outcome
