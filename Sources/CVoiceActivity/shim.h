#pragma once
// libwebrtc-audio-processing exports WebRTC's voice activity detector and echo canceller, but their headers are not
// packaged.
#include <stddef.h>
#include <stdint.h>

typedef struct WebRtcVadInst VadInst;
VadInst *WebRtcVad_Create(void);
void WebRtcVad_Free(VadInst *handle);
int WebRtcVad_Init(VadInst *handle);
// 0 (quality) … 3 (very aggressive).
int WebRtcVad_set_mode(VadInst *handle, int mode);
// 10, 20 or 30 ms at 8, 16, 32 or 48 kHz; 1 speech, 0 none, -1 wrong arguments.
int WebRtcVad_Process(VadInst *handle, int rate, const int16_t *audio, size_t count);

typedef struct AecCore AecCore;
void *WebRtcAec_Create(void);
void WebRtcAec_Free(void *handle);
int32_t WebRtcAec_Init(void *handle, int32_t rate, int32_t card_rate);
AecCore *WebRtcAec_aec_core(void *handle);
// Finds the delay from the sound itself, up to half a second.
void WebRtcAec_enable_delay_agnostic(AecCore *core, int enable);
void WebRtcAec_enable_extended_filter(AecCore *core, int enable);
// What goes to the loudspeaker: 80 or 160 samples on the scale of 16-bit PCM.
int32_t WebRtcAec_BufferFarend(void *handle, const float *far, size_t count);
// What came from the microphone, one pointer per band (one band up to 16 kHz); `delay` in ms, 0 … 500.
int32_t WebRtcAec_Process(void *handle, const float *const *near, size_t bands, float *const *out, size_t count,
                          int16_t delay, int32_t skew);
