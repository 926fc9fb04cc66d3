// Loaded before the first paint, so that nobody sees the other theme flash by.
"use strict";
try {
  const theme = localStorage.getItem("visavis.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // No storage: the system's choice stands.
}
