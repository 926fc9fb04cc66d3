"""Synthesises the training speech: many voices of flite, festival and espeak-ng with their own phone times.

Every function yields (samples float32 at 16 kHz, segments [(symbol, start, end) in seconds]).
"""

import ctypes
import os
import random
import subprocess
import tempfile
import wave

import numpy as np

import phones

RATE = 16000


class Voice:
    def __init__(self, speaker, engine, name, language, table, strip="", lenition=False, share=1.0):
        self.speaker, self.engine, self.name, self.language = speaker, engine, name, language
        self.table, self.strip, self.lenition, self.share = table, strip, lenition, share


def english(speaker, engine, name, share=1.0):
    return Voice(speaker, engine, name, "en", phones.ENGLISH, share=share)


VOICES = [
    english("slt", "flite", "slt"), english("slt", "festival", "cmu_us_slt_arctic_hts"),
    english("rms", "flite", "rms", 1.5), english("awb", "flite", "awb", 1.5),
    english("kal", "festival", "kal_diphone", 1.5),
    english("ked", "festival", "ked_diphone", 1.5),
    Voice("lp", "festival", "lp_diphone", "it", phones.ROMANCE, strip="1"),
    Voice("pc", "festival", "pc_diphone", "it", phones.ROMANCE, strip="1"),
    Voice("dita", "festival", "czech_dita", "cs", phones.CZECH, strip=":"),
    Voice("krb", "festival", "czech_krb", "cs", phones.CZECH, strip=":"),
    Voice("machac", "festival", "czech_machac", "cs", phones.CZECH, strip=":"),
    Voice("ph", "festival", "czech_ph", "cs", phones.CZECH, strip=":"),
    Voice("ona", "festival", "upc_ca_ona_hts", "ca", phones.ROMANCE, strip="1", lenition=True),
    Voice("lj", "festival", "suo_fi_lj_diphone", "fi", phones.FINNISH, strip=":"),
    Voice("mv", "festival", "hy_fi_mv_diphone", "fi", phones.FINNISH, strip=":"),
    Voice("nsh", "festival", "msu_ru_nsh_clunits", "ru", phones.RUSSIAN),
] + [
    Voice("espeak", "espeak", name, "en", phones.ESPEAK, share=0.35)
    for name in ("en-us", "en-us+f2", "en-us+m3", "en-us+f4", "en-gb+m7", "en-gb-x-rp+f3", "en-us+klatt2", "en-us+Andrea")
]


def resampled(samples, rate, target=RATE):
    """Band-limited resampling of a whole signal by cutting or padding its spectrum."""
    if rate == target:
        return samples.astype(np.float32)
    count = int(round(len(samples) * target / rate))
    spectrum = np.fft.rfft(samples)
    wanted = np.zeros(count // 2 + 1, complex)
    kept = min(len(spectrum), len(wanted))
    wanted[:kept] = spectrum[:kept]
    return (np.fft.irfft(wanted, count) * (count / len(samples))).astype(np.float32)


def read_wave(path):
    with wave.open(path) as file:
        data = np.frombuffer(file.readframes(file.getnframes()), np.int16)
        return resampled(data / 32768.0, file.getframerate())


def from_ends(ends):
    """(symbol, end) pairs to (symbol, start, end): each phone begins where the one before ends."""
    start, out = 0.0, []
    for symbol, end in ends:
        out.append((symbol, start, end))
        start = end
    return out


def flite(voice, texts, rng):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "a.wav")
        for text in texts:
            stretch = rng.uniform(0.8, 1.3)
            done = subprocess.run(
                ["flite", "-voice", voice.name, "--setf", f"duration_stretch={stretch:.3f}", "-psdur", "-o", path, "-t", " " + text],
                capture_output=True, text=True, check=True)
            pairs = [item.rsplit(":", 1) for item in done.stdout.split()]
            yield read_wave(path), from_ends([(s, float(e)) for s, e in pairs])


def festival(voice, texts, rng):
    encoding = {"cs": "iso-8859-2", "ru": "koi8-r"}.get(voice.language, "iso-8859-15")
    with tempfile.TemporaryDirectory() as folder:
        script = [f"(voice_{voice.name})"]
        for k, text in enumerate(texts):
            script.append(f"(Parameter.set 'Duration_Stretch {rng.uniform(0.85, 1.25):.3f})")
            quoted = text.replace('"', "")
            script.append(f'(set! u (utt.synth (Utterance Text "{quoted}")))')
            script.append(f"(utt.save.wave u \"{folder}/{k}.wav\" 'riff)")
            script.append(f'(utt.save.segs u "{folder}/{k}.seg")')
        path = os.path.join(folder, "run.scm")
        # Most voice definitions read Unicode themselves; Latin-script ones treat bytes as letters.
        text = "\n".join(script) + "\n"
        with open(path, "wb") as file:
            file.write(text.encode("utf-8" if voice.language in ("ru",) else encoding, "ignore"))
        subprocess.run(["festival", "-b", path], capture_output=True, check=False)
        for k in range(len(texts)):
            if not os.path.exists(f"{folder}/{k}.seg"):
                continue
            ends = []
            with open(f"{folder}/{k}.seg", encoding="latin-1") as file:
                for line in file:
                    parts = line.split()
                    if len(parts) == 3 and parts[0] != "#":
                        ends.append((parts[2], float(parts[0])))
            yield read_wave(f"{folder}/{k}.wav"), from_ends(ends)


class Event(ctypes.Structure):
    """espeak_EVENT of espeak-ng/speak_lib.h."""
    _fields_ = [("type", ctypes.c_int), ("unique", ctypes.c_uint), ("text", ctypes.c_int), ("length", ctypes.c_int),
                ("position", ctypes.c_int), ("sample", ctypes.c_int), ("user", ctypes.c_void_p), ("symbol", ctypes.c_char * 8)]


class Espeak:
    """The one espeak-ng of this process. Phoneme events carry the start of each phoneme in ms."""

    def __init__(self):
        self.library = ctypes.CDLL("libespeak-ng.so.1")
        self.rate = self.library.espeak_Initialize(2, 60, None, 0x8001)  # synchronous, phoneme events, do not exit
        kind = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(Event))
        self.callback = kind(self.receive)
        self.library.espeak_SetSynthCallback(self.callback)

    def receive(self, samples, count, events):
        if samples and count > 0:
            self.pcm.append(ctypes.string_at(samples, count * 2))
        k = 0
        while events[k].type:
            if events[k].type in (6, 7):
                name = events[k].symbol.decode("utf-8", "replace") if events[k].type == 7 else "END"
                self.starts.append((events[k].position / 1000, name))
            k += 1
        return 0

    def speak(self, name, text, rate, pitch):
        self.pcm, self.starts = [], []
        self.library.espeak_SetVoiceByName(name.encode())
        self.library.espeak_SetParameter(1, rate, 0)
        self.library.espeak_SetParameter(3, pitch, 0)
        data = text.encode()
        self.library.espeak_Synth(data, len(data) + 1, 0, 0, 0, 1, None, None)
        self.library.espeak_Synchronize()
        samples = resampled(np.frombuffer(b"".join(self.pcm), np.int16) / 32768.0, self.rate)
        ends = [s for s, _ in self.starts[1:]] + [len(samples) / RATE]
        segments = [(n, s, e) for (s, n), e in zip(self.starts, ends)]
        return samples, [("_", 0.0, segments[0][1])] + segments


ESPEAK = None


def espeak(voice, texts, rng):
    global ESPEAK
    ESPEAK = ESPEAK or Espeak()
    for text in texts:
        yield ESPEAK.speak(voice.name, text, rng.randint(120, 220), rng.randint(30, 70))


def utterances(voice, texts, seed):
    return {"flite": flite, "festival": festival, "espeak": espeak}[voice.engine](voice, texts, random.Random(seed))
