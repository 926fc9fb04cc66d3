import assert from "node:assert/strict";
import { test } from "node:test";
import { FlowWatch, summarise } from "./statistics.js";

/** A report as browsers give it, `second` seconds after the start. @param {number} second */
const report = (second) => [
  {
    id: "v", type: "inbound-rtp", kind: "video", timestamp: 1000 * second, bytesReceived: 250_000 * second,
    framesDecoded: 25 * second, framesPerSecond: 25, packetsReceived: 90 * second, packetsLost: 10 * second,
    frameWidth: 1280, frameHeight: 720, jitter: 0.004, jitterBufferDelay: 2.5, jitterBufferEmittedCount: 50,
    framesDropped: 1, freezeCount: 0, codecId: "c", estimatedPlayoutTimestamp: 5000,
  },
  {
    id: "a", type: "inbound-rtp", kind: "audio", timestamp: 1000 * second, bytesReceived: 5000 * second,
    packetsReceived: 50 * second, packetsLost: 0, jitter: 0.001, estimatedPlayoutTimestamp: 5012,
  },
  { id: "c", type: "codec", mimeType: "video/H264" },
  { id: "t", type: "transport", selectedCandidatePairId: "p" },
  { id: "p", type: "candidate-pair", currentRoundTripTime: 0.021, localCandidateId: "l", remoteCandidateId: "r" },
  { id: "l", type: "local-candidate", candidateType: "host", protocol: "udp" },
  { id: "r", type: "remote-candidate", candidateType: "host", protocol: "udp" },
];

test("rates are of the time between two reports", () => {
  const first = summarise(report(1), null);
  assert.equal(first.statistics.videoBitrate, null);
  const { statistics } = summarise(report(2), first.counters);
  assert.equal(statistics.videoBitrate, 2_000_000);
  assert.equal(statistics.audioBitrate, 40_000);
  assert.equal(statistics.frameRate, 25);
  assert.equal(Math.round(statistics.lossRate * 1000), 67);
});

test("times are in milliseconds, lateness is positive when the picture is late", () => {
  const { statistics } = summarise(report(1), null);
  assert.equal(statistics.roundTrip, 21);
  assert.equal(statistics.videoJitter, 4);
  assert.equal(statistics.jitterBuffer, 50);
  assert.equal(statistics.skew, 12);
});

test("codec and way are told", () => {
  const { statistics } = summarise(report(1), null);
  assert.equal(statistics.codec, "H264");
  assert.equal(statistics.path, "direct/udp");
  const relayed = report(1).map((entry) =>
    (entry.id === "l" ? { ...entry, candidateType: "relay", relayProtocol: "tcp" } : entry));
  assert.equal(summarise(relayed, null).statistics.path, "relay/tcp");
});

test("an empty report has no figures and does not throw", () => {
  const { statistics, counters } = summarise([], null);
  assert.equal(statistics.frameRate, null);
  assert.equal(statistics.packetsLost, 0);
  assert.equal(statistics.path, null);
  assert.equal(counters.frames, 0);
});

test("a new connection counts from zero again: no negative rates", () => {
  const before = summarise(report(9), null).counters;
  assert.equal(summarise(report(1), before).statistics.videoBitrate, null);
});

test("a stream that brings no byte for a while has stopped", () => {
  const flow = new FlowWatch(3000);
  assert.ok(!flow.hasStopped(0, 0));
  assert.ok(!flow.hasStopped(9000, 0), "nothing has come yet: not the watch's business");
  assert.ok(!flow.hasStopped(10_000, 500));
  assert.ok(!flow.hasStopped(12_000, 500));
  assert.ok(flow.hasStopped(13_000, 500));
  assert.ok(!flow.hasStopped(14_000, 501));
});
