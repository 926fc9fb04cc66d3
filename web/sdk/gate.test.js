import assert from "node:assert/strict";
import { test } from "node:test";
import { Gate } from "./gate.js";

test("those who wait pass when the gate opens, those who come later at once", async () => {
  const gate = new Gate();
  const early = gate.passed();
  gate.open();
  await early;
  await gate.passed();
});

test("those who wait go on waiting when it is shut again before it opened", async () => {
  const gate = new Gate();
  const waiting = gate.passed();
  gate.shut();
  gate.open();
  await waiting;
});

test("a failed gate turns everybody away until it is shut", async () => {
  const gate = new Gate();
  gate.open();
  gate.fail(new Error("over"));
  await assert.rejects(gate.passed(), /over/);
  gate.shut();
  const waiting = gate.passed();
  gate.open();
  await waiting;
});

test("waiting ends with the caller's signal", async () => {
  const gate = new Gate();
  const controller = new AbortController();
  const waiting = gate.passed(controller.signal);
  controller.abort(new Error("enough"));
  await assert.rejects(waiting, /enough/);
});
