import assert from "node:assert/strict";
import { test } from "node:test";
import { iceServersOfLink, trickleFragment } from "./sdp.js";

const DESCRIPTION = [
  "v=0", "m=video 9 UDP/TLS/RTP/SAVPF 102", "a=ice-ufrag:abcd", "a=ice-pwd:0123456789abcdef", "a=mid:0",
  "m=audio 9 UDP/TLS/RTP/SAVPF 111", "a=ice-ufrag:abcd", "a=ice-pwd:0123456789abcdef", "a=mid:1", "",
].join("\r\n");

test("candidates stand under the media section they belong to", () => {
  const fragment = trickleFragment(DESCRIPTION, [
    { candidate: "candidate:1 1 udp 1 192.0.2.1 4000 typ host", sdpMid: "0", sdpMLineIndex: 0 },
    { candidate: "candidate:2 1 udp 1 192.0.2.1 4001 typ host", sdpMid: "1", sdpMLineIndex: 1 },
    { candidate: "", sdpMid: "0", sdpMLineIndex: 0 },
  ]);
  assert.equal(fragment, [
    "a=ice-ufrag:abcd", "a=ice-pwd:0123456789abcdef",
    "m=video 9 UDP/TLS/RTP/SAVPF 102", "a=mid:0", "a=candidate:1 1 udp 1 192.0.2.1 4000 typ host",
    "a=end-of-candidates",
    "m=audio 9 UDP/TLS/RTP/SAVPF 111", "a=mid:1", "a=candidate:2 1 udp 1 192.0.2.1 4001 typ host", "",
  ].join("\r\n"));
});

test("a candidate without a mid is found by its line's index", () => {
  const candidate = { candidate: "candidate:3 1 udp 1 192.0.2.1 1 typ host", sdpMLineIndex: 1 };
  const fragment = trickleFragment(DESCRIPTION, [candidate]);
  assert.match(fragment, /m=audio[^\r]*\r\na=mid:1\r\na=candidate:3/);
});

test("STUN and TURN servers are read from Link headers", () => {
  const header = '<stun:stun.example:3478>; rel="ice-server", '
    + '<turn:turn.example:3478?transport=udp>; rel="ice-server"; username="u"; credential="c"; '
    + 'credential-type="password"';
  assert.deepEqual(iceServersOfLink(header), [
    { urls: ["stun:stun.example:3478"] },
    { urls: ["turn:turn.example:3478?transport=udp"], username: "u", credential: "c" },
  ]);
});

test("other links, and none, are no servers", () => {
  assert.deepEqual(iceServersOfLink('<https://example/>; rel="next"'), []);
  assert.deepEqual(iceServersOfLink(null), []);
});
