/** What the page remembers on this device; where storage is refused it remembers nothing. */

/**
 * @param {string} name
 * @returns {string | null}
 */
export function recall(name) {
  try {
    return localStorage.getItem(`visavis.${name}`);
  } catch {
    return null;
  }
}

/**
 * @param {string} name
 * @param {string | null} value null forgets
 */
export function remember(name, value) {
  try {
    if (value === null) localStorage.removeItem(`visavis.${name}`);
    else localStorage.setItem(`visavis.${name}`, value);
  } catch {
    // Then the next visit begins anew.
  }
}
