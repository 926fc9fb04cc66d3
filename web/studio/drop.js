/**
 * Takes files that are dropped anywhere on the page, and says so while they hover. A page that does not is left for
 * the file: a session lost by a slip of the hand.
 * @param {HTMLElement} veil shown while files are over the page
 * @param {(files: File[]) => void} take
 */
export function takeDrops(veil, take) {
  const hasFiles = (/** @type {DragEvent} */ { dataTransfer }) => dataTransfer?.types.includes("Files") ?? false;
  addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    veil.hidden = false;
  });
  // Leaving the window has no element that is entered.
  addEventListener("dragleave", ({ relatedTarget }) => (veil.hidden = relatedTarget === null || veil.hidden));
  addEventListener("drop", (event) => {
    veil.hidden = true;
    if (!hasFiles(event)) return;
    event.preventDefault();
    take([...(event.dataTransfer?.files ?? [])]);
  });
}
