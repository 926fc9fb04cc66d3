#include "kernels.h"
#include <math.h>

CFK_CLONES void cfk_splat(
    int32_t columns, int32_t rows, float step, float origin_x, float origin_y, int32_t count, const float *centre_x,
    const float *centre_y, const float *coefficient_x, const float *coefficient_y, float radius, float *node_x,
    float *node_y) {
    const float inverse = 1 / radius;
    for (int32_t row = 0; row <= rows; row++) {
        const float y = origin_y + step * (float)row;
        float *out_x = node_x + (int64_t)row * (columns + 1), *out_y = node_y + (int64_t)row * (columns + 1);
        for (int32_t index = 0; index < count; index++) {
            const float dy = (y - centre_y[index]) * inverse;
            if (!(dy * dy < 1)) continue;
            const float reach = radius * sqrtf(1 - dy * dy), from = (centre_x[index] - reach - origin_x) / step;
            const float to = (centre_x[index] + reach - origin_x) / step;
            const int32_t first = from > 0 ? (int32_t)from : 0, last = to < (float)columns ? (int32_t)to : columns;
            for (int32_t column = first; column <= last; column++) {
                const float dx = (origin_x + step * (float)column - centre_x[index]) * inverse;
                const float distance = sqrtf(dx * dx + dy * dy);
                float rest = 1 - distance;
                rest = rest > 0 ? rest : 0;
                const float value = rest * rest * rest * rest * (4 * distance + 1);
                out_x[column] += coefficient_x[index] * value;
                out_y[column] += coefficient_y[index] * value;
            }
        }
    }
}

CFK_CLONES int32_t cfk_solve(int32_t n, float *a, int32_t sides, float *b) {
#pragma clang fp reassociate(on)
    for (int32_t row = 0; row < n; row++) {
        float *line = a + (int64_t)row * n;
        for (int32_t column = 0; column <= row; column++) {
            const float *other = a + (int64_t)column * n;
            float sum = 0;
            for (int32_t k = 0; k < column; k++) sum += line[k] * other[k];
            const float rest = line[column] - sum;
            if (column < row) {
                line[column] = rest / other[column];
            } else {
                if (!(rest > 0)) return 1;
                line[row] = sqrtf(rest);
            }
        }
    }
    for (int32_t side = 0; side < sides; side++) {
        float *x = b + (int64_t)side * n;
        for (int32_t row = 0; row < n; row++) {
            float sum = x[row];
            for (int32_t k = 0; k < row; k++) sum -= a[(int64_t)row * n + k] * x[k];
            x[row] = sum / a[(int64_t)row * n + row];
        }
        for (int32_t row = n - 1; row >= 0; row--) {
            x[row] /= a[(int64_t)row * n + row];
            for (int32_t k = 0; k < row; k++) x[k] -= a[(int64_t)row * n + k] * x[row];
        }
    }
    return 0;
}

CFK_CLONES void cfk_polygon_distance(
    int32_t columns, int32_t rows, float step, float origin_x, float origin_y, int32_t count, const float *x,
    const float *y, float *distance) {
    for (int32_t row = 0; row <= rows; row++) {
        const float node_y = origin_y + step * (float)row;
        float *out = distance + (int64_t)row * (columns + 1);
        for (int32_t column = 0; column <= columns; column++) out[column] = INFINITY;
        for (int32_t edge = 0; edge < count; edge++) {
            const int32_t next = edge + 1 < count ? edge + 1 : 0;
            const float dx = x[next] - x[edge], dy = y[next] - y[edge], length = dx * dx + dy * dy;
            const float inverse = length > 0 ? 1 / length : 0, py = node_y - y[edge];
            for (int32_t column = 0; column <= columns; column++) {
                const float px = origin_x + step * (float)column - x[edge];
                float along = (px * dx + py * dy) * inverse;
                along = along > 0 ? along : 0;
                along = along < 1 ? along : 1;
                const float ex = px - along * dx, ey = py - along * dy, square = ex * ex + ey * ey;
                out[column] = square < out[column] ? square : out[column];
            }
        }
        for (int32_t column = 0; column <= columns; column++) {
            const float node_x = origin_x + step * (float)column;
            int32_t inside = 0;
            for (int32_t edge = 0; edge < count; edge++) {
                const int32_t next = edge + 1 < count ? edge + 1 : 0;
                if ((y[edge] > node_y) == (y[next] > node_y)) continue;
                inside ^= node_x < x[edge] + (node_y - y[edge]) / (y[next] - y[edge]) * (x[next] - x[edge]);
            }
            out[column] = inside ? sqrtf(out[column]) : -sqrtf(out[column]);
        }
    }
}
