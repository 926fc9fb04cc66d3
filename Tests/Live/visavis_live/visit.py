"""A session as a client of the v1 API has it."""
import asyncio

from .api import APIError
from .viewer import Viewer


class Visit:
    """A v1 session with one viewer, from `streaming.new` to `streaming.stop`."""

    def __init__(self, api, viewer=None, relay=None, **wishes):
        self.api = api
        self.viewer = viewer
        self.relay = relay
        self.wishes = {"quality": "low", "avatar_id": "ada", "video_encoding": "H264"} | wishes
        self.id = None
        self.reply = None

    async def __aenter__(self):
        try:
            await self.open()
            await self.start()
        except BaseException:
            await self.leave()
            raise
        return self

    async def __aexit__(self, *_):
        await self.leave()

    async def open(self):
        self.reply = await self.api.post("new", **self.wishes)
        self.id = self.reply["session_id"]

    async def start(self):
        self.viewer = self.viewer or Viewer()
        offer = self.reply["sdp"]["sdp"]
        answer = await self.viewer.answer(await self.relay.rewrite(offer) if self.relay else offer)
        answer = self.relay.hide(answer) if self.relay else answer
        await self.api.post("start", session_id=self.id, sdp={"type": "answer", "sdp": answer})

    async def leave(self):
        if self.id:
            try:
                await self.api.post("stop", session_id=self.id)
            except (APIError, OSError, asyncio.TimeoutError):
                pass
        if self.viewer:
            await self.viewer.close()
        if self.relay:
            self.relay.close()

    async def ask(self, name, **body):
        """A command of the v1 API for this session."""
        return await self.api.post(name, session_id=self.id, **body)

    async def say(self, text, **wishes):
        """Returns the task's id."""
        body = {"task_type": "repeat", "task_mode": "async"} | wishes
        return (await self.ask("task", text=text, **body))["task_id"]

    async def spoken(self, task):
        """Waits for the end of a task and for the sound that was on its way. Returns the end's event."""
        index = await self.viewer.event("avatar_stop_talking", task_id=task)
        await self.viewer.plays(0.6)
        return self.viewer.events[index]
