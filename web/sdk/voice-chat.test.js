import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { FakeDevices, FakePeerConnection, FakeServer } from "../tests/fakes.js";
import { AvatarSession } from "./session.js";

/** @type {(() => unknown)[]} */
const undo = [];
afterEach(async () => {
  for (const step of undo.splice(0)) await step();
});

/** A connected session and the devices of its browser. */
async function connected(options = {}) {
  const server = new FakeServer();
  const devices = new FakeDevices();
  server.install();
  devices.install();
  const session = new AvatarSession({
    baseURL: "http://server.example", token: () => "t", backoff: { first: 1, most: 2, attempts: 3 },
    ...options,
  });
  undo.push(() => session.stop(), () => server.remove(), () => devices.remove());
  await session.start();
  return { session, devices };
}

test("a microphone goes over the connection there is", async () => {
  const { session, devices } = await connected();
  await session.startVoiceChat();
  assert.equal(FakePeerConnection.made.length, 1);
  assert.ok(FakePeerConnection.last.voice === devices.track);
  assert.ok(devices.track.enabled);
  assert.deepEqual(devices.asked.audio.echoCancellation, true);
  assert.ok(session.voiceChat.isOn);
});

test("it is let go when the voice chat or the session ends", async () => {
  const { session, devices } = await connected();
  await session.startVoiceChat();
  session.stopVoiceChat();
  assert.ok(devices.track.isStopped);
  assert.equal(FakePeerConnection.last.voice, null);
  await session.startVoiceChat();
  await session.stop();
  assert.ok(devices.track.isStopped);
});

test("muting sends silence and keeps the device", async () => {
  const { session, devices } = await connected();
  await session.startVoiceChat();
  session.muteMicrophone(true);
  assert.ok(!devices.track.enabled && !devices.track.isStopped);
  session.muteMicrophone(false);
  assert.ok(devices.track.enabled);
});

test("a new connection carries it on", async () => {
  const { session, devices } = await connected();
  await session.startVoiceChat();
  const first = FakePeerConnection.last;
  const lost = new Promise((resolve) => session.on("reconnecting", resolve));
  first.fail();
  await lost;
  await session.speak("Still there?");
  assert.ok(FakePeerConnection.last !== first);
  assert.ok(FakePeerConnection.last.voice === devices.track);
});

for (const [name, code] of [
  ["NotAllowedError", "microphone_denied"], ["NotFoundError", "microphone_missing"],
  ["OverconstrainedError", "microphone_missing"], ["NotReadableError", "microphone_busy"],
  ["SecurityError", "microphone_denied"],
]) {
  test(`${name} is named ${code}`, async () => {
    const { session, devices } = await connected();
    devices.refusal = new DOMException("no", name);
    await assert.rejects(session.startVoiceChat(), { code });
    assert.ok(!session.voiceChat.isOn);
    assert.equal(session.state, "connected");
  });
}

test("a browser without devices says so", async () => {
  const { session, devices } = await connected();
  devices.remove();
  const before = Object.getOwnPropertyDescriptor(globalThis, "navigator");
  Object.defineProperty(globalThis, "navigator", { value: {}, configurable: true });
  undo.push(() => before && Object.defineProperty(globalThis, "navigator", before));
  await assert.rejects(session.startVoiceChat(), { code: "unsupported" });
});

test("a server that takes no microphone is named, and the device let go", async () => {
  const { session, devices } = await connected();
  FakePeerConnection.isUnhearing = true;
  await assert.rejects(session.startVoiceChat(), { code: "microphone_unheard" });
  assert.ok(devices.track.isStopped);
});

test("an unplugged device ends the voice chat with a problem", async () => {
  const { session, devices } = await connected();
  await session.startVoiceChat();
  const problems = [];
  session.on("problem", ({ error }) => problems.push(error.code));
  devices.track.end();
  assert.deepEqual(problems, ["microphone_lost"]);
  assert.ok(!session.voiceChat.isOn);
});

test("another device takes the place of the first", async () => {
  const { session, devices } = await connected();
  await session.startVoiceChat();
  const first = devices.track;
  await session.startVoiceChat({ device: "other" });
  assert.ok(first.isStopped && !devices.track.isStopped);
  assert.deepEqual(devices.asked.audio.deviceId, { exact: "other" });
  assert.ok(FakePeerConnection.last.voice === devices.track);
});

test("a device that cannot be had leaves the first in use", async () => {
  const { session, devices } = await connected();
  await session.startVoiceChat();
  devices.refusal = new DOMException("no", "NotReadableError");
  await assert.rejects(session.startVoiceChat({ device: "other" }), { code: "microphone_busy" });
  assert.ok(session.voiceChat.isOn && !devices.track.isStopped);
});

test("a push before messages can be sent is not lost", async () => {
  FakePeerConnection.channelState = "connecting";
  undo.push(() => (FakePeerConnection.channelState = "open"));
  const { session } = await connected({ pushToTalk: true });
  await session.startVoiceChat({ pushToTalk: true });
  const peer = FakePeerConnection.last;
  const started = session.pushToTalk.start();
  await new Promise((resolve) => setTimeout(resolve));
  assert.ok(session.voiceChat.isPushed);
  assert.deepEqual(peer.channel.sent, []);
  peer.channel.readyState = "open";
  peer.channel.onopen();
  await peer.sends("push_to_talk_start");
  peer.say({ type: "push_to_talk_started" });
  await started;
});

test("push-to-talk is silent until it is pushed, and waits for the server's answers", async () => {
  const { session, devices } = await connected({ pushToTalk: true });
  await session.startVoiceChat({ pushToTalk: true });
  assert.ok(!devices.track.enabled);
  const peer = FakePeerConnection.last;
  const started = session.pushToTalk.start();
  await peer.sends("push_to_talk_start");
  assert.ok(devices.track.enabled);
  peer.say({ type: "push_to_talk_started" });
  await started;
  const stopped = session.pushToTalk.stop();
  await peer.sends("push_to_talk_stop");
  peer.say({ type: "push_to_talk_stopped" });
  await stopped;
  assert.ok(!devices.track.enabled);
});

test("a session that listens by itself is not told of pushes", async () => {
  const { session, devices } = await connected();
  await session.startVoiceChat({ pushToTalk: true });
  await session.pushToTalk.start();
  assert.ok(devices.track.enabled && session.voiceChat.isPushed);
  await session.pushToTalk.stop();
  assert.ok(!devices.track.enabled);
  assert.deepEqual(FakePeerConnection.last.channel.sent.filter(({ type }) => type !== "ping"), []);
});

test("a push that the server refuses closes the microphone again", async () => {
  const { session, devices } = await connected({ pushToTalk: true });
  await session.startVoiceChat({ pushToTalk: true });
  const started = assert.rejects(session.pushToTalk.start(), { code: "refused" });
  await FakePeerConnection.last.sends("push_to_talk_start");
  FakePeerConnection.last.say({ type: "push_to_talk_start_failed" });
  await started;
  assert.ok(!devices.track.enabled && !session.voiceChat.isPushed);
});

test("a push without a voice chat is refused", async () => {
  const { session } = await connected();
  await assert.rejects(session.pushToTalk.start(), { code: "wrong_state" });
});
