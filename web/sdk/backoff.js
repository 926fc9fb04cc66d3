/**
 * Waiting times between attempts: exponential, half of each random, so that viewers of a restarted server do not come
 * back all at once.
 */
export class Backoff {
  #first;
  #most;
  #attempts;
  #random;
  #made = 0;

  /**
   * @param {{ first?: number, most?: number, attempts?: number, random?: () => number }} options `first` and `most`
   *   in ms; `attempts` until it gives up; `random` gives 0…1
   */
  constructor({ first = 250, most = 8000, attempts = 12, random = Math.random } = {}) {
    this.#first = first;
    this.#most = most;
    this.#attempts = attempts;
    this.#random = random;
  }

  /** Attempts since the last success. */
  get made() {
    return this.#made;
  }

  /**
   * The next wait in ms, or null when it is time to give up.
   * @param {number} [atLeast] what the server asked for (Retry-After), in ms
   */
  next(atLeast = 0) {
    if (this.#made >= this.#attempts) return null;
    const whole = Math.min(this.#most, this.#first * 2 ** this.#made);
    this.#made += 1;
    return Math.max(atLeast, whole / 2 + (whole / 2) * this.#random());
  }

  /** After a success: the next failure starts from the beginning. */
  reset() {
    this.#made = 0;
  }
}
