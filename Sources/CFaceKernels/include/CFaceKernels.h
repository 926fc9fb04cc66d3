#pragma once
#include <stdint.h>

// Hot loops of the face compositor. Every function is pure: it reads and writes only what it is given.
//
// Fields live on a grid of (columns + 1) × (rows + 1) nodes over a region of columns·step × rows·step output
// pixels and are bilinear between nodes. `cells` (columns × rows) says which cells are worked on; others are
// left alone. Planes of a region are float, tight, width = columns·step / pitch.

/// An 8-bit plane to sample. Coordinates are turned to sample indices by (coordinate − offset) · scale.
typedef struct {
    const uint8_t *_Nonnull samples;
    int32_t width, height, stride;
    float offset_x, offset_y, scale;
} cfk_source;

/// One plane's samples of a region. Pitch: output pixels per sample, 1 for luma, 2 for chroma. Phase: where the
/// first sample's centre lies (px). Only the first `width` × `height` samples exist; cells may reach beyond them.
typedef struct {
    int32_t columns, rows, step, pitch, width, height;
    float phase_x, phase_y;
} cfk_region;

/// The number of phases in a table of four cubic taps (`phases + 1` rows of four floats).
#define CFK_PHASES 128

/// target = (accumulate ? target : 0) + weight · source(x, y). Samples beyond the plane repeat its border.
/// Sixteen taps through `taps`; with `taps` null, four (bilinear).
void cfk_warp(
    const cfk_source *_Nonnull source, const cfk_region *_Nonnull region, const uint8_t *_Nonnull cells,
    const float *_Nonnull node_x, const float *_Nonnull node_y, const float *_Nullable taps, float weight,
    int32_t accumulate, float *_Nonnull target);

/// target = bytes, over the region's samples.
void cfk_load(
    const cfk_region *_Nonnull region, const uint8_t *_Nonnull bytes, int32_t stride, float *_Nonnull target);

/// bytes = body + alpha · (floor + (patch − floor) · gain + lift − body), alpha = smoothstep(edge).
/// Node fields: edge (0 outside … 1 fully inside, unclamped), gain, lift.
void cfk_blend(
    const cfk_region *_Nonnull region, const uint8_t *_Nonnull cells, const float *_Nonnull body,
    const float *_Nonnull patch, const float *_Nonnull edge, const float *_Nonnull gain, const float *_Nonnull lift,
    float floor_level, uint8_t *_Nonnull bytes, int32_t stride);

/// node_x/y += Σ coefficient · Wendland C2(|node − centre| / radius): (1 − r)⁴ (4 r + 1), zero beyond the radius.
void cfk_splat(
    int32_t columns, int32_t rows, float step, float origin_x, float origin_y, int32_t count,
    const float *_Nonnull centre_x, const float *_Nonnull centre_y, const float *_Nonnull coefficient_x,
    const float *_Nonnull coefficient_y, float radius, float *_Nonnull node_x, float *_Nonnull node_y);

/// Solves A·x = b in place for a symmetric positive definite A (n × n, row-major, lower triangle read and
/// overwritten) and `sides` right-hand sides of n values each. Returns 0, or 1 when A is not positive definite.
int32_t cfk_solve(int32_t n, float *_Nonnull a, int32_t sides, float *_Nonnull b);

/// Signed distance (px, positive inside) of every node to a closed polygon.
void cfk_polygon_distance(
    int32_t columns, int32_t rows, float step, float origin_x, float origin_y, int32_t count,
    const float *_Nonnull x, const float *_Nonnull y, float *_Nonnull distance);

/// Halves an 8-bit plane, each sample the mean of four; writes width × height samples tightly. The source holds
/// at least 2·width × 2·height samples, `stride` apart from row to row.
void cfk_halve(
    const uint8_t *_Nonnull samples, int32_t stride, int32_t width, int32_t height, uint8_t *_Nonnull target);

/// body = (body − (1 − α) · key) + (1 − α) · backdrop over `count` luma samples; α = alpha / 255.
void cfk_backdrop_luma(
    uint8_t *_Nonnull body, const uint8_t *_Nonnull backdrop, const uint8_t *_Nonnull alpha, int32_t count,
    uint8_t key);

/// The same for a chroma plane of (width / 2) × (height / 2); alpha is the luma-size matte, averaged over 2 × 2.
void cfk_backdrop_chroma(
    uint8_t *_Nonnull body, const uint8_t *_Nonnull backdrop, const uint8_t *_Nonnull alpha, int32_t width,
    int32_t height, uint8_t key);
