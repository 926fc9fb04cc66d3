#include "web_assets.h"

#include <stdio.h>
#include <string.h>

// Written by scripts/web-assets from the tree of `web/`: `assets`, sorted by path.
#include "table.inc"

enum { asset_count = sizeof assets / sizeof assets[0] };

static char etags[asset_count][sizeof "\"0123456789abcdef\""];

// FNV-1a, 64 bits (draft-eastlake-fnv §2): tells versions of our own files apart, guards against nobody.
static uint64_t fnv1a(const uint8_t *bytes, size_t length) {
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < length; i++) hash = (hash ^ bytes[i]) * 0x100000001b3u;
    return hash;
}

// Before main, hence before any thread: the table is constant for all who ask.
__attribute__((constructor)) static void hash_assets(void) {
    for (size_t i = 0; i < asset_count; i++) {
        const uint64_t hash = fnv1a(assets[i].bytes, assets[i].length);
        snprintf(etags[i], sizeof etags[i], "\"%08x%08x\"", (unsigned)(hash >> 32), (unsigned)hash);
        assets[i].etag = etags[i];
    }
}

size_t web_assets_count(void) { return asset_count; }

const web_asset *web_assets_at(size_t index) { return index < asset_count ? &assets[index] : nullptr; }

const web_asset *web_assets_find(const char *path) {
    for (size_t i = 0; i < asset_count; i++) {
        if (strcmp(assets[i].path, path) == 0) return &assets[i];
    }
    return nullptr;
}

const char *web_assets_security_policy(void) {
    return "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; object-src 'none'; "
           "base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
}
