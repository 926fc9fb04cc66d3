import { VisavisError } from "./errors.js";
import { abortReason, linked } from "./waiting.js";

/**
 * @typedef {object} RequestOptions
 * @property {string} [method]
 * @property {string} [token] sent as Bearer
 * @property {Record<string, string>} [headers]
 * @property {unknown} [json] sent as JSON
 * @property {string} [body] sent as it is
 * @property {AbortSignal} [signal]
 * @property {number} [timeout] ms until the whole answer is there
 * @property {boolean} [keepalive] outlives the page
 */

/**
 * One HTTP exchange. Rejects with a VisavisError, or with the signal's reason when the caller gave up.
 * @param {string} url
 * @param {RequestOptions} [options]
 * @returns {Promise<{ headers: Headers, body: string }>}
 */
export async function exchange(url, options = {}) {
  const { method = "GET", token, json, signal, timeout = 10_000, keepalive = false } = options;
  const headers = { ...options.headers };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (json !== undefined) headers["Content-Type"] = "application/json";
  const body = json === undefined ? options.body : JSON.stringify(json);
  const limit = linked([signal], timeout);
  try {
    const response = await fetch(url, { method, headers, body, keepalive, signal: limit.signal, cache: "no-store" });
    const text = await response.text();
    if (!response.ok) throw VisavisError.fromResponse(response.status, text, response.headers.get("Retry-After"));
    return { headers: response.headers, body: text };
  } catch (error) {
    if (error instanceof VisavisError) throw error;
    if (signal?.aborted) throw abortReason(signal);
    if (limit.signal.aborted) {
      throw new VisavisError("timeout", `The server did not answer within ${timeout / 1000} s.`, { cause: error });
    }
    throw new VisavisError("unreachable", "The server cannot be reached.", { cause: error });
  } finally {
    limit.release();
  }
}

/**
 * The `data` of a JSON answer, in any envelope: `{code: 100 or 1000, message, data}` or `{error: null, data}`.
 * @param {string} url
 * @param {RequestOptions} [options]
 * @returns {Promise<any>}
 */
export async function exchangeJSON(url, options) {
  const { body } = await exchange(url, options);
  let answer;
  try {
    answer = JSON.parse(body);
  } catch (cause) {
    throw new VisavisError("bad_answer", "The server's answer is not JSON.", { cause });
  }
  if (answer === null || typeof answer !== "object") {
    throw new VisavisError("bad_answer", "The server's answer has no content.");
  }
  if (answer.error || (Number.isInteger(answer.code) && ![100, 1000].includes(answer.code))) {
    throw VisavisError.fromResponse(400, body);
  }
  return answer.data;
}
