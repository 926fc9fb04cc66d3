import assert from "node:assert/strict";
import { test } from "node:test";
import { SessionLease } from "./lease.js";

/** The server's calls, written down instead of sent. */
class RecordedAPI {
  calls = [];
  made = 0;
  onNew = () => {};

  async newSession(token) {
    this.made += 1;
    this.calls.push(`new ${token}`);
    this.onNew();
    return { id: `s${this.made}`, offer: "v=0", iceServers: [] };
  }

  async call(name, token, id) {
    this.calls.push(`${name} ${token} ${id}`);
  }
}

const { signal: forEver } = new AbortController();

test("every new session gets a new token", async () => {
  const api = new RecordedAPI();
  let tokens = 0;
  const lease = new SessionLease(api, { token: () => `t${++tokens}` });
  await lease.acquire(forEver);
  assert.equal(await lease.acquire(forEver), null, "there is one already");
  await lease.end();
  await lease.acquire(forEver);
  assert.deepEqual(api.calls, ["new t1", "stop t1 s1", "new t2"]);
});

test("a token given as text is good for one session", async () => {
  const lease = new SessionLease(new RecordedAPI(), { token: "only" });
  await lease.acquire(forEver);
  lease.forget();
  await assert.rejects(lease.acquire(forEver), { code: "token_used" });
});

test("a session that came after the stop is ended at once", async () => {
  const api = new RecordedAPI();
  const controller = new AbortController();
  api.onNew = () => controller.abort();
  const lease = new SessionLease(api, { token: "t" });
  await assert.rejects(lease.acquire(controller.signal), { name: "AbortError" });
  assert.deepEqual(api.calls, ["new t", "stop t s1"]);
  assert.equal(lease.held, null);
});

test("a session that is watched is never ended", async () => {
  const api = new RecordedAPI();
  const lease = new SessionLease(api, { token: "t", sessionID: "theirs" });
  assert.equal(await lease.acquire(forEver), null);
  assert.equal(lease.held?.id, "theirs");
  await lease.end();
  assert.deepEqual(api.calls, []);
});

test("a token function that fails is worth another attempt", async () => {
  const lease = new SessionLease(new RecordedAPI(), {
    token: () => {
      throw new TypeError("Failed to fetch");
    },
  });
  await assert.rejects(lease.acquire(forEver), { code: "unreachable" });
});
