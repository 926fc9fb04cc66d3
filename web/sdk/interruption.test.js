import assert from "node:assert/strict";
import { test } from "node:test";
import { InterruptionWatch } from "./interruption.js";

const start = { kind: "talkingstart", taskID: "a" };
const end = { kind: "talkingend", taskID: "a", duration: 1 };
const textEnd = { kind: "captionend", taskID: "a" };
const visitor = { kind: "userstart", turnID: "u" };
const words = { kind: "usertranscript", turnID: "u", text: "but", isFinal: false };

/** @param {any[]} messages what was told broken, of all of them */
function broken(messages, watch = new InterruptionWatch()) {
  return messages.map((message) => watch.see(message)).filter((task) => task !== null);
}

test("who talks over her and stops her is told of", () => {
  assert.deepEqual(broken([start, visitor, textEnd, end, words]), ["a"]);
  assert.deepEqual(broken([start, visitor, words, textEnd, end]), ["a"]);
  assert.deepEqual(broken([start, textEnd, visitor, end]), ["a"]);
});

test("speech that ends by itself was not broken off", () => {
  assert.deepEqual(broken([start, textEnd, end, visitor, words]), []);
});

test("whom she does not stop for has not interrupted her", () => {
  assert.deepEqual(broken([start, visitor, words, { kind: "caption", taskID: "a", text: "x" }, textEnd, end]), []);
});

test("our own interrupt counts, whatever arrives in between", () => {
  const watch = new InterruptionWatch();
  watch.see(start);
  watch.interrupt();
  assert.deepEqual(broken([{ kind: "caption", taskID: "a", text: "x" }, textEnd, end], watch), ["a"]);
  assert.deepEqual(broken([start, textEnd, end], watch), []);
});

test("an interrupt while she is silent does not mark what comes next", () => {
  const watch = new InterruptionWatch();
  watch.interrupt();
  assert.deepEqual(broken([start, textEnd, end], watch), []);
});
