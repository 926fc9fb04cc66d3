import { recall, remember } from "./memory.js";

const THEMES = ["system", "light", "dark"];
const LABELS = { system: "Theme: as the system", light: "Theme: light", dark: "Theme: dark" };

/**
 * The theme button goes round: as the system, light, dark.
 * @param {HTMLButtonElement} button
 */
export function themeSwitch(button) {
  const label = /** @type {HTMLElement} */ (button.querySelector(".unseen"));
  const stored = recall("theme");
  let theme = stored && THEMES.includes(stored) ? stored : "system";
  const apply = () => {
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    label.textContent = LABELS[/** @type {keyof typeof LABELS} */ (theme)];
    button.title = label.textContent;
  };
  button.addEventListener("click", () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
    remember("theme", theme === "system" ? null : theme);
    apply();
  });
  apply();
}

/**
 * On narrow screens the panel lies under a button; its cross, Escape and a tap elsewhere close it.
 * @param {HTMLButtonElement} button
 * @param {HTMLElement} sheet
 * @param {HTMLElement} cross
 * @returns {(open: boolean) => void} opens or closes it
 */
export function settingsSheet(button, sheet, cross) {
  sheet.tabIndex = -1;
  const isOpen = () => sheet.classList.contains("open");
  const set = (/** @type {boolean} */ open) => {
    sheet.classList.toggle("open", open);
    button.setAttribute("aria-expanded", String(open));
    if (open) sheet.focus();
    else if (sheet.contains(document.activeElement)) button.focus();
  };
  cross.addEventListener("click", () => set(false));
  button.addEventListener("click", (event) => {
    event.stopPropagation();
    set(!isOpen());
  });
  document.addEventListener("pointerdown", (event) => {
    const target = /** @type {Element} */ (event.target);
    // What floats over the panel belongs to it.
    if (isOpen() && !sheet.contains(target) && !button.contains(target) && !target.closest(".undo, dialog")) set(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isOpen()) return;
    event.stopImmediatePropagation();
    set(false);
  });
  return set;
}
