/** @type {CSSStyleSheet | undefined} */
let sheet;

/** The element's style as a constructed sheet, which a policy without inline styles allows; one for all elements. */
export function elementStyle() {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(RULES);
  }
  return sheet;
}

const RULES = `
:host { display: block; position: relative; overflow: hidden; aspect-ratio: 16 / 9; contain: content; }
:host([hidden]), [hidden] { display: none !important; }
[part="poster"], [part="video"], [part="still"] {
  position: absolute; inset: 0; width: 100%; height: 100%; object-fit: var(--visavis-fit, contain);
}
[part="video"] { opacity: 0; }
[part="video"].shown { opacity: 1; }
[part="unmute"] {
  position: absolute; inset-block-start: 0.75rem; inset-inline-start: 50%; translate: -50% 0;
  min-block-size: 2.75rem; padding: 0.5rem 1.1rem; border: 0; border-radius: 999px; cursor: pointer;
  font: 600 0.95rem/1.2 system-ui, sans-serif; color: #fff; background: #14181fe0; box-shadow: 0 2px 12px #0005;
}
[part="unmute"]:focus-visible { outline: 3px solid #7ab8ff; outline-offset: 2px; }
`;
