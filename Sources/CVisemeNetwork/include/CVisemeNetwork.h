// The trained viseme network as bytes, and the one loop of it that must be fast in every build.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// The weights file as Tools/visemes/train.py wrote it; lives as long as the process.
const uint8_t *cvisemenetwork_bytes(size_t *count);

/// output[o] = bias[o] + Σ input[i] · weights[i · outputs + o], negative sums cut to 0 when `rectified`.
void cvisemenetwork_affine(
    const float *input, size_t inputs, const float *weights, const float *bias, float *output, size_t outputs,
    int rectified);
