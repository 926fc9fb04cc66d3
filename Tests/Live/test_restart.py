"""The server's own end, wished and unwished."""
import asyncio
import unittest

from visavis_live.cases import LiveTests


class Restart(LiveTests):
    async def asyncSetUp(self):
        await super().asyncSetUp()
        if self.server.process.poll() is not None:
            await asyncio.to_thread(self.server.start)

    async def history(self, session):
        data = (await self.api.call("GET", "/v2/streaming.list?page_size=100"))["data"]
        return [entry for entry in data if entry["session_id"] == session]

    async def test_after_kill_9_the_session_is_closed_once_with_its_reason(self):
        visit = await self.visit()
        await visit.viewer.plays(3)
        token = await self.api.token()
        self.server.kill()
        await asyncio.to_thread(self.server.start)
        entry, = await self.history(visit.id)
        self.assertEqual(entry["status"], "closed")
        self.assertEqual(entry["end_reason"], "server_restart")
        # At least what was watched less the last renewal of the lease, at most what passed on the clock.
        self.assertLess(entry["duration"], 60)
        await self.refused(visit.say("Hello."), 400, 10005)
        self.assertEqual(self.server.metric("visavis_sessions_ended_total", reason="server_restart"), 1)
        self.server.kill()
        await asyncio.to_thread(self.server.start)
        self.assertEqual(self.server.metric("visavis_sessions_ended_total", reason="server_restart"), 0)
        self.assertEqual(await self.history(visit.id), [entry])

        guest = await self.enterAsyncContext(type(self.api)(self.server.url, token=token))
        again = await self.visit(api=guest)
        await again.viewer.plays(0.5)

    async def test_a_graceful_stop_is_told_and_leaves_nobody_waiting(self):
        visit = await self.visit()
        await visit.viewer.plays(1)
        task = asyncio.create_task(visit.ask("task", text="The weather is lovely today. " * 20, task_mode="sync"))
        await visit.viewer.event("avatar_start_talking")
        await visit.viewer.plays(0.5)
        status = await asyncio.to_thread(self.server.stop)
        self.assertEqual(status, 0, self.server.said())
        await self.refused(task, 400, 10005)
        ending = visit.viewer.events[await visit.viewer.event("session_ending", in_seconds=0)]
        self.assertEqual(ending["reason"], "server_shutdown")
        self.assertIs(ending, visit.viewer.events[-1], "something is told after the goodbye")
        await asyncio.to_thread(self.server.start)
        entry, = await self.history(visit.id)
        self.assertEqual((entry["status"], entry["end_reason"]), ("closed", ending["reason"]))


if __name__ == "__main__":
    unittest.main()
