import assert from "node:assert/strict";
import { test } from "node:test";
import { VisavisError, isAbort } from "./errors.js";

test("the server's number decides, then its status", () => {
  const table = [
    [404, { code: 10006, message: "no such session" }, "session_gone"],
    [400, { code: 10005, message: "closed" }, "session_gone"],
    [400, { code: 10007, message: "full" }, "server_full"],
    [400, { code: 10012, message: "no avatar" }, "avatar_unknown"],
    [401, { code: 400112, message: "bad token" }, "unauthorized"],
    [403, {}, "unauthorized"],
    [404, {}, "session_gone"],
    [418, {}, "refused"],
    [429, {}, "rate_limited"],
    [503, {}, "server_failed"],
    [504, {}, "timeout"],
  ];
  for (const [status, body, code] of table) {
    assert.equal(VisavisError.fromResponse(status, JSON.stringify(body)).code, code, `${status} ${code}`);
  }
});

test("a name beside the number says more", () => {
  const body = JSON.stringify({
    code: 400128, message: "No voice x", error: { code: "voice_not_found", message: "No voice x" },
  });
  assert.equal(VisavisError.fromResponse(400, body).code, "voice_unknown");
  assert.equal(VisavisError.fromResponse(400, body).serverCode, 400128);
});

test("an error says what happened and what to do", () => {
  const error = VisavisError.fromResponse(400, JSON.stringify({ code: 10007, message: "All 4 places are taken" }));
  assert.equal(error.reason, "All 4 places are taken.");
  assert.equal(error.message, `${error.reason} ${error.advice}`);
  assert.equal(error.serverCode, 10007);
  assert.equal(error.status, 400);
});

test("a proxy's page is no reason to stumble", () => {
  const error = VisavisError.fromResponse(502, "<html>Bad Gateway</html>");
  assert.equal(error.code, "server_failed");
  assert.equal(error.reason, "The server answered with status 502.");
  assert.ok(error.isTransient);
});

test("the other envelope's error is read too", () => {
  const body = JSON.stringify({ error: { code: 400112, message: "Unauthorized" }, data: null });
  assert.equal(VisavisError.fromResponse(401, body).serverCode, 400112);
});

test("Retry-After counts in seconds, other forms are left alone", () => {
  assert.equal(VisavisError.fromResponse(429, "", "3").retryAfter, 3);
  assert.equal(VisavisError.fromResponse(429, "", "Fri, 01 Jan 2027 00:00:00 GMT").retryAfter, undefined);
  assert.equal(VisavisError.fromResponse(429, "", null).retryAfter, undefined);
});

test("aborts stay what they are, anything else becomes an error of ours", () => {
  const abort = new DOMException("enough", "AbortError");
  assert.equal(VisavisError.from(abort), abort);
  assert.ok(isAbort(abort));
  const wrapped = VisavisError.from(new TypeError("x is not a function"));
  assert.ok(wrapped instanceof VisavisError);
  assert.ok(wrapped.cause instanceof TypeError);
});
