/** As much of `node:test` as our tests use, for browsers. */

/** @type {{ name: string, body: () => unknown }[]} */
const tests = [];
/** @type {(() => unknown)[]} */
const afterwards = [];

/**
 * @param {string} name
 * @param {() => unknown} body
 */
export function test(name, body) {
  tests.push({ name, body });
}

/**
 * Runs after each test of every file.
 * @param {() => unknown} act
 */
export function afterEach(act) {
  afterwards.push(act);
}

/** @returns {Promise<{ name: string, error: any }[]>} one after the other, as they were written */
export async function runAll() {
  const results = [];
  for (const { name, body } of tests) {
    let error = null;
    try {
      await body();
    } catch (thrown) {
      error = thrown;
    }
    for (const act of afterwards) await act();
    results.push({ name, error });
  }
  return results;
}
