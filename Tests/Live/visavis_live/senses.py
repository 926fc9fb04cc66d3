"""What a person would notice in received picture and sound."""
import asyncio
import pathlib
import re
import sys

import numpy as np
from pocketsphinx import Decoder, get_model_path

SLOT = 960  # samples of 20 ms at 48 kHz

# Where Ada is in her picture: left, top, right, bottom as parts of it. The face box holds eyes and nose, which do not
# move with speech.
HEAD = (0.34, 0.18, 0.66, 0.66)
FACE = (0.40, 0.25, 0.60, 0.44)
LIPS = (0.456, 0.458, 0.544, 0.575)


def at_16k(samples):
    """48 kHz int16 to 16 kHz: a 48-tap low-pass at 7 kHz, then every third sample."""
    if len(samples) < 48:
        return np.zeros(0, np.int16)
    n = np.arange(48) - 23.5
    taps = np.sinc(n * 7_000 / 24_000) * np.hamming(48)
    filtered = np.convolve(samples.astype(np.float32), taps / taps.sum(), "same")
    return np.clip(filtered[::3], -32_768, 32_767).astype(np.int16)


async def heard_words(samples):
    """The same as ``words``, in a process of its own: recognition keeps the interpreter's lock, and a live connection
    cannot wait that long."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "visavis_live.senses", cwd=pathlib.Path(__file__).parents[1],
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE)
    told, _ = await process.communicate(samples.astype(np.int16).tobytes())
    if process.returncode:
        raise RuntimeError(f"the recogniser ended with {process.returncode}")
    return told.decode().split()


def words(samples):
    """The English words pocketsphinx hears in 48 kHz samples.

    Silence around the voice is left out: the recogniser takes its measure from what comes first.
    """
    voice = np.flatnonzero(voiced(samples))
    if not len(voice):
        return []
    samples = samples[max(voice[0] - 10, 0) * SLOT:(voice[-1] + 10) * SLOT]
    model = get_model_path()
    decoder = Decoder(
        hmm=f"{model}/en-us/en-us", lm=f"{model}/en-us/en-us.lm.bin", dict=f"{model}/en-us/cmudict-en-us.dict",
        loglevel="FATAL")
    decoder.start_utt()
    decoder.process_raw(at_16k(samples).tobytes(), full_utt=True)
    decoder.end_utt()
    hypothesis = decoder.hyp()
    return hypothesis.hypstr.split() if hypothesis else []


def recall(spoken, heard):
    """The part of the spoken words that was heard, in order (longest common subsequence)."""
    spoken = re.findall(r"[a-z']+", spoken.lower())
    best = np.zeros((len(spoken) + 1, len(heard) + 1), int)
    for i, word in enumerate(spoken):
        for j, other in enumerate(heard):
            best[i + 1, j + 1] = best[i, j] + 1 if word == other else max(best[i, j + 1], best[i + 1, j])
    return best[-1, -1] / max(len(spoken), 1)


def loudness(samples, slot=SLOT):
    """Level of each slot of 48 kHz samples, in dB below full scale."""
    whole = samples[: len(samples) // slot * slot].astype(np.float32).reshape(-1, slot)
    return 10 * np.log10(np.mean(whole**2, axis=1) / 32_768**2 + 1e-12)


def voiced(samples, threshold=-50):
    """Whether each 20 ms slot has a voice in it."""
    return loudness(samples) > threshold


def cut(luma, box):
    """The part of a picture within a box."""
    height, width = luma.shape
    return luma[int(box[1] * height):int(box[3] * height), int(box[0] * width):int(box[2] * width)]


def within(inner, outer):
    """A box of the picture as a box of the cutting `outer`."""
    wide, high = outer[2] - outer[0], outer[3] - outer[1]
    return ((inner[0] - outer[0]) / wide, (inner[1] - outer[1]) / high,
            (inner[2] - outer[0]) / wide, (inner[3] - outer[1]) / high)


def shift(picture, reference):
    """How far down and right a picture lies of another, in pixels (phase correlation)."""
    window = np.outer(np.hanning(picture.shape[0]), np.hanning(picture.shape[1]))
    spectrum = np.fft.rfft2((picture - picture.mean()) * window)
    spectrum = spectrum * np.conj(np.fft.rfft2((reference - reference.mean()) * window))
    spectrum /= np.abs(spectrum) + 1e-3 * np.abs(spectrum).max()
    peaks = np.fft.irfft2(spectrum, picture.shape)
    found = []
    top = np.unravel_index(np.argmax(peaks), peaks.shape)
    for axis, length in enumerate(peaks.shape):
        before, here, after = (peaks.take((top[axis] + step) % length, axis).take(top[1 - axis]) for step in (-1, 0, 1))
        bend = before - 2 * here + after
        place = top[axis] + (0.5 * (before - after) / bend if bend else 0.0)
        found.append(place - length if place > length / 2 else place)
    return found


def lips(heads, rest=0):
    """The lips of each picture of a head, with the head's own movement taken out.

    heads: cuttings of ``HEAD``; rest: the one whose lips lie in ``LIPS``.
    """
    height, width = heads[rest].shape
    box = within(LIPS, HEAD)
    top, left, rows, columns = (int(value) for value in (
        box[1] * height, box[0] * width, (box[3] - box[1]) * height, (box[2] - box[0]) * width))
    reference = cut(heads[rest], within(FACE, HEAD)).astype(float)
    result = np.empty((len(heads), rows, columns))
    for index, head in enumerate(heads):
        down, right = shift(cut(head, within(FACE, HEAD)).astype(float), reference)
        down = min(max(top + down, 0), height - rows - 2)
        right = min(max(left + right, 0), width - columns - 2)
        row, column = int(down), int(right)
        part = head[row:row + rows + 1, column:column + columns + 1].astype(float)
        part = part[:-1] * (1 - down + row) + part[1:] * (down - row)
        result[index] = part[:, :-1] * (1 - right + column) + part[:, 1:] * (right - column)
    return result


def opening(heads, resting):
    """How far the lips of each picture are from how they rest: mean difference of luma, 0…255.

    resting: the pictures' indices whose median is taken for rest.
    """
    mouths = lips(heads, resting[0])
    return np.abs(mouths - np.median(mouths[resting], axis=0)).mean(axis=(1, 2))


def agreement(first, second, reach=12):
    """The lag of `first` behind `second`, in elements, at which they correlate best, and that correlation."""
    end = len(first) - reach
    found = [np.corrcoef(first[reach + lag:end + lag], second[reach:end])[0, 1] for lag in range(-reach, reach + 1)]
    best = int(np.argmax(found))
    return best - reach, float(found[best])


if __name__ == "__main__":
    print(*words(np.frombuffer(sys.stdin.buffer.read(), np.int16)))
