import assert from "node:assert/strict";
import { test } from "node:test";
import { delay, linked, pause, unlessAborted } from "./waiting.js";

test("a delay ends with its signal", async () => {
  const controller = new AbortController();
  const waiting = delay(1_000_000, controller.signal);
  controller.abort(new Error("enough"));
  await assert.rejects(waiting, /enough/);
  await assert.rejects(delay(1_000_000, controller.signal), /enough/);
});

test("a pause ends quietly: with time, with its signal", async () => {
  await pause(1, new AbortController().signal);
  const controller = new AbortController();
  const waiting = pause(1_000_000, controller.signal);
  controller.abort();
  await waiting;
});

test("an outcome before the signal counts", async () => {
  const controller = new AbortController();
  assert.equal(await unlessAborted(Promise.resolve(7), controller.signal), 7);
  await assert.rejects(unlessAborted(Promise.reject(new Error("no")), controller.signal), /no/);
});

test("linked signals end with the first of them", () => {
  const [one, two] = [new AbortController(), new AbortController()];
  const { signal, release } = linked([one.signal, undefined, two.signal]);
  two.abort(new Error("second"));
  assert.equal(signal.reason.message, "second");
  release();
});

test("a released link follows nobody", () => {
  const controller = new AbortController();
  const { signal, release } = linked([controller.signal], 1_000_000);
  release();
  controller.abort();
  assert.ok(!signal.aborted);
});

test("a limit ends with a TimeoutError", async () => {
  const { signal } = linked([], 1);
  await assert.rejects(delay(1_000_000, signal), { name: "TimeoutError" });
});
