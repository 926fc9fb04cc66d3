import assert from "node:assert/strict";
import { test } from "node:test";
import { isOpen, next, remedy, returnsAfter } from "./state.js";

/** @param {string} words */
const walk = (words) => words.split(" ").reduce((state, word) => next(state, word) ?? `${state}!`, "new");

test("a session starts, connects, loses its connection, comes back and stops", () => {
  assert.equal(walk("start"), "connecting");
  assert.equal(walk("start connect"), "connected");
  assert.equal(walk("start connect lose"), "reconnecting");
  assert.equal(walk("start connect lose connect stop close"), "closed");
});

test("a first connection that fails goes on connecting", () => {
  assert.equal(walk("start lose lose connect"), "connected");
});

test("nothing happens twice and nothing after the end", () => {
  assert.equal(next("connecting", "start"), null);
  assert.equal(next("closing", "stop"), null);
  assert.equal(next("closed", "stop"), null);
  assert.equal(next("closed", "close"), null);
  assert.equal(next("closed", "connect"), null);
});

test("a closed session may be started again", () => {
  assert.equal(walk("start connect close start"), "connecting");
});

test("commands are taken from start to stop", () => {
  const open = ["new", "connecting", "connected", "reconnecting", "closing", "closed"].filter(isOpen);
  assert.deepEqual(open, ["connecting", "connected", "reconnecting"]);
});

const lost = { code: "media_lost", isTransient: true };
const gone = { code: "session_gone", isTransient: true };
const full = { code: "server_full", isTransient: false };
const locked = { code: "unauthorized", isTransient: false };

test("a lost connection is made again for the same session", () => {
  assert.equal(remedy(lost, { hasSession: true, wasConnected: true, attempts: 0 }), "rejoin");
});

test("a session that the server no longer knows is made again", () => {
  assert.equal(remedy(gone, { hasSession: true, wasConnected: true, attempts: 0 }), "renew");
  assert.equal(remedy(lost, { hasSession: false, wasConnected: true, attempts: 0 }), "renew");
});

test("what waiting cannot mend fails at once", () => {
  assert.equal(remedy(locked, { hasSession: true, wasConnected: true, attempts: 0 }), "fail");
  assert.equal(remedy(locked, { hasSession: false, wasConnected: false, attempts: 0 }), "fail");
});

test("a full server is asked again while the place taken may be our own", () => {
  assert.equal(remedy(full, { hasSession: false, wasConnected: false, attempts: 0 }), "renew");
  assert.equal(remedy(full, { hasSession: false, wasConnected: false, attempts: 3 }), "fail");
  assert.equal(remedy(full, { hasSession: false, wasConnected: true, attempts: 0 }), "renew");
});

test("a server that restarts is waited for, an idle end is not", () => {
  assert.ok(returnsAfter("server_shutdown"));
  assert.ok(!returnsAfter("idle_timeout"));
});
