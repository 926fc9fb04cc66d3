#pragma once
#include <flite/flite.h>
#include <flite/cst_cg.h>

// The voices are separate libraries whose entry points no header declares.
cst_voice *register_cmu_us_slt(const char *voxdir);
cst_voice *register_cmu_us_rms(const char *voxdir);
cst_voice *register_cmu_us_awb(const char *voxdir);
