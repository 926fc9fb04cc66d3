#pragma once
// libopus; its variadic control calls have forwarding inline functions here, prefixed copus_.
#include <opus.h>

static inline int copus_set_bitrate(OpusEncoder *encoder, int bits_per_second) {
    return opus_encoder_ctl(encoder, OPUS_SET_BITRATE(bits_per_second));
}

// 0 (least work) … 10.
static inline int copus_set_complexity(OpusEncoder *encoder, int complexity) {
    return opus_encoder_ctl(encoder, OPUS_SET_COMPLEXITY(complexity));
}

// In-band error correction that expects so many per cent of packets to be lost.
static inline int copus_expect_loss(OpusEncoder *encoder, int percent) {
    int done = opus_encoder_ctl(encoder, OPUS_SET_INBAND_FEC(1));
    return done == OPUS_OK ? opus_encoder_ctl(encoder, OPUS_SET_PACKET_LOSS_PERC(percent)) : done;
}

static inline int copus_reset(OpusEncoder *encoder) { return opus_encoder_ctl(encoder, OPUS_RESET_STATE); }
