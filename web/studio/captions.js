/** ms that the last words stay in sight. */
const LINGER = 3500;

/**
 * The words of both over the picture: hers as they are heard, read aloud by screen readers as they come, and above
 * them the visitor's, lightly while they may still change.
 */
export class Captions {
  #place;
  #heard;
  /** @type {HTMLParagraphElement | null} */
  #line = null;
  #task = "";
  #isOn = true;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {HTMLElement} place
   * @param {HTMLElement} heard the visitor's
   */
  constructor(place, heard) {
    this.#place = place;
    this.#heard = heard;
  }

  /** @param {boolean} isOn */
  show(isOn) {
    this.#isOn = isOn;
    this.#place.hidden = !isOn;
    this.#heard.hidden = !isOn;
    if (!isOn) this.clear();
  }

  /**
   * @param {string} text what the visitor has said so far; empty clears it
   * @param {boolean} [isFinal]
   */
  hear(text, isFinal = false) {
    this.#heard.textContent = text;
    this.#heard.classList.toggle("shown", text !== "");
    this.#heard.classList.toggle("partial", !isFinal);
    if (text) this.clear();
  }

  /** @param {{ taskID: string, text: string }} fragment */
  add({ taskID, text }) {
    if (!this.#isOn || !text) return;
    clearTimeout(this.#timer);
    if (!this.#line || this.#task !== taskID) {
      this.#line = document.createElement("p");
      this.#line.dir = "auto";
      this.#place.replaceChildren(this.#line);
      this.#task = taskID;
    }
    this.#line.append(text);
    this.#place.classList.add("shown");
    this.#place.scrollTop = this.#place.scrollHeight;
  }

  /** She has finished, or was interrupted. */
  end() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.clear(), LINGER);
  }

  clear() {
    clearTimeout(this.#timer);
    this.#place.classList.remove("shown");
    this.#line = null;
  }
}
