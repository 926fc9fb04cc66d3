"""Debian's Chromium, driven through playwright."""
import asyncio
import base64
import contextlib
import io
import shutil
import time

import av
import numpy as np
from playwright.async_api import async_playwright

EXECUTABLE = shutil.which("chromium") or shutil.which("chromium-browser")

# Silent reports of what a page does with its connections; runs before the page's own scripts.
WITNESS = """
window.connections = [];
window.messages = [];
const Original = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Original {
  constructor(...arguments_) {
    super(...arguments_);
    window.connections.push(this);
    this.addEventListener("datachannel", ({ channel }) => channel.addEventListener("message", ({ data }) =>
      window.messages.push({ ...JSON.parse(data), heard: window.heardSamples ?? 0 })));
  }
};
addEventListener("securitypolicyviolation", (event) => console.error("CSP refuses " + event.blockedURI
  + " by " + event.violatedDirective));
"""

# Keeps what the page hears of the newest connection, as int16 of 48 kHz, and with each message how much that was.
EAR = """
window.heardSamples = 0;
window.heardParts = [];
const Witnessed = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Witnessed {
  constructor(...arguments_) {
    super(...arguments_);
    this.addEventListener("track", ({ track }) => {
      if (track.kind !== "audio") return;
      const context = new AudioContext({ sampleRate: 48000 });
      const tap = context.createScriptProcessor(2048, 1, 1);
      tap.onaudioprocess = ({ inputBuffer }) => {
        const samples = Int16Array.from(inputBuffer.getChannelData(0), (value) => value * 32767);
        window.heardParts.push(samples);
        window.heardSamples += samples.length;
      };
      context.createMediaStreamSource(new MediaStream([track])).connect(tap).connect(context.destination);
      window.heardBy = [context, tap];
    });
  }
};
"""

# What EAR kept from one sample to another, as base64.
HEARD = """
([from, to]) => {
  const whole = new Int16Array(window.heardSamples);
  let at = 0;
  for (const part of window.heardParts) { whole.set(part, at); at += part.length; }
  const bytes = new Uint8Array(whole.slice(from, to).buffer);
  let text = "";
  for (let start = 0; start < bytes.length; start += 32768) {
    text += String.fromCharCode(...bytes.subarray(start, start + 32768));
  }
  return btoa(text);
}
"""

# Lets the page's connections use TURN alone.
RELAY_ONLY = """
const Direct = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Direct {
  constructor(configuration) { super({ ...configuration, iceTransportPolicy: "relay" }); }
};
"""

# The kind of the candidate that the newest connection uses here.
LOCAL_CANDIDATE = """
async () => {
  const reports = await window.connections.at(-1).getStats();
  for (const report of reports.values()) {
    if (report.type === "candidate-pair" && report.nominated) {
      return reports.get(report.localCandidateId).candidateType;
    }
  }
  return null;
}
"""

# A second viewer of a session: WHEP in twenty lines, as a client without our SDK would do it.
WHEP = """
async ({ url, key }) => {
  const peer = new RTCPeerConnection();
  peer.addTransceiver("video", { direction: "recvonly" });
  peer.addTransceiver("audio", { direction: "recvonly" });
  const stream = new MediaStream();
  peer.ontrack = ({ track }) => stream.addTrack(track);
  await peer.setLocalDescription(await peer.createOffer());
  await new Promise((done) => {
    if (peer.iceGatheringState === "complete") done();
    peer.onicegatheringstatechange = () => peer.iceGatheringState === "complete" && done();
  });
  const reply = await fetch(url, { method: "POST", body: peer.localDescription.sdp,
    headers: { "Content-Type": "application/sdp", "X-Api-Key": key } });
  if (reply.status !== 201) throw new Error(await reply.text());
  await peer.setRemoteDescription({ type: "answer", sdp: await reply.text() });
  const video = document.body.appendChild(document.createElement("video"));
  video.muted = true;
  video.srcObject = stream;
  video.play();
  return reply.headers.get("Location");
}
"""

# The picture of the first video that is found, also in shadow roots, as luma of 64 x 36; null before there is one.
PICTURE = """
() => {
  const find = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (element instanceof HTMLVideoElement) return element;
      const found = element.shadowRoot && find(element.shadowRoot);
      if (found) return found;
    }
    return null;
  };
  const video = find(document);
  if (!video || !video.videoWidth) return null;
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [64, 36];
  const context = canvas.getContext("2d");
  context.drawImage(video, 0, 0, 64, 36);
  const { data } = context.getImageData(0, 0, 64, 36);
  const luma = [];
  for (let at = 0; at < data.length; at += 4) {
    luma.push(0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2]);
  }
  return { luma, time: video.currentTime, width: video.videoWidth, height: video.videoHeight, muted: video.muted };
}
"""

# The sum of what the receivers of all connections say.
STATISTICS = """
async () => {
  const sum = { energy: 0, frames: 0, dropped: 0, freezes: 0, concealed: 0, samples: 0, open: 0 };
  for (const connection of window.connections) {
    if (connection.connectionState === "connected") sum.open += 1;
    if (connection.signalingState === "closed") continue;
    for (const report of (await connection.getStats()).values()) {
      if (report.type !== "inbound-rtp") continue;
      sum.energy += report.totalAudioEnergy ?? 0;
      sum.frames += report.framesDecoded ?? 0;
      sum.freezes += report.freezeCount ?? 0;
      sum.samples += report.totalSamplesReceived ?? 0;
      sum.concealed += report.concealedSamples ?? 0;
    }
  }
  return sum;
}
"""


@contextlib.asynccontextmanager
async def chromium(*arguments):
    """A headless browser without a gesture policy of its own."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=EXECUTABLE, headless=True, args=["--no-sandbox", *arguments])
        try:
            yield browser
        finally:
            await browser.close()


class Page:
    """A page with what it complained of and what it asked for beyond its origin."""

    def __init__(self, page, origin):
        self.page = page
        self.origin = origin
        self.complaints = []
        self.strays = []
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("request", self._on_request)

    @classmethod
    async def open(cls, browser, origin, path="/", script="", **context):
        """Does not wait for the load event, which a playing stream delays. `script` runs before the page's own."""
        context = await browser.new_context(**context)
        await context.add_init_script(f"{{ {WITNESS} }} {{ {script} }}")
        self = cls(await context.new_page(), origin)
        await self.page.goto(origin + path, wait_until="commit")
        return self

    async def close(self):
        """Leaves it as a visitor does: a page may say goodbye, which a closed context does not let it."""
        await self.page.goto("about:blank")
        await self.page.context.close()

    async def picture(self):
        return await self.page.evaluate(PICTURE)

    async def untouched_picture(self):
        """The same without what playwright does otherwise: to count as a visitor's gesture."""
        session = await self.page.context.new_cdp_session(self.page)
        answer = await session.send("Runtime.evaluate", {"expression": f"({PICTURE})()", "returnByValue": True})
        await session.detach()
        return answer["result"].get("value")

    async def statistics(self):
        return await self.page.evaluate(STATISTICS)

    async def messages(self):
        """What the server told the page, in order; `heard` is how many samples EAR had by then."""
        return await self.page.evaluate("window.messages")

    async def heard(self, first, last):
        """The samples of EAR between two numbers."""
        return np.frombuffer(base64.b64decode(await self.page.evaluate(HEARD, [first, last])), np.int16)

    async def screen(self, selector):
        """What is on the screen in the place of an element, as luma [height][width] uint8."""
        image = await self.page.locator(selector).screenshot()
        with av.open(io.BytesIO(image)) as container:
            return next(container.decode(video=0)).to_ndarray(format="gray")

    async def text(self, selector):
        return await self.page.locator(selector).text_content()

    async def until(self, question, holds=bool, what="what the test waits for", within=60):
        """Asks again and again, from here: the page's policy forbids what playwright evaluates inside. Returns the
        answer that holds."""
        deadline = time.monotonic() + within
        while not holds(answer := await question()):
            if time.monotonic() > deadline:
                raise AssertionError(f"{what} did not come within {within} s: {answer}; {self.complaints}")
            await asyncio.sleep(0.1)
        return answer

    async def says(self, selector, *choice):
        """Waits until an element's text has one of these in it."""
        await self.until(
            lambda: self.text(selector), lambda text: any(words in (text or "") for words in choice),
            f"{' or '.join(map(repr, choice))} in {selector}")

    def _on_console(self, message):
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def _on_request(self, request):
        if not request.url.startswith((self.origin + "/", "data:", "blob:")):
            self.strays.append(request.url)
