import assert from "node:assert/strict";
import { test } from "node:test";
import { sparkline } from "./sparkline.js";

const box = { width: 40, height: 10, length: 5 };

test("the newest value is at the right, the greatest at the top", () => {
  assert.equal(sparkline([0, 5, 10], box), "M20.0 10.0L30.0 5.0L40.0 0.0");
});

test("a missing value leaves a gap", () => {
  assert.equal(sparkline([1, null, 1], box), "M20.0 0.0M40.0 0.0");
});

test("older values than fit are left out, nothing draws nothing", () => {
  assert.equal(sparkline([9, 9, 9, 9, 9, 9, 9], box).split("L").length, 5);
  assert.equal(sparkline([], box), "");
  assert.equal(sparkline([0, 0], box), "M30.0 10.0L40.0 10.0");
});
