#include "kernels.h"

static inline float clamped(float value, float low, float high) {
    return value < low ? low : value > high ? high : value;
}

CFK_CLONES void cfk_backdrop_luma(
    uint8_t *body, const uint8_t *backdrop, const uint8_t *alpha, int32_t count, uint8_t key) {
    for (int32_t index = 0; index < count; index++) {
        const float a = (float)alpha[index] * (1.0f / 255.0f);
        // What is left of the pixel can be no more than its share of white.
        const float person = clamped((float)body[index] - (1.0f - a) * (float)key, 0.0f, a * 255.0f);
        body[index] = (uint8_t)(person + (1.0f - a) * (float)backdrop[index] + 0.5f);
    }
}

CFK_CLONES void cfk_backdrop_chroma(
    uint8_t *body, const uint8_t *backdrop, const uint8_t *alpha, int32_t width, int32_t height, uint8_t key) {
    const int32_t half = width / 2;
    for (int32_t row = 0; row < height / 2; row++) {
        const uint8_t *upper = alpha + (int64_t)row * 2 * width, *lower = upper + width;
        for (int32_t column = 0; column < half; column++) {
            const int32_t sum = upper[2 * column] + upper[2 * column + 1] + lower[2 * column] + lower[2 * column + 1];
            const float a = (float)sum * (1.0f / 1020.0f);
            const int64_t at = (int64_t)row * half + column;
            const float person = clamped(
                (float)body[at] - 128.0f - (1.0f - a) * ((float)key - 128.0f), a * -128.0f, a * 127.0f);
            body[at] = (uint8_t)(person + (1.0f - a) * ((float)backdrop[at] - 128.0f) + 128.5f);
        }
    }
}
