import assert from "node:assert/strict";
import { test } from "node:test";
import { partsOf } from "./stages.js";

const none = { endpoint: null, transcript: null, firstText: null, firstAudio: null, firstSample: null };

test("the parts of an answer add up to its whole time", () => {
  const parts = partsOf({ endpoint: 300, transcript: 340, firstText: 360, firstAudio: 410, firstSample: 480 });
  assert.deepEqual(parts.map(({ length }) => length), [300, 40, 20, 50, 70]);
});

test("what was thought of early takes no time of its own", () => {
  const parts = partsOf({ endpoint: 300, transcript: 340, firstText: 210, firstAudio: 390, firstSample: 400 });
  assert.deepEqual(parts.map(({ length }) => length), [300, 40, 0, 50, 10]);
});

test("a typed question has no listening in it", () => {
  const parts = partsOf({ ...none, firstText: 12, firstSample: 90 });
  assert.deepEqual(parts.map(({ kind, length }) => [kind, length]), [["firstText", 12], ["firstSample", 78]]);
});

test("nothing known shows nothing", () => {
  assert.deepEqual(partsOf(none), []);
});
