/** ms in which a deletion can be taken back. */
const GRACE = 8000;

/** Deletions that wait a moment before they are done: one at a time, a second one does the first at once. */
export class Undo {
  #box;
  #text;
  /** @type {{ act: () => void, takeBack: () => void, timer: ReturnType<typeof setTimeout> | undefined } | null} */
  #waiting = null;

  /** @param {HTMLElement} box with a text and a button */
  constructor(box) {
    this.#box = box;
    this.#text = /** @type {HTMLElement} */ (box.querySelector("span"));
    box.querySelector("button")?.addEventListener("click", () => this.#takeBack());
    // Nobody is hurried who is about to press it.
    for (const type of ["pointerenter", "focusin"]) box.addEventListener(type, () => this.#stopClock());
    for (const type of ["pointerleave", "focusout"]) box.addEventListener(type, () => this.#startClock());
    // Who leaves meant it.
    addEventListener("pagehide", () => this.flush());
  }

  /**
   * @param {string} text what was done
   * @param {() => void} act does it
   * @param {() => void} takeBack shows again what was there
   */
  offer(text, act, takeBack) {
    this.flush();
    this.#text.textContent = text;
    this.#box.hidden = false;
    this.#waiting = { act, takeBack, timer: undefined };
    this.#startClock();
  }

  #startClock() {
    this.#stopClock();
    if (this.#waiting) this.#waiting.timer = setTimeout(() => this.flush(), GRACE);
  }

  #stopClock() {
    clearTimeout(this.#waiting?.timer);
  }

  /** Does what waits. */
  flush() {
    const waiting = this.#end();
    waiting?.act();
  }

  #takeBack() {
    const waiting = this.#end();
    waiting?.takeBack();
  }

  #end() {
    const waiting = this.#waiting;
    this.#waiting = null;
    this.#box.hidden = true;
    clearTimeout(waiting?.timer);
    return waiting;
  }
}
