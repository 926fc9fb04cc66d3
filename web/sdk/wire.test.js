import assert from "node:assert/strict";
import { test } from "node:test";
import { PING, parseMessage } from "./wire.js";

/** @param {object} message */
const parse = (message) => parseMessage(JSON.stringify(message));

test("what she says comes in fragments that keep their spaces", () => {
  assert.deepEqual(parse({ type: "avatar_talking_message", task_id: "t", message: " there" }), {
    kind: "caption", taskID: "t", text: " there",
  });
});

test("the end of speech may come without a duration", () => {
  assert.deepEqual(parse({ type: "avatar_stop_talking", task_id: "t" }), {
    kind: "talkingend", taskID: "t", duration: null, isInterrupted: false, lastWord: null,
  });
  assert.equal(parse({ type: "avatar_stop_talking", task_id: "t", duration_ms: 1200.5 })?.duration, 1200.5);
  const broken = parse({ type: "avatar_stop_talking", task_id: "t", interrupted: true, last_word: "until" });
  assert.equal(broken?.isInterrupted, true);
  assert.equal(broken?.lastWord, "until");
});

test("a goodbye carries its reason and the time left", () => {
  assert.deepEqual(parse({ type: "session_ending", reason: "max_duration", in_seconds: 5 }), {
    kind: "sessionending", reason: "max_duration", remaining: 5000,
  });
  assert.equal(parse({ type: "session_ending" })?.remaining, null);
});

test("a goodbye with no time left is the end", () => {
  assert.deepEqual(parse({ type: "session_ending", reason: "idle_timeout", in_seconds: 0 }), {
    kind: "sessionended", reason: "idle_timeout",
  });
});

test("a task's error names what happened", () => {
  const message = parse({
    type: "error", task_id: "t", code: 400128, error: "voice_not_found", message: "There is no such voice.",
  });
  assert.equal(message?.kind, "problem");
  assert.equal(message?.error.code, "voice_unknown");
  assert.equal(message?.error.serverCode, 400128);
  assert.equal(message?.error.reason, "There is no such voice.");
});

test("what a visitor says comes whole, first for now and then for good", () => {
  assert.deepEqual(parse({ type: "user_partial_message", task_id: "u", message: "where is" }), {
    kind: "usertranscript", turnID: "u", text: "where is", isFinal: false,
  });
  assert.equal(parse({ type: "user_end_message", task_id: "u", message: "Where is it?" })?.isFinal, true);
});

test("sources are passages with a way and a safe link", () => {
  const message = parse({ type: "avatar_sources", task_id: "t", sources: [
    { title: "Guide", headings: ["Visit", 7, "Hours"], text: "Open at nine.", url: "https://a.example/b", score: 0.8 },
    { title: "Bad", headings: null, text: "x", url: "javascript:alert(1)" }, { title: "no text" }, null,
  ] });
  assert.deepEqual(message?.sources, [
    { title: "Guide", headings: ["Visit", "Hours"], text: "Open at nine.", url: "https://a.example/b", score: 0.8 },
    { title: "Bad", headings: [], text: "x", url: null, score: null },
  ]);
});

test("the stages of an answer may be missing one by one", () => {
  const message = parse({ type: "turn_latency", task_id: "t", latency_ms: { first_text: 12, first_sample: 90 } });
  assert.deepEqual(message?.stages, {
    endpoint: null, transcript: null, firstText: 12, firstAudio: null, firstSample: 90,
  });
  assert.equal(message?.hasFiller, false);
});

test("a fault of the conversation has the provider's name for it", () => {
  const message = parse({ type: "conversation_error", error: "llm_rate_limited", message: "Too many." });
  assert.equal(message?.name, "llm_rate_limited");
  assert.equal(message?.error.code, "conversation_failed");
});

test("silence counts down only when the session ends for it", () => {
  assert.equal(parse({ type: "user_silence", silence_times: 2, count_down: 0 })?.countDown, null);
  assert.equal(parse({ type: "user_silence", silence_times: 2, count_down: 15 })?.countDown, 15_000);
});

test("values of the wrong type are taken as absent", () => {
  assert.deepEqual(parse({ type: "avatar_talking_message", task_id: 7, message: null }), {
    kind: "caption", taskID: "", text: "",
  });
  assert.equal(parse({ type: "avatar_stop_talking", task_id: "t", duration_ms: "9" })?.duration, null);
  assert.equal(parse({ type: "avatar_stop_talking", task_id: "t", duration_ms: -1 })?.duration, null);
});

test("what is not known is ignored", () => {
  for (const data of ["", "{", "null", "7", "[]", "{}", '{"type":7}', '{"type":"new_thing"}', '{"type":"__proto__"}',
    '{"type":"constructor"}', undefined, null, new ArrayBuffer(8)]) {
    assert.equal(parseMessage(data), null, String(data));
  }
});

test("a message longer than the channel allows is ignored", () => {
  assert.equal(parse({ type: "pong", padding: "x".repeat(65_536) }), null);
});

test("ten thousand damaged messages neither throw nor pass as something else", () => {
  const whole = JSON.stringify({ type: "avatar_talking_message", task_id: "task", message: "Grüße, \u{1F600}!" });
  let seed = 1;
  const random = (/** @type {number} */ below) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed % below;
  };
  for (let round = 0; round < 10_000; round += 1) {
    const at = random(whole.length);
    const cut = random(4);
    const put = String.fromCharCode(random(0x2000)).repeat(random(3));
    const parsed = parseMessage(whole.slice(0, at) + put + whole.slice(at + cut));
    assert.ok(parsed === null || parsed.kind === "caption", `round ${round}`);
  }
});

test("a ping is what the server expects", () => {
  assert.deepEqual(JSON.parse(PING), { type: "ping" });
});
