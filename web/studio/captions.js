/** ms that the last words stay in sight. */
const LINGER = 3500;

/** The words that are being heard, over the picture; read aloud by screen readers as they come. */
export class Captions {
  #place;
  /** @type {HTMLParagraphElement | null} */
  #line = null;
  #task = "";
  #isOn = true;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {HTMLElement} place */
  constructor(place) {
    this.#place = place;
  }

  /** @param {boolean} isOn */
  show(isOn) {
    this.#isOn = isOn;
    this.#place.hidden = !isOn;
    if (!isOn) this.clear();
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
