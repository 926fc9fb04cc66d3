import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { FakePeerConnection, FakeServer, refusal } from "../tests/fakes.js";
import { AvatarSession } from "./session.js";

/** @type {{ server: FakeServer, session: AvatarSession }[]} */
const open = [];
afterEach(async () => {
  for (const { server, session } of open.splice(0)) {
    await session.stop();
    server.remove();
  }
});

/** @param {object} [options] */
function make(options) {
  const server = new FakeServer();
  server.install();
  let tokens = 0;
  const session = new AvatarSession({
    baseURL: "http://server.example", token: () => `t${++tokens}`, backoff: { first: 1, most: 2, attempts: 3 },
    ...options,
  });
  const events = [];
  for (const type of ["talkingstart", "talkingend", "caption", "reconnecting", "error", "end"]) {
    session.on(type, (detail) => events.push(type === "caption" ? detail.text : type));
  }
  open.push({ server, session });
  return { server, session, events };
}

/** @param {AvatarSession} session @param {string} type */
const event = (session, type) => new Promise((resolve) => {
  const off = session.on(type, (detail) => {
    off();
    resolve(detail);
  });
});

test("answers the server's offer and is connected", async () => {
  const { server, session } = make();
  await session.start();
  assert.equal(session.state, "connected");
  assert.equal(session.sessionID, "s1");
  assert.deepEqual(server.calls, ["POST streaming.new", "POST streaming.start"]);
});

test("sends an offer of its own through WHEP when asked to", async () => {
  const { server, session } = make({ transport: "whep" });
  await session.start();
  assert.deepEqual(server.calls, ["POST streaming.new", "POST whep/s1"]);
});

test("a text given while it connects is said when it has", async () => {
  const { server, session } = make();
  const started = session.start();
  const said = session.speak("Hello.");
  assert.deepEqual(await said, { taskID: "task", duration: null });
  await started;
  assert.equal(server.calls.at(-1), "POST streaming.task");
  assert.equal(JSON.parse(server.bodies["POST streaming.task"]).text, "Hello.");
});

test("what she says arrives in order", async () => {
  const { session, events } = make();
  await session.start();
  const peer = FakePeerConnection.last;
  peer.say({ type: "avatar_start_talking", task_id: "a" });
  assert.ok(session.isTalking);
  peer.say({ type: "avatar_talking_message", task_id: "a", message: "Hi " });
  peer.say({ type: "avatar_talking_message", task_id: "a", message: "you." });
  peer.say({ type: "avatar_stop_talking", task_id: "a", duration_ms: 800 });
  assert.ok(!session.isTalking);
  assert.deepEqual(events, ["talkingstart", "Hi ", "you.", "talkingend"]);
});

test("who broke her off is told of before her speech ends", async () => {
  const { session } = make();
  await session.start();
  const told = [];
  session.on("interrupted", (detail) => told.push(detail));
  session.on("talkingend", (detail) => told.push(detail));
  const peer = FakePeerConnection.last;
  peer.say({ type: "avatar_start_talking", task_id: "a" });
  peer.say({ type: "avatar_stop_talking", task_id: "a", duration_ms: 800, interrupted: true, last_word: "so" });
  assert.deepEqual(told, [{ taskID: "a", lastWord: "so" }, { taskID: "a", duration: 800 }]);
});

test("a lost connection comes back as another viewer of the same session", async () => {
  const { server, session } = make();
  await session.start();
  const back = event(session, "stream");
  FakePeerConnection.last.fail();
  assert.equal((await event(session, "reconnecting")).error.code, "media_lost");
  await back;
  await session.speak("Again.");
  assert.equal(session.state, "connected");
  assert.equal(session.sessionID, "s1");
  assert.ok(server.calls.includes("POST whep/s1"));
});

test("she stops talking when the connection is lost", async () => {
  const { session, events } = make();
  await session.start();
  FakePeerConnection.last.say({ type: "avatar_start_talking", task_id: "a" });
  FakePeerConnection.last.fail();
  await event(session, "reconnecting");
  assert.deepEqual(events, ["talkingstart", "talkingend", "reconnecting"]);
});

test("a session that the server lost is made again, with a new token", async () => {
  const { server, session } = make();
  await session.start();
  server.answers["POST whep/s1"] = refusal(404, 10006);
  FakePeerConnection.last.fail();
  await event(session, "reconnecting");
  await session.speak("Are you there?");
  assert.equal(session.sessionID, "s2");
});

test("a text that meets a lost session is said in the next", async () => {
  const { server, session } = make();
  await session.start();
  let refused = 0;
  const answers = server.answers;
  answers["POST streaming.task"] = () => {
    delete answers["POST streaming.task"];
    refused += 1;
    return refusal(404, 10006);
  };
  assert.equal((await session.speak("Hello?")).taskID, "task");
  assert.equal(refused, 1);
  assert.equal(session.sessionID, "s2");
});

test("a server that goes down for a moment is waited for", async () => {
  const { server, session } = make();
  await session.start();
  server.answers["POST whep/s1"] = refusal(404, 10006);
  FakePeerConnection.last.say({ type: "session_ending", reason: "server_shutdown", in_seconds: 0 });
  await event(session, "reconnecting");
  await session.speak("Back?");
  assert.equal(session.sessionID, "s2");
});

test("a session about to end for want of activity is kept", async () => {
  const { server, session } = make();
  await session.start();
  FakePeerConnection.last.say({ type: "session_ending", reason: "idle_timeout", in_seconds: 15 });
  assert.equal(server.calls.at(-1), "POST streaming.keep_alive");
  assert.equal(session.state, "connected");
});

test("unless keeping it is not wanted", async () => {
  const { server, session } = make({ keepAlive: false });
  await session.start();
  const ending = event(session, "sessionending");
  FakePeerConnection.last.say({ type: "session_ending", reason: "idle_timeout", in_seconds: 15 });
  assert.deepEqual(await ending, { reason: "idle_timeout", remaining: 15_000 });
  assert.ok(!server.calls.includes("POST streaming.keep_alive"));
});

test("the server's goodbye for another reason is the end", async () => {
  const { session, events } = make();
  await session.start();
  FakePeerConnection.last.say({ type: "session_ending", reason: "idle_timeout", in_seconds: 0 });
  assert.equal(session.state, "closed");
  assert.deepEqual(events, ["end"]);
  await assert.rejects(session.speak("Hello?"), { code: "wrong_state" });
});

test("a refusal that waiting cannot mend ends at once", async () => {
  const { server, session, events } = make();
  server.answers["POST streaming.new"] = refusal(400, 10012);
  await assert.rejects(session.start(), { code: "avatar_unknown" });
  assert.equal(session.state, "closed");
  assert.deepEqual(events, ["error", "end"]);
  assert.deepEqual(server.calls, ["POST streaming.new"]);
});

test("a server that stays full says so after a moment", async () => {
  const { server, session } = make({ backoff: { first: 1, most: 2, attempts: 9 } });
  server.answers["POST streaming.new"] = refusal(400, 10007);
  await assert.rejects(session.start(), { code: "server_full" });
  assert.equal(server.calls.length, 4);
});

test("gives up after its attempts and says why", async () => {
  const { server, session, events } = make();
  server.answers["POST streaming.new"] = refusal(503, 503);
  await assert.rejects(session.start(), { code: "given_up" });
  assert.equal(server.calls.length, 4);
  assert.deepEqual(events, ["reconnecting", "reconnecting", "reconnecting", "error", "end"]);
});

test("a server that knows no sessions at all is not asked for ever", async () => {
  const { server, session } = make();
  server.answers["POST streaming.new"] = refusal(404, 404);
  await assert.rejects(session.start(), { code: "given_up" });
  assert.equal(server.calls.length, 4);
});

test("a session lost once more is no reason to give up", async () => {
  const { server, session } = make();
  await session.start();
  for (let round = 1; round <= 5; round += 1) {
    server.answers[`POST whep/s${round}`] = refusal(404, 10006);
    FakePeerConnection.last.fail();
    await event(session, "reconnecting");
    await session.speak("Still there?");
    assert.equal(session.sessionID, `s${round + 1}`);
  }
});

test("stop ends the session at the server, once", async () => {
  const { server, session, events } = make();
  await session.start();
  await Promise.all([session.stop(), session.stop()]);
  await session.stop();
  assert.equal(session.state, "closed");
  assert.equal(server.calls.filter((call) => call === "POST streaming.stop").length, 1);
  assert.deepEqual(events, ["end"]);
});

test("a stop while it connects leaves no session behind", async () => {
  const { server, session } = make();
  FakePeerConnection.isDeaf = true;
  const started = session.start();
  const failed = assert.rejects(started, { code: "wrong_state" });
  await event(session, "stream");
  await session.stop();
  await failed;
  assert.equal(server.calls.at(-1), "POST streaming.stop");
  assert.equal(session.sessionID, null);
});

test("an aborted start stops the session", async () => {
  const { server, session } = make();
  FakePeerConnection.isDeaf = true;
  const controller = new AbortController();
  const started = session.start({ signal: controller.signal });
  const failed = assert.rejects(started, /enough/);
  await event(session, "stream");
  controller.abort(new Error("enough"));
  await failed;
  assert.equal(session.state, "closed");
  assert.ok(server.calls.includes("POST streaming.stop"));
});

test("a closed session starts again, as another", async () => {
  const { session } = make();
  await session.start();
  await session.stop();
  await session.start();
  assert.equal(session.state, "connected");
  assert.equal(session.sessionID, "s2");
});

test("starting twice is refused", async () => {
  const { session } = make();
  await session.start();
  await assert.rejects(session.start(), { code: "wrong_state" });
});

test("a viewer of another's session leaves without ending it", async () => {
  const { server, session } = make({ sessionID: "theirs" });
  await session.start();
  await session.stop();
  assert.deepEqual(server.calls, ["POST whep/theirs", "DELETE whep/theirs/viewer"]);
});

test("an empty text is refused before it is sent", async () => {
  const { server, session } = make();
  await session.start();
  await assert.rejects(session.speak("  \n "), { code: "refused" });
  assert.ok(!server.calls.includes("POST streaming.task"));
});

test("a description that the browser does not take is named", async () => {
  const { server, session } = make();
  server.answers["POST streaming.new"] = new Response(
    '{"code":100,"message":"success","data":{"session_id":"s","sdp":{"type":"offer","sdp":"nonsense"}}}');
  await assert.rejects(session.start(), { code: "bad_answer" });
  assert.equal(server.calls.at(-1), "POST streaming.stop");
});
