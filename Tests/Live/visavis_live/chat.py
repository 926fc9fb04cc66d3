"""The chat WebSocket as clients of the v1 API use it beside the stream: protobuf frames out, JSON in."""
import asyncio
import json

import numpy as np

from .senses import at_16k

PIECE = 512  # samples of 16 kHz in a frame


def varint(value):
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes(out + bytes([value]))


def field(number, value):
    """One field of a protobuf message: bytes or an unsigned integer."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    return varint(number << 3 | 2) + varint(len(value)) + value


def audio_frame(samples, rate=16_000):
    """A pipecat Frame with an AudioRawFrame."""
    sound = samples.astype("<i2").tobytes()
    return field(2, field(3, sound) + field(4, rate) + field(5, 1))


def text_frame(text):
    """A pipecat Frame with a TextFrame."""
    return field(1, field(3, text.encode()))


class Chat:
    """An open socket; `events` are what came."""

    def __init__(self, api, session, **query):
        self.api = api
        self.query = {"session_id": session} | query
        self.events = []
        self._tasks = []

    async def __aenter__(self):
        self.socket = await self.api.http.ws_connect(
            self.api.url + "/v1/ws/streaming.chat", params=self.query, headers=self.api.headers)
        self._tasks.append(asyncio.ensure_future(self._listen()))
        return self

    async def __aexit__(self, *_):
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.socket.close()

    def ask(self, text):
        return self.socket.send_bytes(text_frame(text))

    def speak(self, samples):
        """A microphone that goes on with silence after these samples of 48 kHz, in real time."""
        self._tasks.append(asyncio.ensure_future(self._speak(at_16k(samples))))

    async def _speak(self, samples):
        loop = asyncio.get_running_loop()
        begun, sent = loop.time(), 0
        while True:
            piece = samples[sent:sent + PIECE]
            piece = np.concatenate([piece, np.zeros(PIECE - len(piece), np.int16)])
            await self.socket.send_bytes(audio_frame(piece))
            sent += PIECE
            await asyncio.sleep(max(0, begun + sent / 16_000 - loop.time()))

    async def _listen(self):
        async for message in self.socket:
            if message.data and isinstance(message.data, str):
                self.events.append(json.loads(message.data))
