"""Log-mel features as the product computes them, and the changes of voice, room and microphone we train with.

Definition (Sources/Speech/Visemes/LogMel.swift is the same arithmetic):
frame k is centred at k · 10 ms; 400 samples (25 ms, zeros before time 0), periodic Hann, 512-point power
spectrum, 32 triangular mel bands 60–7600 Hz (HTK mel, triangles of height 1).
The level L follows speech: it jumps up to the frame's level (dB of the mel sum, averaged over 5 frames with
weights of `SMOOTH`) and sinks slowly. Features are ln(mel / level + 1e-6): independent of the gain.
"""

import numpy as np

HOP, WINDOW, FFT, BANDS = 160, 400, 512, 32
LOW, HIGH, RATE = 60.0, 7600.0, 16000
FLOOR = 1e-6
SMOOTH = 0.3  # one-pole factor of the level per frame
START_LEVEL = 22.0  # dB of the mel sum before anything was heard; speech at −20 LUFS peaks at 28
LOWEST_LEVEL = -5.0
FAST, SLOW, ACTIVE = 0.03, 0.005, 30.0  # dB per frame while speech is within ACTIVE dB of the level, and else

HANN = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)).astype(np.float32)


def filterbank(warp=1.0):
    """(257, BANDS) triangles; `warp` > 1 moves formants up (a shorter vocal tract)."""
    def mel(f):
        return 2595 * np.log10(1 + f / 700)
    points = 700 * (10 ** (np.linspace(mel(LOW), mel(HIGH), BANDS + 2) / 2595) - 1)
    freq = np.fft.rfftfreq(FFT, 1 / RATE)
    # Piecewise linear so that the top edge stays put (Jaitly & Hinton 2013, eq. 1).
    knee = 4800 * min(warp, 1) / warp
    warped = np.where(freq <= knee, freq * warp, 8000 - (8000 - knee * warp) / (8000 - knee) * (8000 - freq))
    left, mid, right = points[:-2], points[1:-1], points[2:]
    rising = (warped[:, None] - left) / (mid - left)
    falling = (right - warped[:, None]) / (right - mid)
    return np.maximum(0, np.minimum(rising, falling)).astype(np.float32)


BANK = filterbank()


def mel_power(samples, bank=BANK):
    """(frames, BANDS) band powers; frames = count // HOP + 1."""
    padded = np.concatenate([np.zeros(WINDOW // 2, np.float32), samples.astype(np.float32), np.zeros(WINDOW, np.float32)])
    frames = len(samples) // HOP + 1
    view = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP][:frames]
    return (np.abs(np.fft.rfft(view * HANN, FFT)) ** 2).astype(np.float32) @ bank


def levels(mel, start=START_LEVEL):
    """The running level in dB per frame; a plain recursion over time."""
    total = mel.sum(axis=1).astype(np.float64)
    out = np.empty(len(total))
    smooth, level = total[0] if len(total) else 0.0, start
    for k, power in enumerate(total):
        smooth += SMOOTH * (power - smooth)
        now = 10 * np.log10(smooth + 1e-10)
        level = max(now, level - (FAST if now > level - ACTIVE else SLOW), LOWEST_LEVEL)
        out[k] = level
    return out


def log_mel(mel, level):
    """Features from band powers and the level of the same frame."""
    return np.log(mel * (10 ** (-level / 10))[:, None].astype(np.float32) + FLOOR).astype(np.float32)


def disturbed(samples, rng):
    """The same speech through another microphone: room, tilt, band limit, noise, clipping, gain."""
    out = samples
    count = len(out)
    size = 1 << int(np.ceil(np.log2(count + 4000)))
    freq = np.fft.rfftfreq(size, 1 / RATE)
    gain = np.ones(len(freq), complex)
    if rng.random() < 0.6:  # a smooth random equaliser, ±6 dB
        knots = rng.uniform(-6, 6, 8)
        gain *= 10 ** (np.interp(np.log(freq + 50), np.linspace(np.log(50), np.log(8050), 8), knots) / 20)
    if rng.random() < 0.25:  # telephone or cheap microphone
        gain /= 1 + (freq / rng.uniform(2800, 6500)) ** 8
    if rng.random() < 0.3:
        gain *= 1 - 1 / (1 + (freq / rng.uniform(60, 250)) ** 4)
    if rng.random() < 0.4:  # a small room: direct sound and an exponential tail
        decay, mix = rng.uniform(0.08, 0.35), rng.uniform(0.05, 0.35)
        n = int(decay * RATE)
        tail = rng.standard_normal(n) * np.exp(-6.9 * np.arange(n) / n) * (np.arange(n) > 16)
        tail *= mix / np.sqrt(np.sum(tail ** 2) + 1e-9)
        tail[0] = 1
        gain *= np.fft.rfft(tail[:4000], size)
    out = np.fft.irfft(np.fft.rfft(out, size) * gain, size)[:count]
    power = np.mean(out ** 2) + 1e-12
    if rng.random() < 0.7:  # noise between white and brown, with mains hum now and then
        snr = rng.uniform(12, 45)
        noise = np.fft.rfft(rng.standard_normal(size))
        noise /= np.maximum(freq, 30) ** rng.uniform(0, 1)
        noise = np.fft.irfft(noise, size)[:count]
        if rng.random() < 0.2:
            noise += np.std(noise) * np.sin(2 * np.pi * rng.choice([50, 60]) * np.arange(count) / RATE)
        out = out + noise * np.sqrt(power / 10 ** (snr / 10) / (np.mean(noise ** 2) + 1e-12))
    out = out * (10 ** (rng.uniform(-14, 6) / 20) * 0.08 / np.sqrt(power))
    return np.clip(out, -1, 1).astype(np.float32)
