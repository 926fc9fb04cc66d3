"""The training corpus: synthesised utterances with frame labels, their variants, and random batches."""

import dataclasses

import numpy as np

import features
import phones
import speech
import texts

SENTENCES = 60  # per voice with share 1
TEST_SENTENCES = 12


@dataclasses.dataclass
class Utterance:
    speaker: str
    voice: str
    test: bool
    samples: np.ndarray  # float32, 16 kHz
    labels: np.ndarray  # int64 viseme per frame, −1 unknown


def synthesise(seed, scale=1.0):
    out = []
    for number, voice in enumerate(speech.VOICES):
        count = max(2, round(SENTENCES * voice.share * scale))
        # English voices share no sentence; test sentences are the same for all voices of a language.
        lines = texts.sentences(voice.language, seed + 1 + number, count)
        tests = texts.sentences(voice.language, seed, TEST_SENTENCES if voice.engine != "espeak" else 3)
        for part, test in ((lines, False), (tests, True)):
            for samples, segments in speech.utterances(voice, part, seed + number):
                frames = len(samples) // features.HOP + 1
                labels = phones.frame_labels(segments, voice.table, frames, strip=voice.strip, lenition=voice.lenition)
                out.append(Utterance(voice.speaker, voice.name, test, samples, np.array(labels)))
        print(f"{voice.speaker} {voice.name}: {count} sentences", flush=True)
    return out


def targets(labels):
    """Lip closure 0/1 and openness 0…1, smoothed over 70 ms as lips move (Hann)."""
    closure = (labels == phones.INDEX["PP"]).astype(np.float32)
    known = np.where(labels < 0, phones.INDEX["E"], labels)
    window = np.hanning(9)[1:-1]
    opened = np.array(phones.OPENNESS, np.float32)[known]
    opened = np.convolve(np.pad(opened, 3, mode="edge"), window / window.sum(), "valid").astype(np.float32)
    return closure, opened


def stretched(samples, labels, factor):
    """Played faster (factor > 1): pitch and formants rise together, labels move with the sound."""
    out = speech.resampled(samples, speech.RATE, round(speech.RATE / factor))
    frames = len(out) // features.HOP + 1
    source = np.minimum((np.arange(frames) * factor + 0.5).astype(int), len(labels) - 1)
    return out, labels[source]


def variants(utterances, seed, copies=4):
    """(speaker, (features, labels, closure, openness)) of each utterance by `copies` throats and microphones."""
    out = []
    for number, utterance in enumerate(utterances):
        rng = np.random.default_rng([seed, number])
        for copy in range(copies):
            samples, labels = stretched(utterance.samples, utterance.labels, rng.uniform(0.88, 1.14))
            bank = features.filterbank(rng.uniform(0.85, 1.18))
            silence = np.zeros(int(rng.uniform(0, 0.4) * 16000), np.float32)  # streams begin before speech
            lead = len(silence) // features.HOP
            samples = np.concatenate([silence[:lead * features.HOP], samples])
            labels = np.concatenate([np.zeros(lead, int), labels])
            if copy > 0:
                samples = features.disturbed(samples, rng)
            mel = features.mel_power(samples, bank)
            start = features.START_LEVEL
            if rng.random() < 0.5:  # as if the speaker had been heard before
                start = float(features.levels(mel)[-1] + rng.uniform(-3, 6))
            frames = (features.log_mel(mel, features.levels(mel, start)), labels, *targets(labels))
            out.append((utterance.speaker, frames))
    return out


class Pool:
    """All variants behind each other, with room on both sides of each for the network's context."""

    def __init__(self, frames, past, ahead, fill):
        self.past, self.ahead, self.fill = past, ahead, fill
        gap = np.full((past + ahead, frames[0][0].shape[1]), fill, np.float32)
        pieces, labels, closure, openness, mask = [], [], [], [], []
        for x, y, c, o in frames:
            pieces += [x, gap]
            none = np.zeros(len(gap))
            labels += [np.maximum(y, 0), none.astype(int)]
            mask += [(y >= 0).astype(np.float32), none]
            closure += [c, none]
            openness += [o, none]
        self.x = np.concatenate([gap] + pieces)
        self.offset = len(gap)
        self.labels, self.mask = np.concatenate(labels), np.concatenate(mask).astype(np.float32)
        self.closure, self.openness = np.concatenate(closure).astype(np.float32), np.concatenate(openness).astype(np.float32)
        counts = np.bincount(self.labels[self.mask > 0], minlength=15).astype(np.float32)
        weights = (counts.sum() / 15 / np.maximum(counts, 1)) ** 0.5
        self.class_weights = np.clip(weights, 0.4, 2).astype(np.float32)

    def statistics(self):
        inside = np.zeros(len(self.x), bool)
        inside[self.offset:] = self.mask > 0
        return self.x[inside].mean(axis=0), self.x[inside].std(axis=0)

    def normalise(self, mean, spread):
        self.x = (self.x - mean) / spread

    def batch(self, rng, size, length):
        starts = rng.integers(0, len(self.labels) - length, size)
        index = starts[:, None] + np.arange(length)
        wide = starts[:, None] + self.offset - self.past + np.arange(length + self.past + self.ahead)
        x = self.x[np.minimum(wide, len(self.x) - 1)]
        return x, self.labels[index], self.closure[index], self.openness[index], self.mask[index]
