import { VisavisError } from "./errors.js";

/**
 * The messages of the data channel: JSON objects with a `type`, as clients of the v1 streaming API know them.
 *
 * @typedef {{ kind: "talkingstart", taskID: string }
 *   | { kind: "talkingend", taskID: string, duration: number | null }
 *   | { kind: "caption", taskID: string, text: string }
 *   | { kind: "captionend", taskID: string }
 *   | { kind: "usercaption", taskID: string, text: string }
 *   | { kind: "usercaptionend", taskID: string }
 *   | { kind: "userstart" } | { kind: "userstop" }
 *   | { kind: "taskdropped", taskID: string }
 *   | { kind: "problem", taskID: string, error: VisavisError }
 *   | { kind: "sessionending", reason: string, remaining: number | null }
 *   | { kind: "sessionended", reason: string }
 *   | { kind: "pong" }} ServerMessage
 */

/** @param {unknown} value */
const text = (value) => (typeof value === "string" ? value : "");
/** @param {unknown} value */
const milliseconds = (value) => (typeof value === "number" && value >= 0 && Number.isFinite(value) ? value : null);

/** @type {Record<string, (message: Record<string, unknown>) => ServerMessage>} */
const PARSERS = {
  avatar_start_talking: (m) => ({ kind: "talkingstart", taskID: text(m.task_id) }),
  avatar_stop_talking: (m) => ({
    kind: "talkingend", taskID: text(m.task_id), duration: milliseconds(m.duration_ms),
  }),
  avatar_talking_message: (m) => ({ kind: "caption", taskID: text(m.task_id), text: text(m.message) }),
  avatar_end_message: (m) => ({ kind: "captionend", taskID: text(m.task_id) }),
  user_talking_message: (m) => ({ kind: "usercaption", taskID: text(m.task_id), text: text(m.message) }),
  user_end_message: (m) => ({ kind: "usercaptionend", taskID: text(m.task_id) }),
  user_start: () => ({ kind: "userstart" }),
  user_stop: () => ({ kind: "userstop" }),
  task_dropped: (m) => ({ kind: "taskdropped", taskID: text(m.task_id) }),
  session_ending: (m) => {
    const reason = text(m.reason) || "unknown";
    // The last word comes with no time left.
    if (m.in_seconds === 0) return { kind: "sessionended", reason };
    return { kind: "sessionending", reason, remaining: milliseconds(Number(m.in_seconds ?? NaN) * 1000) };
  },
  error: (m) => ({ kind: "problem", taskID: text(m.task_id), error: VisavisError.fromMessage(m) }),
  pong: () => ({ kind: "pong" }),
};

/**
 * What a message says, or null for what is not JSON, has no known type or is longer than the channel allows: a newer
 * server may say more than this client knows.
 * @param {unknown} data
 * @returns {ServerMessage | null}
 */
export function parseMessage(data) {
  if (typeof data !== "string" || data.length > 65_536) return null;
  let message;
  try {
    message = JSON.parse(data);
  } catch {
    return null;
  }
  if (message === null || typeof message !== "object" || typeof message.type !== "string") return null;
  return Object.hasOwn(PARSERS, message.type) ? PARSERS[message.type](message) : null;
}

/** What keeps the data channel's other end informed that somebody is there. */
export const PING = JSON.stringify({ type: "ping" });
