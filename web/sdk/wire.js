import { VisavisError } from "./errors.js";

/**
 * The messages of the data channel: JSON objects with a `type`, as clients of the v1 streaming API know them.
 *
 * @typedef {{ kind: "talkingstart", taskID: string }
 *   | { kind: "talkingend", taskID: string, duration: number | null, isInterrupted: boolean,
 *     lastWord: string | null }
 *   | { kind: "caption", taskID: string, text: string }
 *   | { kind: "captionend", taskID: string }
 *   | { kind: "usercaption", taskID: string, text: string }
 *   | { kind: "usertranscript", turnID: string, text: string, isFinal: boolean }
 *   | { kind: "userstart", turnID: string } | { kind: "userstop", turnID: string }
 *   | { kind: "usersilence", times: number, countDown: number | null }
 *   | { kind: "thinking", taskID: string, turnID: string | null }
 *   | { kind: "sources", taskID: string, sources: import("./index.js").SourcePassage[] }
 *   | { kind: "turnlatency", taskID: string, stages: import("./index.js").TurnStages, hasFiller: boolean }
 *   | { kind: "conversationerror", taskID: string, name: string, error: VisavisError }
 *   | { kind: "pushtotalk", answer: string }
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

/**
 * @param {any} entry
 * @returns {import("./index.js").SourcePassage[]} none for what is no passage
 */
function source(entry) {
  if (typeof entry?.text !== "string") return [];
  const headings = Array.isArray(entry.headings) ? entry.headings.filter((/** @type {any} */ h) => text(h)) : [];
  // The server takes links of http and https alone; what comes here is not trusted to be one.
  const url = /^https?:\/\//i.test(text(entry.url)) ? entry.url : null;
  return [{ title: text(entry.title), headings, text: entry.text, url, score: milliseconds(entry.score) }];
}

/**
 * @param {any} told
 * @returns {import("./index.js").TurnStages}
 */
function stages(told) {
  const of = (/** @type {string} */ name) => milliseconds(told?.[name]);
  return {
    endpoint: of("endpoint"), transcript: of("transcript"), firstText: of("first_text"),
    firstAudio: of("first_audio"), firstSample: of("first_sample"),
  };
}

/** @type {Record<string, (message: Record<string, unknown>) => ServerMessage>} */
const PARSERS = {
  avatar_start_talking: (m) => ({ kind: "talkingstart", taskID: text(m.task_id) }),
  avatar_stop_talking: (m) => ({
    kind: "talkingend", taskID: text(m.task_id), duration: milliseconds(m.duration_ms),
    isInterrupted: m.interrupted === true, lastWord: text(m.last_word) || null,
  }),
  avatar_talking_message: (m) => ({ kind: "caption", taskID: text(m.task_id), text: text(m.message) }),
  avatar_end_message: (m) => ({ kind: "captionend", taskID: text(m.task_id) }),
  user_talking_message: (m) => ({ kind: "usercaption", taskID: text(m.task_id), text: text(m.message) }),
  user_partial_message: (m) => ({
    kind: "usertranscript", turnID: text(m.task_id), text: text(m.message), isFinal: false,
  }),
  user_end_message: (m) => ({ kind: "usertranscript", turnID: text(m.task_id), text: text(m.message), isFinal: true }),
  user_start: (m) => ({ kind: "userstart", turnID: text(m.task_id) }),
  user_stop: (m) => ({ kind: "userstop", turnID: text(m.task_id) }),
  user_silence: (m) => ({
    kind: "usersilence", times: Number(m.silence_times) || 0,
    countDown: Number(m.count_down) > 0 ? Number(m.count_down) * 1000 : null,
  }),
  avatar_thinking: (m) => ({ kind: "thinking", taskID: text(m.task_id), turnID: text(m.turn_id) || null }),
  avatar_sources: (m) => ({
    kind: "sources", taskID: text(m.task_id), sources: (Array.isArray(m.sources) ? m.sources : []).flatMap(source),
  }),
  turn_latency: (m) => ({
    kind: "turnlatency", taskID: text(m.task_id), stages: stages(m.latency_ms), hasFiller: m.filler === true,
  }),
  conversation_error: (m) => ({
    kind: "conversationerror", taskID: text(m.task_id), name: text(m.error) || "unknown",
    error: new VisavisError("conversation_failed", text(m.message) || "A part of the conversation failed."),
  }),
  push_to_talk_started: () => ({ kind: "pushtotalk", answer: "started" }),
  push_to_talk_start_failed: () => ({ kind: "pushtotalk", answer: "start_failed" }),
  push_to_talk_stopped: () => ({ kind: "pushtotalk", answer: "stopped" }),
  push_to_talk_stop_failed: () => ({ kind: "pushtotalk", answer: "stop_failed" }),
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
