/**
 * Where the time of an answer went, for people.
 *
 * @typedef {{ name: string, detail: string, kind: string, length: number }} Part `length` in ms
 */

/**
 * Each stage with what it ends; in the order of the way.
 * @type {[keyof import("../sdk/index.js").TurnStages, string, string][]}
 */
const STAGES = [
  ["endpoint", "Turn end", "until it was sure that you had finished"],
  ["transcript", "Words", "until your words were recognised"],
  ["firstText", "Thinking", "until the answer’s first words were there"],
  ["firstAudio", "Voice", "until the first sound was made"],
  ["firstSample", "Sending", "until it was sent"],
];

/**
 * The stages one after the other: their lengths add up to the whole. A stage that was done before the one ahead of it,
 * as when she begins to think early, takes no time of its own.
 * @param {import("../sdk/index.js").TurnStages} stages
 * @returns {Part[]} those that are known
 */
export function partsOf(stages) {
  /** @type {Part[]} */
  const parts = [];
  let reached = 0;
  for (const [kind, name, detail] of STAGES) {
    const time = stages[kind];
    if (time === null) continue;
    parts.push({ kind, name, detail, length: Math.max(0, time - reached) });
    reached = Math.max(reached, time);
  }
  return parts;
}

/**
 * The bar and, for those who cannot see or point, its numbers.
 * @param {import("../sdk/index.js").TurnStages} stages
 * @returns {HTMLElement}
 */
export function stagesBar(stages) {
  const parts = partsOf(stages);
  const total = parts.reduce((sum, { length }) => sum + length, 0);
  const box = make("div", "latency");
  const bar = make("div", "latency-bar");
  bar.setAttribute("role", "img");
  const told = parts.map(({ name, length }) => `${name} ${Math.round(length)} ms`).join(", ");
  bar.setAttribute("aria-label", `Answered after ${Math.round(total)} ms: ${told}`);
  for (const { kind, name, detail, length } of parts) {
    const part = make("span", `part-${kind}`);
    part.style.flexGrow = String(Math.max(length, total / 100));
    part.title = `${name}: ${Math.round(length)} ms ${detail}`;
    bar.append(part);
  }
  const legend = make("ul", "latency-legend");
  legend.setAttribute("aria-hidden", "true");
  for (const { kind, name, detail, length } of parts) {
    const entry = make("li", `part-${kind}`);
    entry.append(`${name} ${Math.round(length)}`);
    entry.title = detail;
    legend.append(entry);
  }
  const sum = make("span", "latency-sum");
  sum.textContent = `${Math.round(total)} ms`;
  box.append(bar, sum, legend);
  return box;
}

/**
 * @param {string} tag
 * @param {string} className
 */
function make(tag, className) {
  const element = document.createElement(tag);
  element.className = className;
  return element;
}
