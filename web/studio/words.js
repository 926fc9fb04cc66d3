/** What the page says about states and ends: pure, so that every case can be read in one place. */

/**
 * @param {{ state: import("../sdk/index.js").SessionState, isTalking: boolean, isListening: boolean,
 *   isSending: boolean, attempts: number, latency?: number | null }} present `latency` of what is being said
 * @returns {{ text: string, tone: "busy" | "good" | "talking" | "bad" | "quiet" }}
 */
export function statusOf({ state, isTalking, isListening, isSending, attempts, latency }) {
  switch (state) {
    case "new":
    case "connecting":
      return { text: attempts > 1 ? `Connecting, attempt ${attempts}…` : "Waking up…", tone: "busy" };
    case "reconnecting":
      return { text: attempts > 1 ? `Reconnecting, attempt ${attempts}…` : "Reconnecting…", tone: "busy" };
    case "connected":
      if (isTalking) {
        return { text: latency ? `Heard after ${Math.round(latency)} ms` : "Speaking", tone: "talking" };
      }
      if (isSending) return { text: "On its way…", tone: "talking" };
      return isListening ? { text: "Listening", tone: "good" } : { text: "Ready", tone: "good" };
    case "closing":
    case "closed":
      return { text: "Resting", tone: "quiet" };
  }
}

/**
 * First things to let somebody say: a greeting, what this is, and lips at work.
 * @param {string} name
 */
export function suggestions(name) {
  return [
    `Hello! I am ${name}. It is good to see you.`,
    "You type the words, and I say them.",
    "Peter Piper picked a peck of pickled peppers.",
  ];
}

/** @type {Record<string, string>} */
const ENDS = {
  stopped: "Resting, to spare the server while nobody is watching.",
  idle_timeout: "Resting, because nothing happened for a while.",
  stopped_elsewhere: "The session was ended elsewhere.",
  max_duration_reached: "This session has lasted as long as the server allows.",
  server_shutdown: "The server is being shut down.",
  failed: "Something failed at the server; its log says what.",
};

/**
 * Why a session ended or will end.
 * @param {string} reason a code of the server's or our own
 */
export function endText(reason) {
  return Object.hasOwn(ENDS, reason) ? ENDS[reason] : `The session has ended (${reason.replaceAll("_", " ")}).`;
}
