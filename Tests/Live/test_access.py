"""Who may do what."""
import asyncio
import subprocess
import unittest

from visavis_live.api import API
from visavis_live.cases import LiveTests
from visavis_live.server import executable
from visavis_live.visit import Visit

SESSION_CALLS = ["start", "ice", "task", "interrupt", "stop", "keep_alive", "start_listening", "stop_listening"]


class Access(LiveTests):
    async def answer(self, method, path, headers, body="{}"):
        """The status; waits where strangers are asked to slow down."""
        stranger = await self.enterAsyncContext(API(self.server.url))
        while True:
            status, reply, _ = await stranger.raw(method, path, body if method == "POST" else None, headers)
            if status != 429:
                return status
            await asyncio.sleep(int(reply["Retry-After"]))

    async def test_without_a_right_nothing_is_given(self):
        wrong = [{}, {"X-Api-Key": "wrong"}, {"Authorization": f"Bearer {self.server.key}"},
                 {"Authorization": "Bearer wrong"}]
        paths = [("POST", "/v1/streaming.create_token"), ("POST", "/v1/streaming.new"),
                 ("GET", "/v1/streaming.list"), ("GET", "/v2/streaming.list"), ("GET", "/v2/voices"),
                 ("GET", "/v1/streaming/avatar.list"), ("POST", "/v1/streaming.task")]
        for headers in wrong[:1]:
            for method, path in paths:
                self.assertEqual(await self.answer(method, path, headers), 401, (path, headers))
        for headers in wrong[1:]:
            self.assertEqual(await self.answer("POST", "/v1/streaming.new", headers), 401, headers)

    async def test_a_token_is_good_for_one_session_and_for_nothing_else(self):
        token = await self.api.token()
        guest = await self.enterAsyncContext(API(self.server.url, token=token))
        await guest.call("GET", "/v2/voices")
        await guest.call("GET", "/v1/streaming/avatar.list")
        mine = await self.visit(api=guest)
        await mine.viewer.plays(0.3)
        await self.refused(guest.post("new"), 401)
        await self.refused(guest.post("create_token"), 401)
        await self.refused(guest.call("GET", "/v2/streaming.list"), 401)

        other = Visit(self.api)
        self.addAsyncCleanup(other.leave)
        await other.open()
        for call in SESSION_CALLS:
            await self.refused(guest.post(call, session_id=other.id, text="Hello."), 404, 10006)
        listed = (await guest.call("GET", "/v1/streaming.list"))["data"]["sessions"]
        self.assertEqual([each["session_id"] for each in listed], [mine.id])

        await mine.say("Hello.")
        await mine.ask("stop")
        await self.refused(guest.post("new"), 401)

    async def test_another_account_neither_sees_nor_touches_a_session(self):
        made = await asyncio.to_thread(
            subprocess.run, [executable(), "key", "create", "--name", "other", "--data", self.server.folder / "data"],
            capture_output=True, text=True)
        self.assertEqual(made.returncode, 0, made.stderr)
        other = await self.enterAsyncContext(API(self.server.url, made.stdout.strip()))
        visit = await self.visit()
        for call in SESSION_CALLS:
            await self.refused(other.post(call, session_id=visit.id, text="Hello."), 404, 10006)
        self.assertEqual((await other.call("GET", "/v1/streaming.list"))["data"]["sessions"], [])
        self.assertEqual((await other.call("GET", "/v2/streaming.list"))["total"], 0)
        await visit.viewer.plays(0.5)

    async def test_of_two_sessions_opened_with_one_token_at_once_one_is_given(self):
        guest = await self.enterAsyncContext(API(self.server.url, token=await self.api.token()))
        replies = await asyncio.gather(*(guest.post("new") for _ in range(4)), return_exceptions=True)
        given = [reply for reply in replies if isinstance(reply, dict)]
        self.assertEqual(len(given), 1, replies)
        await guest.post("stop", session_id=given[0]["session_id"])


if __name__ == "__main__":
    unittest.main()
