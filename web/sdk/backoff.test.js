import assert from "node:assert/strict";
import { test } from "node:test";
import { Backoff } from "./backoff.js";

test("waits double up to the longest", () => {
  const backoff = new Backoff({ first: 100, most: 500, attempts: 5, random: () => 1 });
  assert.deepEqual([1, 2, 3, 4, 5].map(() => backoff.next()), [100, 200, 400, 500, 500]);
});

test("half of a wait is random", () => {
  const least = new Backoff({ first: 100, random: () => 0 });
  assert.equal(least.next(), 50);
  const middle = new Backoff({ first: 100, random: () => 0.5 });
  assert.equal(middle.next(), 75);
});

test("gives up after its attempts, and begins anew after a success", () => {
  const backoff = new Backoff({ first: 10, attempts: 2, random: () => 1 });
  backoff.next();
  backoff.next();
  assert.equal(backoff.next(), null);
  assert.equal(backoff.made, 2);
  backoff.reset();
  assert.equal(backoff.next(), 10);
});

test("waits at least as long as the server asks", () => {
  const backoff = new Backoff({ first: 100, random: () => 1 });
  assert.equal(backoff.next(3000), 3000);
});
