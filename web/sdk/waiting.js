/** Waiting that ends early when a signal says so. */

/** @param {AbortSignal | undefined} signal */
export function abortReason(signal) {
  const reason = signal?.reason;
  return reason instanceof Error ? reason : new DOMException("The call was cancelled.", "AbortError");
}

/**
 * @param {number} milliseconds
 * @param {AbortSignal} [signal]
 * @returns {Promise<void>} rejects with the signal's reason
 */
export function delay(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(abortReason(signal));
    const stop = () => {
      clearTimeout(timer);
      reject(abortReason(signal));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", stop, { once: true });
  });
}

/**
 * Waits for the next attempt; a network that comes back ends the wait.
 * @param {number} milliseconds
 * @param {AbortSignal} signal
 * @returns {Promise<void>} never rejects
 */
export async function pause(milliseconds, signal) {
  const early = new AbortController();
  const { signal: either, release } = linked([signal, early.signal]);
  const wake = () => early.abort();
  globalThis.addEventListener?.("online", wake);
  await delay(milliseconds, either).catch(() => {});
  globalThis.removeEventListener?.("online", wake);
  release();
}

/**
 * The promise's outcome, unless the signal is earlier. The work behind the promise goes on; nobody listens any more.
 * @template T
 * @param {Promise<T>} promise
 * @param {AbortSignal} [signal]
 * @returns {Promise<T>}
 */
export function unlessAborted(promise, signal) {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const stop = () => reject(abortReason(signal));
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

/**
 * A signal that ends with any of the given ones, or after a time.
 * @param {(AbortSignal | undefined)[]} signals
 * @param {number} [milliseconds] then the reason is a TimeoutError
 * @returns {{ signal: AbortSignal, release: () => void }} `release` when the work is done
 */
export function linked(signals, milliseconds) {
  const controller = new AbortController();
  /** @type {(() => void)[]} */
  const undo = [];
  for (const signal of signals) {
    if (!signal) continue;
    if (signal.aborted) {
      controller.abort(abortReason(signal));
      break;
    }
    const stop = () => controller.abort(abortReason(signal));
    signal.addEventListener("abort", stop, { once: true });
    undo.push(() => signal.removeEventListener("abort", stop));
  }
  if (milliseconds !== undefined) {
    const timer = setTimeout(
      () => controller.abort(new DOMException("Too late.", "TimeoutError")), milliseconds);
    undo.push(() => clearTimeout(timer));
  }
  return { signal: controller.signal, release: () => undo.forEach((step) => step()) };
}
