/**
 * The life of a session at the client, as pure values: what may happen when, and what comes of it.
 *
 * @typedef {"new" | "connecting" | "connected" | "reconnecting" | "closing" | "closed"} SessionState
 * @typedef {"start" | "connect" | "lose" | "stop" | "close"} SessionTransition
 */

/** @type {Record<SessionState, Partial<Record<SessionTransition, SessionState>>>} */
const NEXT = {
  new: { start: "connecting", stop: "closed" },
  connecting: { connect: "connected", lose: "connecting", stop: "closing", close: "closed" },
  connected: { lose: "reconnecting", stop: "closing", close: "closed" },
  reconnecting: { connect: "connected", lose: "reconnecting", stop: "closing", close: "closed" },
  closing: { close: "closed" },
  closed: { start: "connecting" },
};

/**
 * The state after a transition, or null where it is not allowed (a late callback, a second stop).
 * @param {SessionState} state
 * @param {SessionTransition} transition
 * @returns {SessionState | null}
 */
export function next(state, transition) {
  return NEXT[state][transition] ?? null;
}

/**
 * Whether words said in this state reach her, at once or as soon as she is there.
 * @param {SessionState} state
 */
export function isOpen(state) {
  return state === "connecting" || state === "connected" || state === "reconnecting";
}

/** Attempts that a full server gets at the start: something over a second. */
const CLEARING = 3;

/**
 * What to do when a connection could not be made or was lost.
 *
 * - `rejoin`: a new peer for the same session.
 * - `renew`: the session is over; make another.
 * - `fail`: trying again cannot help.
 *
 * @param {{ code: string, isTransient: boolean }} error
 * @param {{ hasSession: boolean, wasConnected: boolean, attempts: number }} past `attempts` that failed in a row
 * @returns {"rejoin" | "renew" | "fail"}
 */
export function remedy(error, { hasSession, wasConnected, attempts }) {
  if (error.code === "session_gone") return "renew";
  // The place may be our own, of a page just left or a connection just lost, until the server has cleared it.
  if (error.code === "server_full" && (wasConnected || attempts < CLEARING)) return "renew";
  if (!error.isTransient) return "fail";
  return hasSession ? "rejoin" : "renew";
}

/** Reasons of a server's goodbye after which it makes sense to come back by oneself. */
const COMES_BACK = new Set(["server_shutdown", "server_restart"]);

/** @param {string} reason as the server gave it */
export function returnsAfter(reason) {
  return COMES_BACK.has(reason);
}
