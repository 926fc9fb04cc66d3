"""A small temporal convolution network and its training, in numpy alone.

Three convolutions over 10 ms frames (taps listed as frame offsets), rectified, then a linear read-out of
15 viseme logits, the lip closure logit and the openness logit. It sees 180 ms back and 80 ms ahead.
"""

import numpy as np

TAPS = [(-2, -1, 0, 1, 2), (-4, -2, 0, 2), (-12, -8, -4, 0, 4)]
WIDTHS = [72, 80, 96]
OUTPUTS = 17
PAST, AHEAD = 18, 8
FILL = np.float32(np.log(1e-6))  # features outside the signal: silence


def initial(bands, rng):
    """Weights {name: float32}: w0 (taps · in, out), b0 …"""
    params, before = {}, bands
    for k, (taps, width) in enumerate(zip(TAPS, WIDTHS)):
        fan = len(taps) * before
        params[f"w{k}"] = (rng.standard_normal((fan, width)) * np.sqrt(2 / fan)).astype(np.float32)
        params[f"b{k}"] = np.zeros(width, np.float32)
        before = width
    params["w3"] = (rng.standard_normal((before, OUTPUTS)) * np.sqrt(1 / before)).astype(np.float32)
    params["b3"] = np.zeros(OUTPUTS, np.float32)
    return params


def unfold(x, taps):
    """(B, T, C) to (B, T − span, taps · C): the inputs of each valid output."""
    first, span = taps[0], taps[-1] - taps[0]
    length = x.shape[1] - span
    return np.concatenate([x[:, t - first:t - first + length] for t in taps], axis=2)


def forward(params, x, keep=None):
    """x (B, T + PAST + AHEAD, bands) to logits (B, T, OUTPUTS); `keep` collects what backward needs."""
    for k, taps in enumerate(TAPS):
        columns = unfold(x, taps)
        x = columns @ params[f"w{k}"] + params[f"b{k}"]
        np.maximum(x, 0, out=x)
        if keep is not None:
            keep.append((columns, x))
    return x @ params["w3"] + params["b3"]


def backward(params, keep, grad):
    grads = {}
    top = keep[-1][1]
    grads["w3"] = top.reshape(-1, top.shape[2]).T @ grad.reshape(-1, OUTPUTS)
    grads["b3"] = grad.sum(axis=(0, 1))
    grad = grad @ params["w3"].T
    for k in (2, 1, 0):
        columns, out = keep[k]
        grad = grad * (out > 0)
        flat = grad.reshape(-1, grad.shape[2])
        grads[f"w{k}"] = columns.reshape(-1, columns.shape[2]).T @ flat
        grads[f"b{k}"] = flat.sum(axis=0)
        if k == 0:
            break
        spread = (flat @ params[f"w{k}"].T).reshape(columns.shape)
        taps, channels = TAPS[k], columns.shape[2] // len(TAPS[k])
        below = np.zeros((grad.shape[0], grad.shape[1] + taps[-1] - taps[0], channels), np.float32)
        for n, t in enumerate(taps):
            below[:, t - taps[0]:t - taps[0] + grad.shape[1]] += spread[:, :, n * channels:(n + 1) * channels]
        grad = below
    return grads


def softmax(z):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def loss_gradient(logits, labels, closure, openness, mask, class_weights):
    """Cross entropy over visemes, binary cross entropies (weights 1 and 0.5) for closure and openness."""
    p = softmax(logits[..., :15])
    weight = mask * class_weights[labels]
    total = max(weight.sum(), 1)
    loss = -(weight * np.log(np.take_along_axis(p, labels[..., None], -1)[..., 0] + 1e-9)).sum() / total
    grad = np.empty_like(logits)
    grad[..., :15] = p
    np.put_along_axis(grad[..., :15], labels[..., None], np.take_along_axis(p, labels[..., None], -1) - 1, -1)
    grad[..., :15] *= weight[..., None] / total
    count = max(mask.sum(), 1)
    grad[..., 15] = mask * (sigmoid(logits[..., 15]) - closure) / count
    grad[..., 16] = 0.5 * mask * (sigmoid(logits[..., 16]) - openness) / count
    return loss, grad


class Adam:
    def __init__(self, params):
        self.m = {k: np.zeros_like(v) for k, v in params.items()}
        self.v = {k: np.zeros_like(v) for k, v in params.items()}
        self.step = 0

    def update(self, params, grads, rate, decay=1e-4):
        self.step += 1
        for k, g in grads.items():
            self.m[k] += 0.1 * (g - self.m[k])
            self.v[k] += 0.002 * (g * g - self.v[k])
            m = self.m[k] / (1 - 0.9 ** self.step)
            v = self.v[k] / (1 - 0.998 ** self.step)
            params[k] -= rate * (m / (np.sqrt(v) + 1e-8) + (decay * params[k] if k[0] == "w" else 0))


def quantised(params):
    """Each weight matrix as int8 with one scale per output column: (int8, scales) by name."""
    out = {}
    for k in range(4):
        w = params[f"w{k}"]
        scale = np.maximum(np.abs(w).max(axis=0), 1e-8) / 127
        out[k] = (np.clip(np.round(w / scale), -127, 127).astype(np.int8), scale.astype(np.float32))
    return out


def dequantised(params):
    out = dict(params)
    for k, (w, scale) in quantised(params).items():
        out[f"w{k}"] = w.astype(np.float32) * scale
    return out
