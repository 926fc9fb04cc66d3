import { suggestions } from "./words.js";

/** First things to say to her; gone as soon as anything was said. */
export class Invitation {
  #place;
  #send;
  #isOver = false;

  /**
   * @param {HTMLElement} place
   * @param {(text: string, mode: "ask" | "say") => void} send called within the click
   */
  constructor(place, send) {
    this.#place = place;
    this.#send = send;
  }

  /** @param {string} name hers */
  show(name) {
    if (this.#isOver) return;
    this.#place.replaceChildren(...suggestions(name).map(({ text, mode }) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = text;
      button.addEventListener("click", () => this.#send(text, mode));
      return button;
    }));
    this.#place.hidden = false;
  }

  end() {
    this.#isOver = true;
    this.#place.hidden = true;
  }
}
