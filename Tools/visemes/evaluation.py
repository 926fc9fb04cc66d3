"""How well a network does on a speaker: the figures the product cares about."""

import numpy as np

import features
import network
import phones

HELD_OUT = ["slt", "rms", "awb", "ked", "dita"]
REACH = 4  # frames: a closure counts as hit within ±40 ms
THRESHOLD = 0.4


def outputs(params, samples):
    """(frames, 17): visemes, closure, openness as the product computes them."""
    mel = features.mel_power(samples)
    x = features.log_mel(mel, features.levels(mel))
    pad = [np.full((n, x.shape[1]), network.FILL, np.float32) for n in (network.PAST, network.AHEAD)]
    logits = network.forward(params, np.concatenate([pad[0], x, pad[1]])[None])[0]
    return np.concatenate([network.softmax(logits[:, :15]), network.sigmoid(logits[:, 15:])], axis=1)


def runs(flags):
    """[(first, last + 1)] of each run of true."""
    edges = np.diff(np.concatenate([[0], flags.astype(int), [0]]))
    return list(zip(np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)))


def score(params, utterances, threshold=THRESHOLD):
    hits = events = alarms = seconds = 0
    right, group, known, truth_open, seen_open, soft_open = [], [], [], [], [], []
    groups, openness = np.array(phones.GROUPS), np.array(phones.OPENNESS)
    for utterance in utterances:
        out = outputs(params, utterance.samples)
        labels = utterance.labels
        best = out[:, :15].argmax(axis=1)
        ok = labels >= 0
        right.append(best[ok] == labels[ok])
        group.append(groups[best[ok]] == groups[labels[ok]])
        kernel = np.hanning(9)[1:-1] / np.hanning(9)[1:-1].sum()
        def smooth(v):
            return np.convolve(np.pad(v, 3, mode="edge"), kernel, "valid")
        truth_open.append(smooth(openness[np.maximum(labels, 0)])[ok])
        soft_open.append(smooth(out[:, :15] @ openness)[ok])
        seen_open.append(out[ok, 16])
        closed = runs(labels == phones.INDEX["PP"])
        closure = np.convolve(np.pad(out[:, 15], 1, mode="edge"), np.ones(3) / 3, "valid")  # a spike closes no lips
        found = runs(closure > threshold)
        for first, last in closed:
            events += 1
            hits += bool((closure[max(0, first - REACH):last + REACH] > threshold).any())
        unknown = labels < 0
        for first, last in found:
            near = slice(max(0, first - REACH), last + REACH)
            if not (labels[near] == phones.INDEX["PP"]).any() and not unknown[near].any():
                alarms += 1
        seconds += len(labels) / 100
    def corr(a):
        return float(np.corrcoef(np.concatenate(truth_open), np.concatenate(a))[0, 1])
    return {
        "acc": float(np.concatenate(right).mean()), "grp": float(np.concatenate(group).mean()),
        "open": corr(soft_open), "open2": corr(seen_open), "hit": hits / max(events, 1), "events": events,
        "alarms": alarms / max(seconds, 1) * 60, "per_minute": events / max(seconds, 1) * 60,
    }


def rows(params, utterances):
    out = []
    for voice in dict.fromkeys((u.speaker, u.voice) for u in utterances):
        own = [u for u in utterances if (u.speaker, u.voice) == voice]
        out.append((*voice, score(params, own)))
        for threshold in (0.3, 0.5, 0.6, 0.7):
            r = score(params, own, threshold)
            print(f"{voice[1]} above {threshold}: hit {r['hit']:.2f}, false {r['alarms'] / max(r['per_minute'], 1e-6):.2f}")
    return out


def table(lines):
    head = "| speaker | voice | exact | group | openness r (shapes) | openness r (output) | closures hit | false closures per closure | closures |\n" + "|---" * 9 + "|"
    body = [f"| {s} | {v} | {r['acc']:.2f} | {r['grp']:.2f} | {r['open']:.2f} | {r['open2']:.2f} | {r['hit']:.2f} | {r['alarms'] / max(r['per_minute'], 1e-6):.2f} | {r['events']} |" for s, v, r in lines]
    return "\n".join([head] + body)
