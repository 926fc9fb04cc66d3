import { VisavisError } from "./errors.js";
import { isOpen } from "./state.js";
import { linked } from "./waiting.js";

/** ms that a command waits for the connection before it says that there is none. */
const PATIENCE = 30_000;

/** Sends a session's commands: each waits for the connection, and is sent again when a restart swallowed it. */
export class SessionCommands {
  #session;

  /**
   * @param {{ lease: import("./lease.js").SessionLease, gate: import("./gate.js").Gate,
   *   state: () => import("./state.js").SessionState, connection: () => import("./connection.js").Connection | null,
   *   onSend: (name: import("./api.js").CallName) => void }} session `onSend` before each attempt
   */
  constructor(session) {
    this.#session = session;
  }

  /**
   * @param {import("./api.js").CallName} name
   * @param {object} body
   * @param {AbortSignal} [signal]
   */
  async send(name, body, signal) {
    const { lease, gate, state } = this.#session;
    for (let attempt = 1; ; attempt += 1) {
      await this.connected(signal);
      this.#session.onSend(name);
      const connection = this.#session.connection();
      try {
        return await lease.call(name, body, { signal });
      } catch (error) {
        const isGone = error instanceof VisavisError && error.code === "session_gone";
        if (!isGone || attempt > 1 || !isOpen(state())) throw error;
        // The server may have restarted a moment ago; then the next session hears it.
        if (this.#session.connection() === connection) {
          gate.shut();
          connection?.lose(error);
        }
      }
    }
  }

  /** @param {AbortSignal} [signal] */
  async connected(signal) {
    const state = this.#session.state();
    if (!isOpen(state)) throw new VisavisError("wrong_state", `The session is ${state}.`);
    const limit = linked([signal], PATIENCE);
    try {
      await this.#session.gate.passed(limit.signal);
    } catch (error) {
      if (signal?.aborted || !limit.signal.aborted) throw error;
      throw new VisavisError("timeout", `There was no connection for ${PATIENCE / 1000} s.`, { cause: error });
    } finally {
      limit.release();
    }
  }
}
