import { recall, remember } from "./memory.js";

/**
 * The text field: Enter sends, Shift+Enter makes a new line, arrow up in the empty field brings the last text back.
 */
export class Composer {
  #form;
  #field;
  #last = "";
  #name = "";

  /**
   * @param {HTMLFormElement} form with a choice named "mode", ask or say
   * @param {HTMLTextAreaElement} field
   * @param {(text: string, mode: "ask" | "say") => void} send called within the key press or click
   */
  constructor(form, field, send) {
    this.#form = form;
    this.#field = field;
    const modes = /** @type {RadioNodeList} */ (form.elements.namedItem("mode"));
    if (recall("mode") === "say") modes.value = "say";
    form.addEventListener("change", () => {
      remember("mode", this.mode === "say" ? "say" : null);
      this.#describe();
      field.focus();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = field.value.trim();
      if (!text) return field.focus();
      this.#last = field.value;
      this.#set("");
      send(text, this.mode);
    });
    field.addEventListener("keydown", (event) => this.#press(event));
    field.addEventListener("input", () => this.#fit());
    this.#describe();
  }

  /** @returns {"ask" | "say"} */
  get mode() {
    return new FormData(this.#form).get("mode") === "say" ? "say" : "ask";
  }

  /**
   * A text that could not be sent comes back, unless another is being written.
   * @param {string} text
   */
  giveBack(text) {
    if (!this.#field.value) this.#set(text);
  }

  focus() {
    this.#field.focus();
  }

  /** @param {string} name hers */
  invite(name) {
    this.#name = name;
    this.#describe();
  }

  #describe() {
    const isAsk = this.mode === "ask";
    const button = this.#form.querySelector("#send-name");
    if (button) button.textContent = isAsk ? "Ask" : "Say";
    this.#field.placeholder = isAsk ? `Ask ${this.#name || "something"}…` : `Let ${this.#name || "her"} say…`;
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    // The Enter that ends the composition of a character is not ours.
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.#form.requestSubmit();
    } else if (event.key === "ArrowUp" && !this.#field.value && this.#last) {
      event.preventDefault();
      this.#set(this.#last);
    }
  }

  /** @param {string} text */
  #set(text) {
    this.#field.value = text;
    this.#fit();
  }

  /** As high as its lines, up to the style's max-height. */
  #fit() {
    this.#field.style.height = "auto";
    this.#field.style.height = `${this.#field.scrollHeight}px`;
  }
}
