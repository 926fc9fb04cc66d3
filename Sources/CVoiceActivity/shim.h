#pragma once
// libwebrtc-audio-processing exports WebRTC's voice activity detector, but its header is not packaged.
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
