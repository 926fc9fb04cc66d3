#include "web_assets.h"

typedef int web_assets_t;
