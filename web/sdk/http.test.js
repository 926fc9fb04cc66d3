import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { exchange, exchangeJSON } from "./http.js";

const realFetch = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = realFetch;
});

/** @param {(url: string, options: RequestInit) => Response | Promise<Response>} answer */
const serve = (answer) => {
  globalThis.fetch = async (url, options) => answer(String(url), options ?? {});
};

test("token and JSON are sent as the server wants them", async () => {
  let seen;
  serve((url, options) => {
    seen = { url, ...options };
    return new Response('{"code":100,"message":"success","data":{"session_id":"s"}}');
  });
  const data = await exchangeJSON("/v1/streaming.new", { method: "POST", token: "t", json: { a: 1 } });
  assert.deepEqual(data, { session_id: "s" });
  assert.equal(seen.headers.Authorization, "Bearer t");
  assert.equal(seen.headers["Content-Type"], "application/json");
  assert.equal(seen.body, '{"a":1}');
});

test("both envelopes are opened", async () => {
  serve(() => new Response('{"error":null,"data":{"token":"x"}}'));
  assert.deepEqual(await exchangeJSON("/"), { token: "x" });
  serve(() => new Response('{"code":10006,"message":"gone"}'));
  await assert.rejects(exchangeJSON("/"), { code: "session_gone" });
});

test("what is no JSON, and JSON without content, is named", async () => {
  for (const body of ["<html>", "", "null", "7"]) {
    serve(() => new Response(body));
    await assert.rejects(exchangeJSON("/"), { code: "bad_answer" }, body);
  }
});

test("a refused connection is a server that cannot be reached", async () => {
  serve(() => {
    throw new TypeError("Failed to fetch");
  });
  await assert.rejects(exchange("/"), { code: "unreachable" });
});

/** @param {RequestInit} options */
const never = (_, options) => new Promise((_, reject) => {
  options.signal?.addEventListener("abort", () => reject(options.signal?.reason));
});

test("a silent server ends in a timeout, a caller who gives up in its own reason", async () => {
  serve(never);
  await assert.rejects(exchange("/", { timeout: 1 }), { code: "timeout" });
  const controller = new AbortController();
  const call = exchange("/", { signal: controller.signal });
  controller.abort(new Error("enough"));
  await assert.rejects(call, /enough/);
});
