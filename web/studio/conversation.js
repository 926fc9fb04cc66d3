import { passageView } from "./passages.js";
import { stagesBar } from "./stages.js";

/** Entries that are kept in sight; older ones go. */
const LENGTH = 200;

/**
 * What both have said, one entry for a turn: what is still being said stands there lightly, what was broken off ends
 * with a dash, and under an answer what it rests on and where its time went.
 */
export class Conversation {
  #list;
  #empty;
  /**
   * By task or turn.
   * @type {Map<string, { item: HTMLElement, text: HTMLElement, below: HTMLElement }>}
   */
  #entries = new Map();
  /**
   * Of the newest answer alone.
   * @type {HTMLElement | null}
   */
  #latency = null;

  /**
   * @param {HTMLElement} list
   * @param {HTMLElement} empty shown while there is nothing
   */
  constructor(list, empty) {
    this.#list = list;
    this.#empty = empty;
  }

  /**
   * @param {string} turn
   * @param {string} text whole
   * @param {boolean} isFinal
   */
  hear(turn, text, isFinal) {
    if (!text.trim()) return;
    const entry = this.#entry(turn, "you");
    entry.text.textContent = text;
    entry.item.classList.toggle("partial", !isFinal);
    this.#follow();
  }

  /**
   * A turn without words was none.
   * @param {string} turn
   */
  heardNothing(turn) {
    const entry = this.#entries.get(turn);
    if (entry?.item.classList.contains("partial")) this.#remove(turn);
  }

  /**
   * What was typed for her to answer.
   * @param {string} task
   * @param {string} text
   */
  ask(task, text) {
    const answer = this.#entries.get(task);
    const entry = this.#entry(`asked ${task}`, "you");
    entry.text.textContent = text;
    // Her first words may be faster than the reply to the call.
    if (answer) this.#list.insertBefore(entry.item, answer.item);
    this.#follow();
  }

  /** @param {string} task */
  think(task) {
    const { item, text } = this.#entry(task, "her");
    if (!text.textContent) item.classList.add("thinking");
    this.#follow();
  }

  /** @param {{ taskID: string, text: string }} fragment */
  say({ taskID, text }) {
    const entry = this.#entry(taskID, "her");
    entry.item.classList.remove("thinking");
    entry.text.append(text);
    this.#follow();
  }

  /**
   * @param {string} task
   * @param {string | null} lastWord that was heard
   */
  breakOff(task, lastWord) {
    const entry = this.#entries.get(task);
    if (!entry) return;
    entry.item.classList.add("broken");
    entry.text.textContent = `${(entry.text.textContent ?? "").trimEnd()}\u2009—`;
    entry.text.title = lastWord ? `Interrupted; the last word that was heard is “${lastWord}”` : "Interrupted here";
  }

  /**
   * Nothing of it was heard.
   * @param {string} task
   */
  drop(task) {
    if (this.#entries.get(task) && !this.#entries.get(task)?.text.textContent) this.#remove(task);
  }

  /**
   * @param {string} task
   * @param {import("../sdk/index.js").SourcePassage[]} sources
   */
  rest(task, sources) {
    if (!sources.length) return;
    const details = document.createElement("details");
    details.className = "sources";
    const summary = document.createElement("summary");
    summary.textContent = sources.length === 1 ? "1 source" : `${sources.length} sources`;
    const [best] = sources;
    const name = document.createElement("span");
    name.textContent = best.headings.at(-1) ?? best.title;
    summary.append(name);
    details.append(summary, ...sources.map(passageView));
    this.#entry(task, "her").below.prepend(details);
    this.#follow();
  }

  /**
   * @param {string} task
   * @param {import("../sdk/index.js").TurnStages} stages
   */
  time(task, stages) {
    this.#latency?.remove();
    this.#latency = stagesBar(stages);
    this.#entries.get(task)?.below.append(this.#latency);
    this.#follow();
  }

  /** Another session, which remembers nothing of the one before. */
  begin() {
    if (this.#entries.size) this.note("A new conversation begins here.");
  }

  /**
   * A remark of the page between what was said.
   * @param {string} text
   */
  note(text) {
    const item = document.createElement("li");
    item.className = "note";
    item.textContent = text;
    this.#list.append(item);
    this.#empty.hidden = true;
    this.#follow();
  }

  /** She will not finish what is open. */
  settle() {
    for (const item of this.#list.querySelectorAll(".thinking, .partial")) item.classList.remove("thinking", "partial");
  }

  /**
   * @param {string} id
   * @param {"you" | "her"} who
   */
  #entry(id, who) {
    const known = this.#entries.get(id);
    if (known) return known;
    const item = document.createElement("li");
    item.className = who;
    const name = document.createElement("span");
    name.className = "unseen";
    name.textContent = who === "you" ? "You: " : "She: ";
    const text = document.createElement("p");
    text.dir = "auto";
    const below = document.createElement("div");
    below.className = "below";
    item.append(name, text, below);
    this.#list.append(item);
    this.#empty.hidden = true;
    const entry = { item, text, below };
    this.#entries.set(id, entry);
    const oldest = this.#entries.keys().next();
    if (this.#entries.size > LENGTH && !oldest.done) this.#remove(oldest.value);
    while (this.#list.childElementCount > LENGTH) this.#list.firstElementChild?.remove();
    return entry;
  }

  /** @param {string} id */
  #remove(id) {
    this.#entries.get(id)?.item.remove();
    this.#entries.delete(id);
    this.#empty.hidden = this.#list.childElementCount > 0;
  }

  /** Keeps the newest in sight, unless somebody reads further up. */
  #follow() {
    const view = this.#list.parentElement;
    if (!view) return;
    const distance = view.scrollHeight - view.scrollTop - view.clientHeight;
    if (distance < 240) view.scrollTop = view.scrollHeight;
  }
}
