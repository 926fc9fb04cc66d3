/**
 * The text field: Enter speaks, Shift+Enter makes a new line, arrow up in the empty field brings the last text back.
 */
export class Composer {
  #form;
  #field;
  #last = "";

  /**
   * @param {HTMLFormElement} form
   * @param {HTMLTextAreaElement} field
   * @param {(text: string) => void} speak called within the key press or click
   */
  constructor(form, field, speak) {
    this.#form = form;
    this.#field = field;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = field.value.trim();
      if (!text) return field.focus();
      this.#last = field.value;
      this.#set("");
      speak(text);
    });
    field.addEventListener("keydown", (event) => this.#press(event));
    field.addEventListener("input", () => this.#fit());
  }

  /**
   * A text that could not be said comes back, unless another is being written.
   * @param {string} text
   */
  giveBack(text) {
    if (!this.#field.value) this.#set(text);
  }

  focus() {
    this.#field.focus();
  }

  /** @param {string} placeholder */
  invite(placeholder) {
    this.#field.placeholder = placeholder;
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
