import { VisavisError } from "./errors.js";
import { abortReason, unlessAborted } from "./waiting.js";

/**
 * The session at the server as this client holds it: its id, the token that opens it, and whether it is ours to end.
 */
export class SessionLease {
  #api;
  #options;
  #tokenUsed = false;
  /** @type {{ id: string, token: string, isOurs: boolean } | null} */
  #held = null;

  /**
   * @param {import("./api.js").StreamingAPI} api
   * @param {import("./index.js").SessionOptions} options
   */
  constructor(api, options) {
    this.#api = api;
    this.#options = options;
  }

  /** Null while there is no session. */
  get held() {
    return this.#held;
  }

  /**
   * Makes a session where there is none.
   * @param {AbortSignal} signal
   * @returns {Promise<import("./api.js").CreatedSession | null>} null when there was one already
   */
  async acquire(signal) {
    if (this.#held) return null;
    const token = await this.#freshToken(signal);
    if (this.#options.sessionID) {
      this.#held = { id: this.#options.sessionID, token, isOurs: false };
      return null;
    }
    // Not cancelled with us: a session that the server made without our knowing its id could not be ended.
    const created = await this.#api.newSession(token, this.#options);
    const held = { id: created.id, token, isOurs: true };
    if (signal.aborted) {
      await this.#endAtServer(held);
      throw abortReason(signal);
    }
    this.#held = held;
    return created;
  }

  /**
   * Calls one of the session's endpoints.
   * @type {StreamingCall}
   */
  call(name, body, options) {
    if (!this.#held) return Promise.reject(new VisavisError("wrong_state", "The session has ended."));
    return this.#api.call(name, this.#held.token, this.#held.id, body, options);
  }

  /** It is over at the server already. */
  forget() {
    this.#held = null;
  }

  /** Ends it at the server if it is ours; never rejects. */
  async end() {
    const held = this.#held;
    this.#held = null;
    if (held?.isOurs) await this.#endAtServer(held);
  }

  /** @param {{ id: string, token: string }} held */
  async #endAtServer({ id, token }) {
    // Outlives the page: this is what an unload leaves behind.
    await this.#api.call("stop", token, id, {}, { keepalive: true }).catch(() => {});
  }

  /**
   * @param {AbortSignal} signal
   * @returns {Promise<string>}
   */
  async #freshToken(signal) {
    const { token, sessionID } = this.#options;
    if (typeof token === "string") {
      if (this.#tokenUsed && !sessionID) {
        throw new VisavisError("token_used", "The session is over, and its token is good for one session only.");
      }
      this.#tokenUsed = true;
      return token;
    }
    try {
      return await unlessAborted(Promise.resolve(token({ signal })), signal);
    } catch (error) {
      if (error instanceof VisavisError || signal.aborted) throw error;
      throw new VisavisError("unreachable", "The function that brings tokens failed.", { cause: error });
    }
  }
}

/**
 * @typedef {(name: import("./api.js").CallName, body: object, options?: { signal?: AbortSignal }) => Promise<any>}
 *   StreamingCall
 */
