/**
 * What can go wrong, as one class with a code that programs compare and sentences that people read.
 *
 * @typedef {"unauthorized" | "session_gone" | "server_full" | "avatar_unknown" | "voice_unknown" | "refused"
 *   | "speech_failed" | "rate_limited" | "unreachable" | "timeout" | "unsupported" | "media_lost" | "server_failed"
 *   | "bad_answer" | "wrong_state" | "token_used" | "given_up" | "conversation_failed" | "forbidden"
 *   | "microphone_denied" | "microphone_missing" | "microphone_busy" | "microphone_lost" | "microphone_unheard"
 *   | "insecure_page"} ErrorCode
 */

/**
 * What a person can do about each code.
 * @type {Record<ErrorCode, string>}
 */
const ADVICE = {
  unauthorized: "Give a valid API key, or ask whoever runs the server for one.",
  session_gone: "Start a new session.",
  server_full: "Wait until another session ends, or raise the server's session limit.",
  avatar_unknown: "Choose an avatar from the server's list.",
  voice_unknown: "Choose a voice from the server's list.",
  refused: "Change it and try again.",
  speech_failed: "Try another voice or a shorter text.",
  rate_limited: "Wait a moment before you try again.",
  unreachable: "Check that the server is running and that its address is right.",
  timeout: "Check the connection and whether the server is overloaded, then try again.",
  unsupported: "Use a current Chromium, Firefox or Safari with WebRTC switched on.",
  media_lost: "Check that UDP reaches the server, or configure a TURN server.",
  server_failed: "Try again; if it stays, look into the server's log.",
  bad_answer: "Check that the address is that of a Visavis server and that nothing rewrites its answers.",
  wrong_state: "Call start() first, and speak before stop().",
  token_used: "Pass a function that fetches a new token for every session.",
  given_up: "Check the connection and the server, then start again.",
  conversation_failed: "Ask again; if it stays, look into the server's log.",
  forbidden: "Use another key, or ask whoever runs the server.",
  microphone_denied: "Allow the microphone for this page in the browser's address bar, then try again.",
  microphone_missing: "Plug a microphone in, or choose another one.",
  microphone_busy: "Close other programs that use it, then try again.",
  microphone_lost: "Plug it in again or choose another one, then start anew.",
  microphone_unheard: "Type instead, or let whoever runs the server switch listening on.",
  insecure_page: "Open the page over HTTPS, or on this machine as localhost.",
};

/** Codes after which trying again without changing anything may help. */
const TRANSIENT = new Set(["rate_limited", "unreachable", "timeout", "media_lost", "server_failed", "session_gone"]);

/**
 * The numeric codes of the v1 streaming API.
 * @type {Record<number, ErrorCode>}
 */
const BY_SERVER_CODE = {
  400112: "unauthorized",
  40102: "unauthorized",
  400599: "unauthorized",
  400123: "rate_limited",
  400128: "refused",
  400009: "speech_failed",
  40056: "speech_failed",
  10001: "wrong_state",
  10002: "wrong_state",
  10003: "wrong_state",
  10004: "session_gone",
  10005: "session_gone",
  10006: "session_gone",
  10007: "server_full",
  10012: "avatar_unknown",
  10013: "avatar_unknown",
  10014: "server_full",
  10015: "server_full",
};

/**
 * The names in the server's answers that say more than the number beside them.
 * @type {Record<string, ErrorCode>}
 */
const BY_SERVER_NAME = {
  voice_not_found: "voice_unknown",
  voice_engine_busy: "rate_limited",
  voice_engine_failed: "speech_failed",
};

/**
 * @param {number} status
 * @returns {ErrorCode}
 */
function codeOfStatus(status) {
  if (status === 401 || status === 403) return "unauthorized";
  if (status === 404 || status === 410) return "session_gone";
  if (status === 408 || status === 504) return "timeout";
  if (status === 429) return "rate_limited";
  return status >= 500 ? "server_failed" : "refused";
}

export class VisavisError extends Error {
  /**
   * @param {ErrorCode} code
   * @param {string} reason one sentence: what happened
   * @param {{ status?: number, serverCode?: number, retryAfter?: number, cause?: unknown }} details
   */
  constructor(code, reason, { status, serverCode, retryAfter, cause } = {}) {
    super(`${reason} ${ADVICE[code]}`, cause === undefined ? undefined : { cause });
    this.name = "VisavisError";
    /** What programs compare. */
    this.code = code;
    /** What happened, in one sentence. */
    this.reason = reason;
    /** What to do about it, in one sentence. */
    this.advice = ADVICE[code];
    /** The HTTP status, when a server answered. */
    this.status = status;
    /** The number in the server's answer, when there was one. */
    this.serverCode = serverCode;
    /** Seconds the server asked to wait. */
    this.retryAfter = retryAfter;
  }

  /** Whether the same call may work a little later. */
  get isTransient() {
    return TRANSIENT.has(this.code);
  }

  /**
   * The error of an HTTP answer outside 200…299.
   * @param {number} status
   * @param {string} body as received; JSON `{code, message}` where the server is ours
   * @param {string | null} [retryAfter] the Retry-After header, in seconds
   */
  static fromResponse(status, body, retryAfter) {
    let told;
    try {
      told = JSON.parse(body);
    } catch {
      // Not ours: a proxy's page. Its status says enough.
    }
    const { serverCode, code, reason } = VisavisError.#named(told, status);
    const seconds = Number(retryAfter);
    return new VisavisError(code, reason, {
      status,
      serverCode,
      retryAfter: retryAfter && Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined,
    });
  }

  /**
   * The error that the server reports of one task on the data channel: `{message, code, error}`.
   * @param {Record<string, unknown>} message
   */
  static fromMessage(message) {
    const { serverCode, code, reason } = VisavisError.#named({ ...message, error: { code: message.error } }, 400);
    return new VisavisError(code, reason, { serverCode });
  }

  /**
   * @param {any} told `{code, message}`, `{error: {code, message}}` or both
   * @param {number} status
   */
  static #named(told, status) {
    const numbers = [told?.code, told?.error?.code].filter(Number.isInteger);
    const serverCode = /** @type {number | undefined} */ (numbers[0]);
    const name = String(told?.error?.code);
    const texts = [told?.message, told?.error?.message].filter((text) => typeof text === "string" && text.trim());
    const text = texts.length ? texts[0].trim() : `The server answered with status ${status}.`;
    const code = (Object.hasOwn(BY_SERVER_NAME, name) ? BY_SERVER_NAME[name] : undefined)
      ?? BY_SERVER_CODE[Number(serverCode)] ?? codeOfStatus(status);
    return { serverCode, code, reason: /[.!?]$/.test(text) ? text : `${text}.` };
  }

  /**
   * Any thrown value as a VisavisError; those that are one already, and aborts, stay as they are.
   * @param {unknown} thrown
   * @returns {Error}
   */
  static from(thrown) {
    if (thrown instanceof VisavisError || isAbort(thrown)) return /** @type {Error} */ (thrown);
    const detail = thrown instanceof Error ? thrown.message : String(thrown);
    return new VisavisError("server_failed", `Something unexpected happened: ${detail}.`, { cause: thrown });
  }
}

/**
 * Whether a thrown value only says that the caller wanted no answer any more.
 * @param {unknown} thrown
 */
export function isAbort(thrown) {
  return thrown instanceof Error && thrown.name === "AbortError";
}
