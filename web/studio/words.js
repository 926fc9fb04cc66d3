/** What the page says about states and ends: pure, so that every case can be read in one place. */

/**
 * @param {{ state: import("../sdk/index.js").SessionState, isTalking: boolean, isHearing: boolean,
 *   isThinking: boolean, isSending: boolean, attempts: number, voice: "off" | "open" | "waiting" | "muted",
 *   latency?: number | null }} present `voice`: the visitor's microphone, "waiting" for a push; `latency` of what is
 *   being said
 * @returns {{ text: string, tone: "busy" | "good" | "talking" | "hearing" | "thinking" | "bad" | "quiet" }}
 */
export function statusOf({ state, isTalking, isHearing, isThinking, isSending, attempts, voice, latency }) {
  switch (state) {
    case "new":
    case "connecting":
      return { text: attempts > 1 ? `Connecting, attempt ${attempts}…` : "Waking up…", tone: "busy" };
    case "reconnecting":
      return { text: attempts > 1 ? `Reconnecting, attempt ${attempts}…` : "Reconnecting…", tone: "busy" };
    case "connected":
      if (isHearing) return { text: "Hearing you", tone: "hearing" };
      if (isTalking) {
        return { text: latency ? `Speaking · after ${Math.round(latency)} ms` : "Speaking", tone: "talking" };
      }
      if (isThinking) return { text: "Thinking…", tone: "thinking" };
      if (isSending) return { text: "On its way…", tone: "thinking" };
      if (voice === "open") return { text: "Listening", tone: "hearing" };
      return { text: voice === "waiting" ? "Ready: hold to talk" : "Ready", tone: "good" };
    case "closing":
    case "closed":
      return { text: "Resting", tone: "quiet" };
  }
}

/**
 * First things to say to her, and to let her say.
 * @param {string} name
 * @returns {{ text: string, mode: "ask" | "say" }[]}
 */
export function suggestions(name) {
  return [
    { text: "Hello! Who are you?", mode: "ask" },
    { text: "What can you tell me?", mode: "ask" },
    { text: `Hello! I am ${name}. It is good to see you.`, mode: "say" },
    { text: "Peter Piper picked a peck of pickled peppers.", mode: "say" },
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
