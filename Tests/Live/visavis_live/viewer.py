"""A viewer with aiortc: answers or offers, and keeps what it sees and hears."""
import asyncio
import collections
import json

import numpy as np
from aiortc import (
    RTCConfiguration, RTCIceServer, RTCIceTransportPolicy, RTCPeerConnection, RTCRtpReceiver, RTCSessionDescription)
from aiortc.codecs.opus import OpusDecoder
from aiortc.jitterbuffer import JitterFrame
from aiortc.mediastreams import MediaStreamError
from aiortc.rtp import RtcpSrPacket

from . import senses

Picture = collections.namedtuple("Picture", "time small head")  # RTP seconds; luma of a tenth; luma of the head or None
Sound = collections.namedtuple("Sound", "time samples")  # RTP seconds; mono int16 of 48 kHz


class Viewer:
    """Times are RTP's, in seconds since the stream's first packet; `offset` lays pictures and sound on one axis."""

    def __init__(self, keep_heads=False, ice_servers=(), relay_only=False, microphone=None):
        servers = [RTCIceServer(**{name: server[name] for name in ("urls", "username", "credential") if name in server})
                   for server in ice_servers]
        policy = RTCIceTransportPolicy.RELAY if relay_only else RTCIceTransportPolicy.ALL
        self.peer = RTCPeerConnection(RTCConfiguration(iceServers=servers, iceTransportPolicy=policy))
        self.keep_heads = keep_heads
        self.microphone = microphone
        self.pictures = []
        self.sizes = set()
        self.sound = []
        self.events = []
        self.channel = None
        self._reports = {}  # kind: the newest sender report
        self._packets = {}  # RTP timestamp: the Opus packet
        self._receivers = {}
        self._changed = asyncio.Condition()
        self._tasks = set()
        self.peer.on("track", self._on_track)
        self.peer.on("datachannel", self._on_channel)

    async def answer(self, offer):
        """The SDP answer to the server's offer."""
        await self.peer.setRemoteDescription(RTCSessionDescription(offer, "offer"))
        if self.microphone:
            self.peer.addTrack(self.microphone)
        await self.peer.setLocalDescription(await self.peer.createAnswer())
        return self.peer.localDescription.sdp

    async def offer(self, codec="H264"):
        """A WHEP offer that only receives, with a data channel for the events."""
        video = self.peer.addTransceiver("video", direction="recvonly")
        codecs = RTCRtpReceiver.getCapabilities("video").codecs
        video.setCodecPreferences([each for each in codecs if each.mimeType in (f"video/{codec}", "video/rtx")])
        self.peer.addTransceiver("audio", direction="recvonly")
        self._on_channel(self.peer.createDataChannel("events"))
        await self.peer.setLocalDescription(await self.peer.createOffer())
        return self.peer.localDescription.sdp

    async def accept(self, answer):
        await self.peer.setRemoteDescription(RTCSessionDescription(answer, "answer"))

    async def close(self):
        await self.peer.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def vanish(self):
        """What a killed browser looks like: nothing is said, no packet is answered any more."""
        for transport in {receiver.transport.transport for receiver in self.peer.getReceivers()}:
            for protocol in transport._connection._protocols:
                protocol.transport.abort()

    def send(self, **message):
        self.channel.send(json.dumps(message))

    # Waiting. The bounds are only there so that a failing test ends; nothing is said about speed.

    async def until(self, condition, within=60, what="what the test waits for"):
        """Waits for `condition()`, asked whenever something arrives. Returns what it gave."""
        try:
            async with asyncio.timeout(within), self._changed:
                while not (value := condition()):
                    await self._changed.wait()
                return value
        except TimeoutError:
            raise AssertionError(
                f"{what} did not come within {within} s: {len(self.pictures)} pictures, {len(self.sound)} slots, "
                f"{self.peer.connectionState}, events {self.events[-8:]}") from None

    async def event(self, kind, after=0, within=60, **fields):
        """The index of the first event of that type with those fields, at or after an index."""
        def find():
            for index, event in enumerate(self.events[after:], after):
                if event.get("type") == kind and all(event.get(name) == value for name, value in fields.items()):
                    return index + 1
            return None
        return await self.until(find, within, f"the event {kind}") - 1

    async def plays(self, seconds, within=60):
        """Waits until so much more of picture and sound has come, by RTP time."""
        await self.until(lambda: self.pictures and self.sound, within, "the first picture and sound")
        picture, sound = self.pictures[-1].time, self.sound[-1].time
        await self.until(
            lambda: self.pictures[-1].time >= picture + seconds and self.sound[-1].time >= sound + seconds,
            within, f"{seconds} s of picture and sound")

    async def offset(self):
        """What is to be added to a picture's time to have the sound's axis, from the sender's reports."""
        await self.until(lambda: len(self._reports) == 2, what="a sender report of each stream")
        return self._origin("video", 90_000) - self._origin("audio", 48_000)

    def _origin(self, kind, rate):
        """The sender's wall clock at the stream's first packet."""
        ntp, rtp = self._reports[kind]
        # aiortc keeps the first timestamp to itself.
        first = self._receivers[kind]._RTCRtpReceiver__timestamp_mapper._origin
        behind = (rtp - first + 0x8000_0000) % 0x1_0000_0000 - 0x8000_0000
        return ntp / 0x1_0000_0000 - behind / rate

    # Looking back.

    def heard(self, since=0.0):
        """The sound from one of its times on, every packet at its place, silence where one is missing."""
        return self._laid_out([part for part in self.sound if part.time >= since])

    def concealed(self, since=0.0):
        """The same as a player has it that conceals losses: from every packet that arrived, however late, and what was
        before again, softer, where none did.

        aiortc's own buffer is no measure: of 10 % lost packets it makes more than 40 % lost sound.
        """
        decoder = OpusDecoder()
        first = self._receivers["audio"]._RTCRtpReceiver__timestamp_mapper._origin
        parts = []
        for timestamp in sorted(self._packets, key=lambda each: (each - first) % 2**32):
            if (time := (timestamp - first) % 2**32 / 48_000) >= since:
                frame, = decoder.decode(JitterFrame(self._packets[timestamp], timestamp))
                parts.append(Sound(time, self._mono(frame)))
        return self._laid_out(parts, conceal=True)

    @staticmethod
    def _laid_out(parts, conceal=False):
        if not parts:
            return np.zeros(0, np.int16)
        start = parts[0].time
        places = [round((part.time - start) * 48_000) for part in parts]
        whole = np.zeros(max(place + len(part.samples) for place, part in zip(places, parts)), np.int16)
        for place, part in zip(places, parts):
            length = len(part.samples)
            whole[place:place + length] = part.samples
            if conceal:
                again = whole[place + length:place + 2 * length]
                again[:] = part.samples[:len(again)] // 2
        return whole

    def holes(self, since=0.0):
        """The times of the sound's packets that are not followed by the next one."""
        parts = [part for part in self.sound if part.time >= since]
        return [before.time for before, after in zip(parts, parts[1:])
                if abs(after.time - before.time - len(before.samples) / 48_000) > 1e-4]

    def pauses(self, since=0.0):
        """The steps of RTP time from picture to picture."""
        times = np.array([picture.time for picture in self.pictures if picture.time >= since])
        return np.diff(times)

    def _on_track(self, track):
        receiver = next(each for each in self.peer.getReceivers() if each.track is track)
        self._receivers[track.kind] = receiver
        handle = receiver._handle_rtcp_packet

        async def note(packet):
            if isinstance(packet, RtcpSrPacket):
                self._reports[track.kind] = (packet.sender_info.ntp_timestamp, packet.sender_info.rtp_timestamp)
            await handle(packet)

        receiver._handle_rtcp_packet = note
        if track.kind == "audio":
            take = receiver._handle_rtp_packet

            async def keep(packet, **more):
                self._packets[packet.timestamp] = packet.payload
                await take(packet, **more)

            receiver._handle_rtp_packet = keep
        self._begin(self._take(track, self._see if track.kind == "video" else self._hear))

    def _on_channel(self, channel):
        self.channel = channel
        channel.on("message", self._on_message)

    def _on_message(self, message):
        self.events.append(json.loads(message))
        self._begin(self._notify())

    def _begin(self, work):
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _notify(self):
        async with self._changed:
            self._changed.notify_all()

    async def _take(self, track, keep):
        while True:
            try:
                frame = await track.recv()
            except MediaStreamError:
                return
            keep(frame, float(frame.pts * frame.time_base))
            await self._notify()

    def _see(self, frame, time):
        self.sizes.add((frame.width, frame.height))
        plane = frame.planes[0]
        luma = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)[:frame.height, :frame.width]
        head = senses.cut(luma, senses.HEAD).copy() if self.keep_heads else None
        self.pictures.append(Picture(time, luma[5::10, 5::10].copy(), head))

    def _hear(self, frame, time):
        self.sound.append(Sound(time, self._mono(frame)))

    @staticmethod
    def _mono(frame):
        return frame.to_ndarray().reshape(-1, len(frame.layout.channels))[:, 0].copy()
