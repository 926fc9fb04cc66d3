#include "kernels.h"

static inline float clamped(float value, float high) {
    // Written so that a NaN becomes 0.
    if (!(value > 0)) return 0;
    return value < high ? value : high;
}

static inline int32_t bounded(int32_t value, int32_t high) { return value < 0 ? 0 : value > high ? high : value; }

static inline float4 four(const uint8_t *bytes) {
    byte4 packed;
    __builtin_memcpy(&packed, bytes, 4);
    return __builtin_convertvector(packed, float4);
}

static inline float4 four_clamped(const uint8_t *row, int32_t x, int32_t width) {
    float4 values;
    for (int32_t tap = 0; tap < 4; tap++) values[tap] = row[bounded(x + tap, width - 1)];
    return values;
}

static inline float cubic(const cfk_source *source, const float *taps, float x, float y) {
    const int32_t column = (int32_t)x, row = (int32_t)y;
    const float *across = taps + 4 * (int32_t)((x - (float)column) * CFK_PHASES + 0.5f);
    const float *down = taps + 4 * (int32_t)((y - (float)row) * CFK_PHASES + 0.5f);
    float4 sum;
    if (column >= 1 && row >= 1 && column + 2 < source->width && row + 2 < source->height) {
        const uint8_t *corner = source->samples + (int64_t)(row - 1) * source->stride + column - 1;
        sum = four(corner) * down[0] + four(corner + source->stride) * down[1]
            + four(corner + 2 * (int64_t)source->stride) * down[2]
            + four(corner + 3 * (int64_t)source->stride) * down[3];
    } else {
        sum = (float4){0, 0, 0, 0};
        for (int32_t tap = 0; tap < 4; tap++) {
            const int32_t line = bounded(row - 1 + tap, source->height - 1);
            sum += four_clamped(source->samples + (int64_t)line * source->stride, column - 1, source->width)
                * down[tap];
        }
    }
    float4 weights;
    __builtin_memcpy(&weights, across, sizeof weights);
    sum *= weights;
    return (sum[0] + sum[2]) + (sum[1] + sum[3]);
}

static inline float linear(const cfk_source *source, float x, float y) {
    const int32_t column = (int32_t)x, row = (int32_t)y;
    const int32_t next = column + 1 < source->width ? column + 1 : column;
    const float fx = x - (float)column, fy = y - (float)row;
    const uint8_t *top = source->samples + (int64_t)row * source->stride;
    const uint8_t *bottom = row + 1 < source->height ? top + source->stride : top;
    const float above = top[column] + fx * (top[next] - top[column]);
    const float below = bottom[column] + fx * (bottom[next] - bottom[column]);
    return above + fy * (below - above);
}

CFK_CLONES void cfk_warp(
    const cfk_source *source, const cfk_region *region, const uint8_t *cells, const float *node_x,
    const float *node_y, const float *taps, float weight, int32_t accumulate, float *target) {
    const int32_t across = region->step / region->pitch, width = region->columns * across;
    const int32_t nodes = region->columns + 1;
    const float high_x = (float)(source->width - 1), high_y = (float)(source->height - 1);
    const float unit = 1.0f / (float)region->step;
    for (int32_t cell_row = 0; cell_row < region->rows; cell_row++) {
        for (int32_t line = 0; line < across; line++) {
            const float down = ((float)(line * region->pitch) + region->phase_y) * unit;
            if (cell_row * across + line >= region->height) return;
            float *out = target + (int64_t)(cell_row * across + line) * width;
            for (int32_t cell = 0; cell < region->columns; cell++, out += across) {
                if (!cells[cell_row * region->columns + cell]) continue;
                const int64_t node = (int64_t)cell_row * nodes + cell;
                const float left_x = node_x[node] + down * (node_x[node + nodes] - node_x[node]);
                const float left_y = node_y[node] + down * (node_y[node + nodes] - node_y[node]);
                const float right_x = node_x[node + 1] + down * (node_x[node + nodes + 1] - node_x[node + 1]);
                const float right_y = node_y[node + 1] + down * (node_y[node + nodes + 1] - node_y[node + 1]);
                const int32_t rest = region->width - cell * across, pixels = rest < across ? rest : across;
                for (int32_t pixel = 0; pixel < pixels; pixel++) {
                    const float along = ((float)(pixel * region->pitch) + region->phase_x) * unit;
                    const float x = left_x + along * (right_x - left_x), y = left_y + along * (right_y - left_y);
                    const float sample_x = clamped((x - source->offset_x) * source->scale, high_x);
                    const float sample_y = clamped((y - source->offset_y) * source->scale, high_y);
                    const float value
                        = taps ? cubic(source, taps, sample_x, sample_y) : linear(source, sample_x, sample_y);
                    out[pixel] = (accumulate ? out[pixel] : 0) + weight * value;
                }
            }
        }
    }
}

CFK_CLONES void cfk_halve(
    const uint8_t *samples, int32_t stride, int32_t width, int32_t height, uint8_t *target) {
    for (int32_t row = 0; row < height; row++) {
        const uint8_t *top = samples + 2 * (int64_t)row * stride, *bottom = top + stride;
        uint8_t *out = target + (int64_t)row * width;
        for (int32_t column = 0; column < width; column++)
            out[column] = (uint8_t)((top[2 * column] + top[2 * column + 1] + bottom[2 * column]
                                     + bottom[2 * column + 1] + 2) >> 2);
    }
}
