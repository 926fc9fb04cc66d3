"""What a visitor says: sound for a microphone, made by the server's own voices."""
import asyncio
import collections
import fractions
import time
import wave

import av
import numpy as np
from aiortc import MediaStreamTrack

RATE = 48_000
SLOT = 960  # samples of 20 ms

# Loud enough for a microphone close by, and never clipped.
PEAK = 16_000


async def spoken(visit, *texts, voice="slt"):
    """What each text sounds like in a voice, as int16 of 48 kHz without the silence around it."""
    viewer = visit.viewer
    await viewer.plays(0.5)
    sounds = []
    for text in texts:
        before = viewer.sound[-1].time
        await visit.spoken(await visit.say(text, voice={"voice_id": voice}))
        sound = viewer.heard(before)
        loud = np.flatnonzero(np.abs(sound) > 200)
        sound = sound[max(loud[0] - 2 * SLOT, 0):loud[-1] + 2 * SLOT].astype(float)
        sounds.append((sound * PEAK / np.abs(sound).max()).astype(np.int16))
    return sounds


def silence(seconds):
    return np.zeros(int(seconds * RATE), np.int16)


def write_wav(path, samples):
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())


class Microphone(MediaStreamTrack):
    """An open microphone in a room with a little noise; `say()` puts a voice into it."""

    kind = "audio"

    def __init__(self):
        super().__init__()
        self._waiting = collections.deque()
        self._noise = np.random.default_rng(7)
        self._sent = 0
        self._start = None

    def say(self, samples):
        """Returns an awaitable that is done when the last sample was sent."""
        done = asyncio.get_running_loop().create_future()
        self._waiting.append([samples, done])
        return done

    async def recv(self):
        self._start = self._start or time.monotonic()
        await asyncio.sleep(max(0, self._start + self._sent / RATE - time.monotonic()))
        sound = self._noise.normal(0, 12, SLOT)
        if self._waiting:
            samples, done = self._waiting[0]
            sound[:len(samples[:SLOT])] += samples[:SLOT]
            self._waiting[0][0] = samples[SLOT:]
            if len(samples) <= SLOT:
                self._waiting.popleft()
                if not done.done():
                    done.set_result(None)
        frame = av.AudioFrame.from_ndarray(
            np.clip(sound, -32_768, 32_767).astype(np.int16).reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, self._sent, fractions.Fraction(1, RATE)
        self._sent += SLOT
        return frame
