import { unlessAborted } from "./waiting.js";

/** A gate that callers wait at: shut, open, or failed for good until it is shut again. */
export class Gate {
  /** @type {"shut" | "open" | "failed"} */
  #state = "shut";
  /** @type {Promise<void>} */
  #passage = Promise.resolve();
  #settle = { resolve: () => {}, reject: (/** @type {unknown} */ _) => {} };

  constructor() {
    this.#renew();
  }

  /**
   * Waits until the gate opens; rejects when it fails, or with the signal's reason.
   * @param {AbortSignal} [signal]
   */
  passed(signal) {
    return unlessAborted(this.#passage, signal);
  }

  open() {
    this.#state = "open";
    this.#settle.resolve();
  }

  /** Those who wait already go on waiting. */
  shut() {
    if (this.#state === "shut") return;
    this.#state = "shut";
    this.#renew();
  }

  /** @param {unknown} error for those who wait and those who come */
  fail(error) {
    if (this.#state === "open") this.#renew();
    this.#state = "failed";
    this.#settle.reject(error);
  }

  #renew() {
    this.#passage = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    // Nobody may be waiting when it fails.
    this.#passage.catch(() => {});
  }
}
