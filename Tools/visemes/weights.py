"""The weights file: little-endian; the layout is documented in Sources/Speech/Visemes/README.md."""

import hashlib
import struct

import numpy as np

import evaluation
import network

MAGIC = b"VISNET01"


def write(path, params):
    """Magic, then per layer: inputs, outputs (uint32), scales and biases (float32), int8 weights [input][output]."""
    data = bytearray(MAGIC)
    for k, (w, scale) in network.quantised(params).items():
        data += struct.pack("<II", *w.shape) + scale.tobytes() + params[f"b{k}"].astype("<f4").tobytes() + w.tobytes()
        data += b"\0" * (-len(data) % 4)
    with open(path, "wb") as file:
        file.write(data)
    print(f"{path}: {len(data)} bytes, sha256 {hashlib.sha256(data).hexdigest()}")


def write_golden(path, params, spoken):
    """Two seconds of test speech as int16, then the outputs of the quantised network as float32."""
    utterance = next(u for u in spoken if u.test and u.voice == "rms")
    pcm = np.clip(np.round(utterance.samples[:32000] * 32767), -32767, 32767).astype("<i2")
    out = evaluation.outputs(network.dequantised(params), pcm.astype(np.float32) / 32768)
    with open(path, "wb") as file:
        file.write(struct.pack("<II", len(pcm), len(out)) + pcm.tobytes() + out.astype("<f4").tobytes())
