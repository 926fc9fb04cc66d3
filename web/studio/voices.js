/**
 * Voices as a person looks for them: by language, in the languages that the browser speaks first.
 *
 * @typedef {import("../sdk/index.js").VoiceDescription} Voice
 * @typedef {{ language: string, label: string, voices: Voice[] }} VoiceGroup
 */

/**
 * @param {Voice[]} voices
 * @param {readonly string[]} preferred BCP 47 tags, the most wanted first
 * @returns {VoiceGroup[]} those of the preferred languages first, then by label; voices by name
 */
export function groupVoices(voices, preferred) {
  /** @type {Map<string, VoiceGroup>} */
  const groups = new Map();
  for (const voice of voices) {
    const group = groups.get(voice.language) ?? {
      language: voice.language, label: languageName(voice.language), voices: [],
    };
    group.voices.push(voice);
    groups.set(voice.language, group);
  }
  const wanted = preferred.map((tag) => tag.toLowerCase());
  const rank = (/** @type {string} */ language) => {
    const tag = language.toLowerCase();
    const exact = wanted.indexOf(tag);
    const base = wanted.findIndex((other) => other.split("-")[0] === tag.split("-")[0]);
    if (exact >= 0) return exact;
    return base >= 0 ? wanted.length + base : Infinity;
  };
  for (const group of groups.values()) group.voices.sort((a, b) => a.name.localeCompare(b.name));
  return [...groups.values()].sort((a, b) => {
    const [left, right] = [rank(a.language), rank(b.language)];
    return left === right ? a.label.localeCompare(b.label) : left - right;
  });
}

/**
 * Groups with the voices that every word of the query is found in: name, id, language, gender; accents do not matter.
 * @param {VoiceGroup[]} groups
 * @param {string} query
 */
export function filterVoices(groups, query) {
  const words = plain(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return groups;
  return groups.flatMap((group) => {
    const voices = group.voices.filter((voice) => {
      const text = plain([voice.name, voice.id, voice.gender, group.label, group.language].join(" "));
      const parts = text.split(/[\s(),_-]+/);
      // "male" is no part of "female" for who types it.
      return words.every((word) =>
        parts.some((part) => part.startsWith(word)) || (word.length > 4 && text.includes(word)));
    });
    return voices.length ? [{ ...group, voices }] : [];
  });
}

/** @param {Voice} voice */
export function voiceLabel(voice) {
  const gender = voice.gender.toLowerCase();
  const isSaid = plain(voice.name).split(/[^\p{L}]+/u).includes(gender);
  return gender && !isSaid ? `${voice.name} · ${gender}` : voice.name;
}

/** @param {string} text */
function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/**
 * A language's English name; what is no tag is taken to be a name already.
 * @param {string} tag
 */
export function languageName(tag) {
  if (!tag) return "Any language";
  try {
    return new Intl.DisplayNames(["en"], { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
