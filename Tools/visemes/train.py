#!/usr/bin/env python3
"""Trains the viseme network from speech that this script synthesises itself. See README.md."""

import argparse
import os
import pickle
import time

import numpy as np

import corpus
import evaluation
import network
import weights

SEED = 20261120
SEGMENT = 64  # output frames per training example
BATCH = 40


def train(frames, rng, steps, log=None):
    """`frames`: list of (features, labels, closure, openness) per utterance, all variants."""
    pool = corpus.Pool(frames, network.PAST, network.AHEAD, network.FILL)
    mean, spread = pool.statistics()
    pool.normalise(mean, spread)
    params = network.initial(len(mean), rng)
    adam = network.Adam(params)
    averaged, began = None, time.time()
    for step in range(steps):
        rate = 2e-3 * min(1, (step + 1) / 100) * (0.5 + 0.5 * np.cos(np.pi * step / steps)) + 1e-5
        x, labels, closure, openness, mask = pool.batch(rng, BATCH, SEGMENT)
        keep = []
        logits = network.forward(params, x, keep)
        loss, grad = network.loss_gradient(logits, labels, closure, openness, mask, pool.class_weights)
        adam.update(params, network.backward(params, keep, grad), rate)
        if step >= steps * 0.8:  # average the last fifth: steadier than the last step
            averaged = averaged or {k: np.zeros_like(v, np.float64) for k, v in params.items()}
            for k in averaged:
                averaged[k] += params[k]
        if log and step % 500 == 0:
            print(f"{log} step {step}/{steps} loss {loss:.3f} {time.time() - began:.0f} s", flush=True)
    count = steps - int(np.ceil(steps * 0.8))
    params = {k: (v / count).astype(np.float32) for k, v in averaged.items()}
    # Fold the feature normalisation into the first layer, so the product needs no statistics.
    taps = len(network.TAPS[0])
    params["b0"] = params["b0"] - (np.tile(mean / spread, taps) @ params["w0"])
    params["w0"] = params["w0"] / np.tile(spread, taps)[:, None]
    return {k: v.astype(np.float32) for k, v in params.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", help="folder for viseme-network.bin and table.md")
    parser.add_argument("--golden", help="file for the golden test (samples and expected outputs)")
    parser.add_argument("--evaluate", nargs="*", metavar="SPEAKER", help="leave-one-speaker-out; no name: the default five")
    parser.add_argument("--steps", type=int, default=3000)
    parser.add_argument("--scale", type=float, default=1.0, help="share of the corpus, for quick trials")
    parser.add_argument("--cache", help="keep the synthesised corpus in this file between runs")
    options = parser.parse_args()
    began = time.time()
    if options.cache and os.path.exists(options.cache):
        with open(options.cache, "rb") as file:
            spoken = pickle.load(file)
    else:
        spoken = corpus.synthesise(SEED, options.scale)
        if options.cache:
            with open(options.cache, "wb") as file:
                pickle.dump(spoken, file)
    print(f"corpus: {sum(len(u.samples) for u in spoken) / 16000:.0f} s of speech, {time.time() - began:.0f} s", flush=True)
    known = corpus.variants([u for u in spoken if not u.test], SEED)
    print(f"features: {sum(len(v[1]) for _, v in known)} frames, {time.time() - began:.0f} s", flush=True)
    rows = []
    if options.evaluate is not None:
        for speaker in options.evaluate or evaluation.HELD_OUT:
            others = [frames for name, frames in known if name != speaker]
            params = train(others, np.random.default_rng(SEED), options.steps, speaker)
            rows += evaluation.rows(network.dequantised(params), [u for u in spoken if u.speaker == speaker and u.test])
            print(evaluation.table(rows), flush=True)
    if options.out:
        params = train([frames for _, frames in known], np.random.default_rng(SEED), options.steps, "all")
        seen = evaluation.rows(network.dequantised(params), [u for u in spoken if u.test])
        print("final model, speakers seen, sentences not:\n" + evaluation.table(seen))
        weights.write(os.path.join(options.out, "viseme-network.bin"), params)
        if options.golden:
            weights.write_golden(options.golden, params, spoken)
    print(f"{time.time() - began:.0f} s in all")


if __name__ == "__main__":
    main()
