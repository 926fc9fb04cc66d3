#pragma once
#include <pocketsphinx.h>
#include <sphinxbase/err.h>
#include <sphinxbase/fe.h>
#include <sphinxbase/feat.h>
#include <sphinxbase/logmath.h>

// The library exports its acoustic scorer, but Debian's package leaves the header (acmod.h) out.
typedef struct acmod_s acmod_t;
acmod_t *acmod_init(cmd_ln_t *config, logmath_t *lmath, fe_t *fe, feat_t *feat);
void acmod_free(acmod_t *acmod);
int acmod_set_grow(acmod_t *acmod, int grow);
int acmod_start_stream(acmod_t *acmod);
int acmod_start_utt(acmod_t *acmod);
int acmod_end_utt(acmod_t *acmod);
int acmod_process_raw(acmod_t *acmod, int16 const **samples, size_t *count, int whole_utterance);
int16 const *acmod_score(acmod_t *acmod, int *frame);
int acmod_advance(acmod_t *acmod);
