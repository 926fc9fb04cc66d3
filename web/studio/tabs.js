import { recall, remember } from "./memory.js";

/**
 * A row of tabs as the ARIA practices have it: arrow keys go round, the chosen one alone is in the tab order.
 * @param {HTMLElement} list
 * @param {(name: string) => void} onShow
 * @returns {(name: string) => void} shows the panel of that id
 */
export function tabs(list, onShow) {
  const buttons = /** @type {HTMLElement[]} */ ([...list.querySelectorAll('[role="tab"]')]);
  const show = (/** @type {HTMLElement} */ chosen) => {
    for (const button of buttons) {
      const isChosen = button === chosen;
      button.setAttribute("aria-selected", String(isChosen));
      button.tabIndex = isChosen ? 0 : -1;
      const panel = document.getElementById(button.getAttribute("aria-controls") ?? "");
      if (panel) panel.hidden = !isChosen;
    }
    const name = chosen.getAttribute("aria-controls") ?? "";
    remember("tab", name);
    onShow(name);
  };
  buttons.forEach((button, index) => {
    button.addEventListener("click", () => show(button));
    button.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const next = buttons[(index + step + buttons.length) % buttons.length];
      show(next);
      next.focus();
    });
  });
  const named = (/** @type {string | null} */ name) =>
    buttons.find((button) => button.getAttribute("aria-controls") === name) ?? buttons[0];
  show(named(recall("tab")));
  return (name) => show(named(name));
}
