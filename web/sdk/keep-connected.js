import { Backoff } from "./backoff.js";
import { VisavisError } from "./errors.js";
import { remedy } from "./state.js";
import { pause, unlessAborted } from "./waiting.js";

/**
 * Connects, and connects again, until nothing more is to be done.
 *
 * @param {AbortSignal} life
 * @param {{ first?: number, most?: number, attempts?: number } | undefined} waits
 * @param {object} session
 * @param {() => Promise<{ lost: Promise<unknown> }>} session.connect `lost` settles when the connection has ended
 * @param {() => string | null} session.id the server's session, while there is one
 * @param {boolean} session.isJoined it belongs to somebody else and cannot be made again
 * @param {() => void} session.drop
 * @param {(error: VisavisError) => void} session.abandon the server's session is no use any more
 * @param {(next: { attempt: number, wait: number, error: VisavisError }) => void} session.onWait
 * @returns {Promise<VisavisError | null>} why it was given up; null when `life` ended
 */
export async function keepConnected(life, waits, session) {
  const backoff = new Backoff(waits);
  /**
   * The session that was last connected.
   * @type {string | null}
   */
  let connected = null;
  while (!life.aborted) {
    /** @type {unknown} */
    let failure;
    try {
      const { lost } = await session.connect();
      connected = session.id();
      backoff.reset();
      failure = await unlessAborted(lost, life);
    } catch (thrown) {
      failure = thrown;
    }
    if (life.aborted) return null;
    const error = /** @type {VisavisError} */ (VisavisError.from(failure));
    session.drop();
    const step = remedy(error, {
      hasSession: session.id() !== null, wasConnected: connected !== null, attempts: backoff.made,
    });
    if (step === "fail" || (step === "renew" && session.isJoined)) return error;
    // The server answers again and has forgotten us: no reason to let anybody wait.
    const isForgotten = error.code === "session_gone" && connected !== null && session.id() === connected;
    if (isForgotten) backoff.reset();
    if (step === "renew") session.abandon(error);
    const wait = backoff.next((error.retryAfter ?? 0) * 1000);
    if (wait === null) {
      return new VisavisError(
        "given_up", `${backoff.made} attempts to connect failed. The last one: ${error.reason}`, { cause: error });
    }
    session.onWait({ attempt: backoff.made, wait, error });
    await pause(wait, life);
  }
  return null;
}
