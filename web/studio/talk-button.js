import { recall, remember } from "./memory.js";

/**
 * The microphone button with its ring of level. A click lets her listen, another one stops that. With push-to-talk she
 * listens while the button or the space bar is held.
 *
 * `talk` makes the calls; what goes wrong with them is its own to tell.
 */
export class TalkButton {
  #button;
  #name;
  #talk;
  #state = { isOn: false, isMuted: false, isPushToTalk: false, isPushed: false };
  #isHeld = false;
  #isStarting = false;
  /**
   * Pushes and releases in order.
   * @type {Promise<unknown>}
   */
  #queue = Promise.resolve();
  #isDrawing = false;

  /**
   * @param {HTMLElement} button
   * @param {HTMLElement} name
   * @param {HTMLInputElement} pushToTalk the switch
   * @param {{ start: (isPushToTalk: boolean) => Promise<boolean>, stop: () => void,
   *   push: (isPushed: boolean) => Promise<void>, level: () => number, change: () => void }} talk `change`: the switch
   *   was turned
   */
  constructor(button, name, pushToTalk, talk) {
    this.#button = button;
    this.#name = name;
    this.#talk = talk;
    pushToTalk.checked = recall("push-to-talk") === "on";
    this.isPushToTalk = pushToTalk.checked;
    pushToTalk.addEventListener("change", () => {
      this.isPushToTalk = pushToTalk.checked;
      remember("push-to-talk", pushToTalk.checked ? "on" : null);
      this.#describe();
      talk.change();
    });
    button.addEventListener("click", (event) => {
      // A pointer's presses are told below; a key's and a screen reader's have no pointer.
      if (!this.isPushToTalk) this.toggle();
      else if (event.detail === 0) this.hold(!this.#isHeld);
    });
    button.addEventListener("pointerdown", (event) => {
      if (!this.isPushToTalk || event.button !== 0) return;
      button.setPointerCapture(event.pointerId);
      this.hold(true);
    });
    for (const type of ["pointerup", "pointercancel"]) {
      button.addEventListener(type, () => this.isPushToTalk && this.hold(false));
    }
    button.addEventListener("contextmenu", (event) => this.isPushToTalk && event.preventDefault());
    document.addEventListener("keydown", (event) => this.#press(event));
    document.addEventListener("keyup", (event) => {
      if (event.code !== "Space" || !this.#isHeld) return;
      event.preventDefault();
      this.hold(false);
    });
    addEventListener("blur", () => this.#isHeld && this.hold(false));
    this.#describe();
  }

  /** @param {import("../sdk/index.js").VoiceChatState} state */
  show(state) {
    this.#state = state;
    if (!state.isOn) this.#isHeld = false;
    this.#describe();
    if (state.isOn && !this.#isDrawing) this.#ring();
  }

  toggle() {
    if (this.#state.isOn) this.#talk.stop();
    else this.#start();
  }

  /** @param {boolean} isHeld */
  hold(isHeld) {
    if (isHeld === this.#isHeld) return;
    this.#isHeld = isHeld;
    this.#describe();
    this.#queue = this.#queue.then(async () => {
      if (isHeld && !this.#state.isOn && !(await this.#start())) return;
      // Let go while the visitor was asked for the microphone.
      if (isHeld && !this.#isHeld) return;
      await this.#talk.push(isHeld);
    }).catch(() => (this.#isHeld = false)).finally(() => this.#describe());
  }

  async #start() {
    if (this.#isStarting) return false;
    this.#isStarting = true;
    this.#describe();
    try {
      return await this.#talk.start(this.isPushToTalk);
    } finally {
      this.#isStarting = false;
      this.#describe();
    }
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.code !== "Space" || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = /** @type {HTMLElement} */ (event.target);
    const isTaken = target !== this.#button && target.closest(
      "input, textarea, select, button, summary, a, [contenteditable], dialog");
    if (isTaken || !this.isPushToTalk) return;
    // Neither scrolls nor clicks.
    event.preventDefault();
    if (!event.repeat) this.hold(true);
  }

  #describe() {
    const { isOn, isPushed } = this.#state;
    document.body.classList.toggle("push-to-talk", this.isPushToTalk);
    const isHot = isOn && (!this.isPushToTalk || isPushed || this.#isHeld);
    this.#button.setAttribute("aria-pressed", String(isHot));
    this.#button.classList.toggle("on", isOn);
    this.#button.classList.toggle("starting", this.#isStarting);
    const [name, text] = this.isPushToTalk
      ? ["Hold", "Hold to talk to her, or hold the space bar"]
      : isOn ? ["Mic on", "Mic on: press to turn it off"] : ["Talk", "Talk to her"];
    this.#name.textContent = name;
    this.#button.title = text;
    this.#button.setAttribute("aria-label", text);
  }

  #ring() {
    this.#isDrawing = this.#state.isOn;
    this.#button.style.setProperty("--level", this.#talk.level().toFixed(2));
    if (this.#isDrawing) requestAnimationFrame(() => this.#ring());
    else this.#button.style.setProperty("--level", "0");
  }
}
