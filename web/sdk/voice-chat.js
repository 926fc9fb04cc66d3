import { VisavisError } from "./errors.js";
import { Microphone } from "./microphone.js";
import { abortReason, delay, linked, unlessAborted } from "./waiting.js";

/** ms that the server gets to answer a push or a release. */
const ACKNOWLEDGING = 4000;
/**
 * ms between the release of the key and the end of what is sent: the last sound is on its way through the browser's
 * coder and the server's jitter buffer, which messages do not pass.
 */
const TAIL = 160;

/**
 * The visitor's side of a conversation: the microphone, and when it is open.
 *
 * The track rides on whatever connection there is, without a new negotiation. With push-to-talk it is sent only
 * the pushes. A session that was made for it is told of each and acknowledges it; any other hears where
 * the voice ends by itself.
 */
export class VoiceChat {
  #microphone = new Microphone();
  #onChange;
  #onLost;
  #isTold;
  #send;
  #ready;
  /** @type {{ setVoice: (track: MediaStreamTrack | null) => Promise<void> } | null} */
  #connection = null;
  #isPushToTalk = false;
  #isMuted = false;
  #isPushed = false;
  /** What ends a wish to start that is not fulfilled yet. */
  #starting = new AbortController();
  /** @type {{ answers: string[], settle: (answer: string) => void } | null} */
  #awaited = null;
  /**
   * Pushes and releases go one after the other.
   * @type {Promise<unknown>}
   */
  #queue = Promise.resolve();

  /**
   * @param {{ onChange: () => void, onLost: (error: VisavisError) => void,
   *   send: (message: object) => boolean, ready?: (signal: AbortSignal) => Promise<unknown>, isTold: boolean }} session
   *   `send` says whether it could, `ready` resolves when it can; `isTold`: the session was made for push-to-talk
   */
  constructor({ onChange, onLost, send, ready = async () => {}, isTold }) {
    this.#onChange = onChange;
    this.#isTold = isTold;
    this.#send = send;
    this.#ready = ready;
    this.#onLost = onLost;
    this.#microphone.addEventListener("lost", (event) => {
      this.stop();
      this.#onLost(/** @type {CustomEvent} */ (event).detail);
    });
  }

  /** @returns {import("./index.js").VoiceChatState} */
  get state() {
    return {
      isOn: this.#microphone.track !== null, isMuted: this.#isMuted, isPushToTalk: this.#isPushToTalk,
      isPushed: this.#isPushed, device: this.#microphone.device,
    };
  }

  get level() {
    return this.#microphone.level;
  }

  /**
   * @param {{ pushToTalk?: boolean, device?: string | null, signal?: AbortSignal }} wish
   */
  async start({ pushToTalk = false, device, signal }) {
    this.#starting.abort(new DOMException("Another start took the place of this one.", "AbortError"));
    this.#starting = new AbortController();
    const either = linked([signal, this.#starting.signal]);
    try {
      const isSame = this.#microphone.track && (!device || device === this.#microphone.device);
      if (!isSame) await this.#microphone.open({ device, signal: either.signal });
      if (either.signal.aborted) throw abortReason(either.signal);
    } finally {
      either.release();
    }
    this.#isPushToTalk = pushToTalk;
    this.#isMuted = false;
    this.#apply();
    try {
      await this.#connection?.setVoice(this.#microphone.track);
    } catch (error) {
      this.stop();
      throw error;
    }
    this.#onChange();
  }

  /** Lets the microphone go; idempotent. */
  stop() {
    this.#starting.abort(new DOMException("The voice chat was stopped.", "AbortError"));
    if (!this.#microphone.track && !this.#isPushed) return;
    if (this.#isPushed && this.#isTold) this.#send({ type: "push_to_talk_stop" });
    this.#isPushed = false;
    this.#microphone.close();
    this.#connection?.setVoice(null).catch(() => {});
    this.#onChange();
  }

  /** @param {boolean} isMuted */
  mute(isMuted) {
    this.#isMuted = isMuted;
    this.#apply();
    this.#onChange();
  }

  /**
   * Opens the microphone to her, or closes it; resolves when the server has said that it did.
   * @param {boolean} isPushed
   * @param {AbortSignal} [signal]
   */
  push(isPushed, signal) {
    const work = this.#queue.then(() => this.#push(isPushed, signal));
    this.#queue = work.catch(() => {});
    return work;
  }

  /**
   * A new connection; what is open is heard over it.
   * @param {{ setVoice: (track: MediaStreamTrack | null) => Promise<void> }} connection
   */
  async ride(connection) {
    this.#connection = connection;
    this.#isPushed = false;
    this.#apply();
    if (!this.#microphone.track) return;
    try {
      await connection.setVoice(this.#microphone.track);
    } catch (error) {
      this.stop();
      if (error instanceof VisavisError) this.#onLost(error);
    }
  }

  /** There is no connection for now. */
  leave() {
    this.#connection = null;
    this.#awaited?.settle("lost");
  }

  /**
   * The server's answer to a push or a release.
   * @param {string} answer
   */
  acknowledge(answer) {
    if (this.#awaited?.answers.includes(answer)) this.#awaited.settle(answer);
  }

  /**
   * @param {boolean} isPushed
   * @param {AbortSignal} [signal]
   */
  async #push(isPushed, signal) {
    if (!this.#microphone.track) throw new VisavisError("wrong_state", "The voice chat has not been started.");
    if (isPushed === this.#isPushed) return;
    this.#isPushed = isPushed;
    if (isPushed) this.#apply();
    else await delay(TAIL);
    this.#onChange();
    if (!this.#isTold) return this.#apply();
    const [done, failed] = isPushed ? ["started", "start_failed"] : ["stopped", "stop_failed"];
    try {
      const answer = await this.#ask(isPushed, [done, failed], signal);
      if (answer === done) return;
      throw answer === "lost"
        ? new VisavisError("media_lost", "The connection was lost while you spoke.")
        : new VisavisError("refused", `The server could not ${isPushed ? "open" : "close"} the microphone.`);
    } catch (error) {
      this.#isPushed = false;
      throw error;
    } finally {
      this.#apply();
      this.#onChange();
    }
  }

  /**
   * @param {boolean} isPushed
   * @param {string[]} answers
   * @param {AbortSignal} [signal]
   */
  async #ask(isPushed, answers, signal) {
    /** @type {Promise<string>} */
    const answered = new Promise((settle) => (this.#awaited = { answers, settle }));
    const limit = linked([signal], ACKNOWLEDGING);
    try {
      // A connection that has just been made carries sound before it carries messages.
      await this.#ready(limit.signal);
      if (!this.#send({ type: isPushed ? "push_to_talk_start" : "push_to_talk_stop" })) return "lost";
      return await unlessAborted(answered, limit.signal);
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new VisavisError("timeout", "The server did not say that it listens.", { cause: error });
    } finally {
      this.#awaited = null;
      limit.release();
    }
  }

  #apply() {
    const { track } = this.#microphone;
    if (track) track.enabled = !this.#isMuted && (!this.#isPushToTalk || this.#isPushed);
  }
}
