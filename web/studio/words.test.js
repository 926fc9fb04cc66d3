import assert from "node:assert/strict";
import { test } from "node:test";
import { endText, statusOf } from "./words.js";

const calm = { isTalking: false, isHearing: false, isThinking: false, isSending: false, attempts: 0, voice: "off" };

test("every state has its words", () => {
  const table = [
    [{ ...calm, state: "connecting" }, "Waking up…"],
    [{ ...calm, state: "connecting", attempts: 4 }, "Connecting, attempt 4…"],
    [{ ...calm, state: "connected" }, "Ready"],
    [{ ...calm, state: "connected", voice: "open" }, "Listening"],
    [{ ...calm, state: "connected", voice: "waiting" }, "Ready: hold to talk"],
    [{ ...calm, state: "connected", voice: "open", isHearing: true }, "Hearing you"],
    [{ ...calm, state: "connected", voice: "open", isHearing: true, isTalking: true }, "Hearing you"],
    [{ ...calm, state: "connected", voice: "open", isThinking: true }, "Thinking…"],
    [{ ...calm, state: "connected", voice: "open", isTalking: true }, "Speaking"],
    [{ ...calm, state: "connected", isTalking: true, latency: 141.6 }, "Speaking · after 142 ms"],
    [{ ...calm, state: "connected", isSending: true }, "On its way…"],
    [{ ...calm, state: "reconnecting", attempts: 1 }, "Reconnecting…"],
    [{ ...calm, state: "closed" }, "Resting"],
  ];
  for (const [present, text] of table) assert.equal(statusOf(present).text, text);
});

test("known ends are explained, unknown ones named", () => {
  assert.match(endText("idle_timeout"), /nothing happened/);
  assert.equal(endText("lunar_eclipse"), "The session has ended (lunar eclipse).");
  assert.equal(endText("constructor"), "The session has ended (constructor).");
});
