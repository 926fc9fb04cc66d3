import assert from "node:assert/strict";
import { test } from "node:test";
import { filterVoices, groupVoices, languageName, voiceLabel } from "./voices.js";

const voice = (id, language, gender) => ({ id, name: id, language, gender, preview: null });
const VOICES = [
  voice("Zoé", "fr", "female"), voice("Awb", "en-GB", "male"), voice("Slt", "en-US", "female"),
  voice("Rms", "en-US", "male"), voice("Ana", "ar", "female"),
];

test("the visitor's languages come first, the others by name", () => {
  const labels = groupVoices(VOICES, ["en-GB", "fr-CA"]).map(({ language }) => language);
  assert.deepEqual(labels, ["en-GB", "en-US", "fr", "ar"]);
});

test("voices are sorted within their language", () => {
  const [american] = groupVoices(VOICES, ["en-US"]);
  assert.deepEqual(american.voices.map(({ id }) => id), ["Rms", "Slt"]);
});

const found = (query) =>
  filterVoices(groupVoices(VOICES, ["en"]), query).flatMap(({ voices }) => voices.map(({ id }) => id));

test("every word must be found, in any order and without accents", () => {
  assert.deepEqual(found("zoe"), ["Zoé"]);
  assert.deepEqual(found("female english"), ["Slt"]);
  assert.deepEqual(found("FRENCH"), ["Zoé"]);
  assert.deepEqual(found("klingon"), []);
  assert.equal(found("  ").length, VOICES.length);
});

test("male is not found in female", () => {
  assert.deepEqual(found("male").sort(), ["Awb", "Rms"]);
});

test("what is no language tag is shown as it is", () => {
  assert.equal(languageName("fr"), "French");
  assert.equal(languageName("Old Elvish!"), "Old Elvish!");
  assert.equal(languageName(""), "Any language");
});

test("a voice without gender is shown by its name", () => {
  assert.equal(voiceLabel(voice("Eve", "en", "")), "Eve");
  assert.equal(voiceLabel(voice("Eve", "en", "Female")), "Eve · female");
  assert.equal(voiceLabel(voice("German (female)", "de", "female")), "German (female)");
  assert.equal(voiceLabel(voice("Not female", "de", "male")), "Not female · male");
});
