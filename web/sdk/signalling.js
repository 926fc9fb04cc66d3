import { VisavisError, isAbort } from "./errors.js";
import { trickleFragment } from "./sdp.js";
import { linked } from "./waiting.js";

/**
 * @typedef {import("./api.js").StreamingAPI} StreamingAPI
 * @typedef {import("./peer.js").MediaPeer} MediaPeer
 * @typedef {{ api: StreamingAPI, token: string, id: string, peer: MediaPeer, signal: AbortSignal }} Joining
 */

/** From the first word of signalling to media; the reason of the timeout is a VisavisError. */
const CONNECTING = 12_000;

/**
 * Answers the offer that `streaming.new` brought. Candidates follow as they are found.
 * @param {Joining & { offer: string }} joining
 * @returns {Promise<void>} when media can flow
 */
export async function joinByAnswer({ api, token, id, peer, signal, offer }) {
  const started = api.call("start", token, id, {
    sdp: { type: "answer", sdp: await peer.answer(offer) },
  }, { signal });
  sendCandidates(peer, started, signal, async (candidates) => {
    for (const candidate of candidates) await api.call("ice", token, id, { candidate }, { signal });
  });
  await started;
  await mediaOf(peer, signal);
}

/**
 * Joins through WHEP with an offer of our own.
 * @param {Joining & { onJoined: (leave: () => void) => void }} joining `onJoined` gets what takes leave of the peer
 * @returns {Promise<void>} when media can flow
 */
export async function joinByOffer({ api, token, id, peer, signal, onJoined }) {
  const joined = api.whepJoin(token, id, await peer.offer(), { signal });
  sendCandidates(peer, joined, signal, async (candidates) => {
    const { resource, entityTag } = await joined;
    if (!resource) return;
    await api.whepTrickle(token, resource, trickleFragment(peer.localDescription, candidates), { signal, entityTag });
  });
  const { answer, iceServers, resource } = await joined;
  if (resource) onJoined(() => void api.whepLeave(token, resource).catch(() => {}));
  await peer.accept(answer, iceServers);
  await mediaOf(peer, signal);
}

/**
 * Sends candidates in the order found, one request at a time, those found meanwhile together. A refused candidate is
 * no end: the server may see where we are from our own checks (peer-reflexive candidates, RFC 8445 §5.1.2).
 * @param {MediaPeer} peer
 * @param {Promise<unknown>} ready the server knows our description
 * @param {AbortSignal} signal
 * @param {(candidates: RTCIceCandidateInit[]) => Promise<void>} send
 */
function sendCandidates(peer, ready, signal, send) {
  /** @type {RTCIceCandidateInit[]} */
  let waiting = [];
  let isSending = false;
  const flush = async () => {
    if (isSending) return;
    isSending = true;
    try {
      await ready;
      while (waiting.length && !signal.aborted) {
        const batch = waiting;
        waiting = [];
        await send(batch).catch(() => {});
      }
    } catch {
      // Joining itself failed and says so.
    } finally {
      isSending = false;
    }
  };
  peer.addEventListener("candidate", (event) => {
    const candidate = /** @type {CustomEvent<RTCIceCandidate | null>} */ (event).detail;
    if (!candidate) return;
    waiting.push(candidate.toJSON());
    flush();
  });
}

/**
 * @param {MediaPeer} peer
 * @param {AbortSignal} signal
 */
async function mediaOf(peer, signal) {
  const limit = linked([signal], CONNECTING);
  try {
    await peer.connected(limit.signal);
  } catch (error) {
    if (isAbort(error) || !limit.signal.aborted || signal.aborted) throw error;
    throw new VisavisError(
      "media_lost", `No way for picture and sound was found within ${CONNECTING / 1000} s.`, { cause: error });
  } finally {
    limit.release();
  }
}
