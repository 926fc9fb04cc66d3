/** As much of `node:assert/strict` as our tests use, for browsers. */

/**
 * @param {unknown} isTrue
 * @param {string} text
 */
function must(isTrue, text) {
  if (!isTrue) throw new Error(text);
}

/** @param {any} value @returns {string} keys in order, so that equal values are equal texts */
function shown(value) {
  return JSON.stringify(value, (_, inner) => {
    if (inner === undefined) return "(undefined)";
    if (inner === null || typeof inner !== "object" || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  }) ?? "(undefined)";
}

/**
 * @param {any} error
 * @param {any} expected a pattern of its message, or properties it must have
 */
function isExpected(error, expected) {
  if (expected === undefined || typeof expected === "string") return true;
  if (expected instanceof RegExp) return expected.test(String(error));
  return Object.entries(expected).every(([name, value]) => shown(error[name]) === shown(value));
}

export default {
  /** @type {(actual: unknown, expected: unknown, text?: string) => void} */
  equal: (actual, expected, text = "") =>
    must(Object.is(actual, expected), `${text} ${shown(actual)} is not ${shown(expected)}`),
  /** @type {(actual: unknown, expected: unknown, text?: string) => void} */
  deepEqual: (actual, expected, text = "") =>
    must(shown(actual) === shown(expected), `${text} ${shown(actual)} is not ${shown(expected)}`),
  /** @type {(value: unknown, text?: string) => void} */
  ok: (value, text = "the value is false") => must(value, text),
  /** @type {(actual: string, pattern: RegExp) => void} */
  match: (actual, pattern) => must(pattern.test(actual), `${actual} does not match ${pattern}`),
  /** @type {(promise: Promise<unknown>, expected?: any, text?: string) => Promise<void>} */
  async rejects(promise, expected, text = "") {
    let error;
    try {
      await promise;
    } catch (thrown) {
      error = thrown;
    }
    must(error !== undefined, `${text} nothing was thrown`);
    must(isExpected(error, expected), `${text} ${error} is not what was expected`);
  },
};
