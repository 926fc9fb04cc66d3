#include "CFaceKernels.h"
