import assert from "node:assert/strict";
import { test } from "node:test";
import { loudness, microphoneError } from "./microphone.js";

const tone = (/** @type {number} */ rms) => new Float32Array(1024).fill(rms);

test("the meter is empty in silence and full of loud speech", () => {
  assert.equal(loudness(tone(0)), 0);
  assert.equal(loudness(tone(0.0005)), 0);
  assert.equal(loudness(tone(0.1)), 1);
  assert.equal(loudness(tone(0.9)), 1);
  assert.equal(loudness([]), 0);
});

test("half of it is a tenth of the loudness that fills it", () => {
  assert.ok(Math.abs(loudness(tone(0.01)) - 0.5) < 1e-6);
});

test("what a browser says without a known name is passed on", () => {
  assert.equal(microphoneError(new TypeError("odd")).code, "server_failed");
});
