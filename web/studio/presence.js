import { statusOf } from "./words.js";

/**
 * What she is doing now: gathers it from the element's events and shows it as the status on her picture, as the
 * page's tone (`data-tone` of the body), and in whether there is anything to interrupt.
 */
export class Presence {
  #avatar;
  #places;
  #phase;
  /** Attempts since the connection was lost. */
  attempts = 0;
  /** Texts on their way to the server. */
  #sending = 0;
  #isHearing = false;
  /** The answer that is thought about. */
  #thinking = "";
  /**
   * ms from the last text to her voice.
   * @type {number | null}
   */
  #latency = null;

  /**
   * @param {import("../sdk/index.js").VisavisAvatarElement} avatar
   * @param {{ status: HTMLElement, text: HTMLElement, interrupt: HTMLButtonElement }} places
   * @param {() => "off" | "open" | "waiting" | "muted"} phase the visitor's microphone
   */
  constructor(avatar, places, phase) {
    this.#avatar = avatar;
    this.#places = places;
    this.#phase = phase;
    avatar.addEventListener("statechange", ({ detail: { state } }) => {
      if (state === "connected") this.attempts = 0;
      else this.#settle();
      this.show();
    });
    avatar.addEventListener("reconnecting", ({ detail }) => {
      this.attempts = detail.attempt;
      this.show();
    });
    avatar.addEventListener("userstart", () => {
      this.#isHearing = true;
      this.#latency = null;
      this.show();
    });
    avatar.addEventListener("userstop", () => {
      this.#isHearing = false;
      this.show();
    });
    avatar.addEventListener("thinking", ({ detail: { taskID } }) => {
      this.#thinking = taskID;
      this.show();
    });
    avatar.addEventListener("talkingstart", () => {
      this.#thinking = "";
      this.show();
    });
    avatar.addEventListener("talkingend", () => this.show());
    avatar.addEventListener("latency", ({ detail }) => {
      this.#latency = detail.elapsed;
      this.show();
    });
    avatar.addEventListener("taskdropped", ({ detail: { taskID } }) => this.#forget(taskID));
    avatar.addEventListener("problem", ({ detail: { taskID } }) => this.#forget(taskID));
  }

  /**
   * Counts a text as on its way until the work is done.
   * @template Result
   * @param {() => Promise<Result>} work
   * @returns {Promise<Result>}
   */
  async sending(work) {
    this.#latency = null;
    this.#sending += 1;
    this.show();
    try {
      return await work();
    } finally {
      this.#sending -= 1;
      this.show();
    }
  }

  /**
   * @param {string} [text]
   * @param {string} [tone] in place of what the state says
   */
  show(text, tone) {
    const isTalking = this.#avatar.session?.isTalking ?? false;
    const isThinking = this.#thinking !== "";
    const isSending = this.#sending > 0;
    const shown = statusOf({
      state: this.#avatar.state, isTalking, isHearing: this.#isHearing, isThinking, isSending,
      attempts: this.attempts, latency: this.#latency, voice: this.#phase(),
    });
    const { status, text: place, interrupt } = this.#places;
    place.textContent = text ?? shown.text;
    status.dataset.tone = tone ?? shown.tone;
    document.body.dataset.tone = status.dataset.tone;
    interrupt.disabled = !isTalking && !isThinking && !isSending;
  }

  /** @param {string} task that will not be said */
  #forget(task) {
    if (task && task === this.#thinking) this.#thinking = "";
    this.show();
  }

  /** Nothing more comes of what was under way. */
  #settle() {
    this.#isHearing = false;
    this.#thinking = "";
  }
}
