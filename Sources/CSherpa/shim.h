#pragma once
#include <stdint.h>

// What the C interface of sherpa-onnx looks like in memory, as far as streaming recognition needs it. The library is
// loaded at run time from where the operator has it, so that neither building nor running needs it; no version of it
// is assumed that this layout was not compared with (`SherpaLibrary.versions`).

typedef struct {
    int32_t sample_rate; // Hz
    int32_t feature_dim;
} CSherpaFeatures;

typedef struct {
    const char *transducer_encoder;
    const char *transducer_decoder;
    const char *transducer_joiner;
    const char *paraformer_encoder;
    const char *paraformer_decoder;
    const char *zipformer2_ctc;
    const char *tokens;
    int32_t threads;
    const char *provider;
    int32_t debug;
    const char *model_type;
    const char *modeling_unit;
    const char *bpe_vocabulary;
    const char *tokens_text;
    int32_t tokens_text_size;
    const char *nemo_ctc;
    const char *t_one_ctc;
} CSherpaModel;

typedef struct {
    CSherpaFeatures features;
    CSherpaModel model;
    const char *decoding_method;
    int32_t active_paths;
    int32_t finds_ends;
    float end_rules[3];
    const char *hotwords_file;
    float hotwords_score;
    const char *graph;
    int32_t graph_active;
    const char *rule_fsts;
    const char *rule_fars;
    float blank_penalty;
    const char *hotwords_text;
    int32_t hotwords_text_size;
    const char *homophones[3];
} CSherpaConfiguration;

// More follows in the library's own; nobody here reads it or copies the whole.
typedef struct {
    const char *text; // UTF-8
} CSherpaResult;

typedef const char *(*CSherpaVersion)(void);
typedef const void *(*CSherpaCreateRecogniser)(const CSherpaConfiguration *);
typedef void (*CSherpaDestroyRecogniser)(const void *recogniser);
typedef const void *(*CSherpaCreateStream)(const void *recogniser);
typedef void (*CSherpaDestroyStream)(const void *stream);
typedef void (*CSherpaAccept)(const void *stream, int32_t sample_rate, const float *samples, int32_t count);
typedef void (*CSherpaFinish)(const void *stream);
typedef int32_t (*CSherpaIsReady)(const void *recogniser, const void *stream);
typedef void (*CSherpaDecode)(const void *recogniser, const void *stream);
typedef const CSherpaResult *(*CSherpaGetResult)(const void *recogniser, const void *stream);
typedef void (*CSherpaDestroyResult)(const CSherpaResult *);
