#pragma once
// libopus; its variadic control calls have forwarding inline functions here, prefixed copus_.
#include <opus.h>

static inline int copus_set_bitrate(OpusEncoder *encoder, int bits_per_second) {
    return opus_encoder_ctl(encoder, OPUS_SET_BITRATE(bits_per_second));
}
