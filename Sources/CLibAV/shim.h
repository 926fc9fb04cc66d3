#pragma once
// FFmpeg's libraries as Swift can see them. Function-like macros do not import, so the few values that are
// needed have a forwarding inline function here, prefixed clav_.
#include <errno.h>
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/imgutils.h>
#include <libavutil/opt.h>
#include <libswscale/swscale.h>
#include <string.h>

static inline int clav_again(void) { return AVERROR(EAGAIN); }
static inline int clav_end_of_file(void) { return AVERROR_EOF; }
static inline int64_t clav_no_timestamp(void) { return AV_NOPTS_VALUE; }
static inline int clav_decoder_error_flags(void) {
    return AV_EF_EXPLODE | AV_EF_CRCCHECK | AV_EF_BITSTREAM | AV_EF_BUFFER;
}
static inline AVChannelLayout clav_mono(void) { return (AVChannelLayout)AV_CHANNEL_LAYOUT_MONO; }

// The first H.264 start code (0 0 1) in `bytes`, or NULL.
static inline const uint8_t *clav_find_start_code(const uint8_t *bytes, size_t count) {
    const uint8_t *end = bytes + count, *next = bytes + 2;
    while (next < end && (next = (const uint8_t *)memchr(next, 1, (size_t)(end - next))) != NULL) {
        if (next[-1] == 0 && next[-2] == 0) return next - 2;
        next++;
    }
    return NULL;
}
