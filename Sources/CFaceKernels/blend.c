#include "kernels.h"

CFK_CLONES void cfk_load(const cfk_region *region, const uint8_t *bytes, int32_t stride, float *target) {
    const int32_t tight = region->columns * (region->step / region->pitch);
    for (int32_t row = 0; row < region->height; row++) {
        const uint8_t *in = bytes + (int64_t)row * stride;
        float *out = target + (int64_t)row * tight;
        for (int32_t column = 0; column < region->width; column++) out[column] = in[column];
    }
}

/// A node field's values at the left and right edge of a cell, on one line of it.
typedef struct {
    float left, slope;
} line_of_cell;

static inline line_of_cell on_line(const float *field, int64_t node, int32_t nodes, float down) {
    const float left = field[node] + down * (field[node + nodes] - field[node]);
    const float right = field[node + 1] + down * (field[node + nodes + 1] - field[node + 1]);
    return (line_of_cell){left, right - left};
}

CFK_CLONES void cfk_blend(
    const cfk_region *region, const uint8_t *cells, const float *body, const float *patch, const float *edge,
    const float *gain, const float *lift, float floor_level, uint8_t *bytes, int32_t stride) {
    const int32_t across = region->step / region->pitch, width = region->columns * across;
    const int32_t nodes = region->columns + 1;
    const float unit = 1.0f / (float)region->step;
    for (int32_t cell_row = 0; cell_row < region->rows; cell_row++) {
        for (int32_t line = 0; line < across; line++) {
            const float down = ((float)(line * region->pitch) + region->phase_y) * unit;
            const int64_t at = (int64_t)(cell_row * across + line);
            if (at >= region->height) return;
            for (int32_t cell = 0; cell < region->columns; cell++) {
                if (!cells[cell_row * region->columns + cell]) continue;
                const int64_t node = (int64_t)cell_row * nodes + cell;
                const line_of_cell edges = on_line(edge, node, nodes, down);
                const line_of_cell gains = on_line(gain, node, nodes, down);
                const line_of_cell lifts = on_line(lift, node, nodes, down);
                const float *below = body + at * width + cell * across, *above = patch + at * width + cell * across;
                uint8_t *out = bytes + at * stride + cell * across;
                const int32_t rest = region->width - cell * across, pixels = rest < across ? rest : across;
                for (int32_t pixel = 0; pixel < pixels; pixel++) {
                    const float along = ((float)(pixel * region->pitch) + region->phase_x) * unit;
                    float share = edges.left + along * edges.slope;
                    share = share > 0 ? share : 0;
                    share = share < 1 ? share : 1;
                    const float alpha = share * share * (3 - 2 * share);
                    const float matched = floor_level + (above[pixel] - floor_level) * (gains.left + along * gains.slope)
                        + lifts.left + along * lifts.slope;
                    // Where the unit is not drawn its plane holds anything, NaN too.
                    float value = (alpha > 0 ? below[pixel] + alpha * (matched - below[pixel]) : below[pixel]) + 0.5f;
                    value = value > 0 ? value : 0;
                    value = value < 255 ? value : 255;
                    out[pixel] = (uint8_t)value;
                }
            }
        }
    }
}
