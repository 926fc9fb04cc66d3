/** The few lines of session descriptions that signalling itself must know. */

/**
 * ICE candidates as the body of a WHEP PATCH, `application/trickle-ice-sdpfrag` (RFC 8840 §9).
 * @param {string} description the local description the candidates belong to
 * @param {{ candidate?: string, sdpMid?: string | null, sdpMLineIndex?: number | null }[]} candidates an empty
 *   `candidate` marks their end
 */
export function trickleFragment(description, candidates) {
  const lines = description.split(/\r?\n/);
  const media = lines.filter((line) => line.startsWith("m="));
  const mids = lines.filter((line) => line.startsWith("a=mid:")).map((line) => line.slice("a=mid:".length));
  const credentials = ["a=ice-ufrag:", "a=ice-pwd:"].flatMap((start) => {
    const line = lines.find((candidate) => candidate.startsWith(start));
    return line ? [line] : [];
  });
  /** @type {Map<string, string[]>} */
  const byMid = new Map();
  for (const { candidate, sdpMid, sdpMLineIndex } of candidates) {
    const mid = sdpMid ?? mids[sdpMLineIndex ?? 0] ?? mids[0];
    if (mid === undefined) continue;
    const section = byMid.get(mid) ?? [];
    section.push(candidate ? `a=${candidate.replace(/^a=/, "")}` : "a=end-of-candidates");
    byMid.set(mid, section);
  }
  const sections = [...byMid].flatMap(([mid, found]) => [
    media[mids.indexOf(mid)] ?? "m=audio 9 UDP/TLS/RTP/SAVPF 0", `a=mid:${mid}`, ...found,
  ]);
  return [...credentials, ...sections, ""].join("\r\n");
}

/**
 * ICE servers from WHEP's Link headers (draft-ietf-wish-whep): `<stun:…>; rel="ice-server"`, with `username` and
 * `credential` for TURN.
 * @param {string | null} header
 * @returns {{ urls: string[], username?: string, credential?: string }[]}
 */
export function iceServersOfLink(header) {
  const servers = [];
  for (const [, url, parameters] of (header ?? "").matchAll(/<([^>]*)>((?:\s*;\s*[\w-]+="?[^",;]*"?)*)/g)) {
    const values = Object.fromEntries(
      [...parameters.matchAll(/([\w-]+)="?([^",;]*)"?/g)].map(([, name, value]) => [name.toLowerCase(), value]));
    if (values.rel !== "ice-server") continue;
    servers.push({
      urls: [url],
      ...(values.username && { username: values.username }),
      ...(values.credential && { credential: values.credential }),
    });
  }
  return servers;
}
