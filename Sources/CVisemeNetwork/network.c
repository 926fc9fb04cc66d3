#include "CVisemeNetwork.h"

static const uint8_t bytes[] = {
#embed "viseme-network.bin"
};

const uint8_t *cvisemenetwork_bytes(size_t *count) {
    *count = sizeof bytes;
    return bytes;
}

void cvisemenetwork_affine(
    const float *restrict input, size_t inputs, const float *restrict weights, const float *restrict bias,
    float *restrict output, size_t outputs, int rectified) {
    for (size_t o = 0; o < outputs; o++) output[o] = bias[o];
    for (size_t i = 0; i < inputs; i++) {
        const float value = input[i];
        const float *restrict row = weights + i * outputs;
        for (size_t o = 0; o < outputs; o++) output[o] += value * row[o];
    }
    if (rectified) {
        for (size_t o = 0; o < outputs; o++) output[o] = output[o] > 0 ? output[o] : 0;
    }
}
