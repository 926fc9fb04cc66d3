/**
 * One passage as people read it: where it stands, its text, its link.
 * @param {{ title: string, headings: string[], text: string, url?: string | null, score?: number | null }} passage
 * @returns {HTMLElement}
 */
export function passageView({ title, headings, text, url, score }) {
  const box = document.createElement("blockquote");
  box.className = "passage";
  const head = document.createElement("header");
  const place = [title, ...headings.filter((heading) => heading !== title)].filter(Boolean).join(" › ");
  // Only these lead to pages.
  if (url && /^https?:/i.test(url)) {
    const link = document.createElement("a");
    link.href = url;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    link.textContent = place || url;
    head.append(link);
  } else {
    head.append(place || "Untitled");
  }
  if (score !== null && score !== undefined) {
    const mark = document.createElement("span");
    mark.className = "score";
    mark.textContent = score.toFixed(2);
    mark.title = "How well it fits, from 0 to 1";
    head.append(mark);
  }
  const words = document.createElement("p");
  words.dir = "auto";
  words.textContent = text;
  box.append(head, words);
  return box;
}
