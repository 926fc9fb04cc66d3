import { runAll } from "./testing.js";

const files = (new URLSearchParams(location.search).get("tests") ?? "").split(",").filter(Boolean);
for (const file of files) await import(new URL(file, location.href).href);
const results = await runAll();
const lines = results.map(({ name, error }) => (error ? `not ok ${name}\n    ${error.stack ?? error}` : `ok ${name}`));
const report = /** @type {HTMLElement} */ (document.getElementById("report"));
report.textContent = lines.join("\n");
// What scripts/check-web waits for.
report.dataset.passed = String(results.filter(({ error }) => !error).length);
report.dataset.failed = String(results.filter(({ error }) => error).length);
