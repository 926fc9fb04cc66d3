import { sparkline } from "./sparkline.js";

/** @typedef {import("../sdk/index.js").SessionStatistics} SessionStatistics */

/** Seconds of history in a graph. */
const LENGTH = 60;
const BOX = { width: 60, height: 20, length: LENGTH };
const SVG = "http://www.w3.org/2000/svg";

/** @param {number | null} value */
const ms = (value) => (value === null ? "–" : `${Math.round(value)} ms`);
/** @param {number | null} value */
const rate = (value) =>
  (value === null ? "–" : value < 1e6 ? `${Math.round(value / 1e3)} kbit/s` : `${(value / 1e6).toFixed(2)} Mbit/s`);
/** @param {number} value */
const percent = (value) => `${(value * 100).toFixed(value > 0 && value < 0.1 ? 1 : 0)} %`;

/** @param {number | null} value */
const lateness = (value) => {
  if (value === null) return "–";
  return Math.abs(value) < 1 ? "together" : `${Math.abs(Math.round(value))} ms ${value > 0 ? "late" : "early"}`;
};
/** @param {number | null} value */
const fps = (value) => (value === null ? "–" : `${value.toFixed(0)} fps`);

/**
 * One row each: name, what it says, what its graph follows.
 * @type {{ name: string, text: (s: SessionStatistics) => string, value?: (s: SessionStatistics) => number | null }[]}
 */
const ROWS = [
  { name: "Text to voice", text: (s) => ms(s.latency) },
  { name: "Start to picture", text: (s) => ms(s.timeToFirstFrame) },
  { name: "Round trip", text: (s) => ms(s.roundTrip), value: (s) => s.roundTrip },
  { name: "Picture to sound", text: (s) => lateness(s.skew), value: (s) => s.skew === null ? null : Math.abs(s.skew) },
  { name: "Video", text: (s) => rate(s.videoBitrate), value: (s) => s.videoBitrate },
  { name: "Audio", text: (s) => rate(s.audioBitrate), value: (s) => s.audioBitrate },
  { name: "Frame rate", text: (s) => fps(s.frameRate), value: (s) => s.frameRate },
  { name: "Jitter", text: (s) => ms(s.videoJitter), value: (s) => s.videoJitter },
  { name: "Waiting in buffer", text: (s) => ms(s.jitterBuffer), value: (s) => s.jitterBuffer },
  { name: "Packets lost", text: (s) => `${s.packetsLost} · ${percent(s.lossRate)}`, value: (s) => s.lossRate },
  { name: "Frames dropped", text: (s) => `${s.framesDropped}` },
  { name: "Size", text: (s) => (s.width && s.height ? `${s.width} × ${s.height}` : "–") },
  { name: "Coding, way", text: (s) => [s.codec, s.path].filter(Boolean).join(", ") || "–" },
];

/** The panel of figures. Keeps its history while closed and draws only while open. */
export class Figures {
  #panel;
  /** @type {{ cell: HTMLElement, path: SVGPathElement | null, history: (number | null)[] }[]} */
  #rows = [];
  /** @type {SessionStatistics | null} */
  #newest = null;

  /**
   * @param {HTMLDetailsElement} panel
   * @param {HTMLElement} list
   */
  constructor(panel, list) {
    this.#panel = panel;
    for (const { name, value } of ROWS) {
      const row = document.createElement("div");
      const term = document.createElement("dt");
      term.textContent = name;
      const graph = document.createElementNS(SVG, "svg");
      graph.setAttribute("aria-hidden", "true");
      const path = value ? document.createElementNS(SVG, "path") : null;
      if (path) graph.append(path);
      const cell = document.createElement("dd");
      cell.textContent = "–";
      row.append(term, graph, cell);
      list.append(row);
      this.#rows.push({ cell, path, history: [] });
    }
    panel.addEventListener("toggle", () => {
      this.#draw();
      if (panel.open) panel.scrollIntoView({ block: "nearest" });
    });
  }

  /** @param {SessionStatistics} statistics */
  add(statistics) {
    this.#newest = statistics;
    ROWS.forEach(({ value }, index) => {
      if (!value) return;
      const { history } = this.#rows[index];
      history.push(value(statistics));
      if (history.length > LENGTH) history.shift();
    });
    this.#draw();
  }

  #draw() {
    const newest = this.#newest;
    if (!newest || !this.#panel.open) return;
    this.#rows.forEach(({ cell, path, history }, index) => {
      cell.textContent = ROWS[index].text(newest);
      path?.setAttribute("d", sparkline(history, BOX));
    });
  }
}
