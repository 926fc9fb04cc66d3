import { VisavisError } from "../sdk/index.js";

/** The one line above the text field that says what went wrong and what to do. */
export class Notice {
  #box;
  #reason;
  #advice;
  #action;
  #act = () => {};

  /** @param {HTMLElement} box with #notice-reason, #notice-advice, #notice-action and #notice-close inside */
  constructor(box) {
    this.#box = box;
    this.#reason = /** @type {HTMLElement} */ (box.querySelector("#notice-reason"));
    this.#advice = /** @type {HTMLElement} */ (box.querySelector("#notice-advice"));
    this.#action = /** @type {HTMLButtonElement} */ (box.querySelector("#notice-action"));
    this.#action.addEventListener("click", () => this.#act());
    box.querySelector("#notice-close")?.addEventListener("click", () => this.hide());
  }

  /**
   * @param {unknown} error
   * @param {{ label: string, act: () => void }} [action]
   */
  showError(error, action) {
    if (error instanceof VisavisError) this.show(error.reason, error.advice, action);
    else this.show("Something unexpected happened.", error instanceof Error ? error.message : String(error), action);
  }

  /**
   * @param {string} reason
   * @param {string} advice
   * @param {{ label: string, act: () => void }} [action]
   */
  show(reason, advice, action) {
    // The server's own words begin small.
    this.#reason.textContent = reason.charAt(0).toUpperCase() + reason.slice(1);
    this.#advice.textContent = advice;
    this.#action.hidden = !action;
    this.#action.textContent = action?.label ?? "";
    this.#act = () => {
      this.hide();
      action?.act();
    };
    this.#box.hidden = false;
  }

  hide() {
    this.#box.hidden = true;
  }
}
