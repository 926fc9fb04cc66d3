/** ms in which a deletion can be taken back. */
const GRACE = 8000;

/** Deletions that wait a moment before they are done: one at a time, a second one does the first at once. */
export class Undo {
  #box;
  #text;
  /** @type {{ act: () => void, takeBack: () => void, timer: ReturnType<typeof setTimeout> } | null} */
  #waiting = null;

  /** @param {HTMLElement} box with a text and a button */
  constructor(box) {
    this.#box = box;
    this.#text = /** @type {HTMLElement} */ (box.querySelector("span"));
    box.querySelector("button")?.addEventListener("click", () => this.#takeBack());
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
    this.#waiting = { act, takeBack, timer: setTimeout(() => this.flush(), GRACE) };
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
    if (waiting) clearTimeout(waiting.timer);
    return waiting;
  }
}
