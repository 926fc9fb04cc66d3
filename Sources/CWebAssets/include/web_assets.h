// The pages and their client library (`web/`), inside the executable.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// One file as it is served. All pointers live as long as the process; nothing is ever written after start.
typedef struct web_asset {
    /// The URL's path, without query: "/", "/sdk/index.js".
    const char *path;
    const uint8_t *bytes;
    size_t length;
    /// With charset, for the Content-Type header.
    const char *content_type;
    /// A strong validator with its quotes (RFC 9110 §8.8.3), of the bytes: changes with every build that changes them.
    const char *etag;
} web_asset;

size_t web_assets_count(void);

/// By index from 0, sorted by path; null from `web_assets_count()` on.
const web_asset *web_assets_at(size_t index);

/// By the exact path of the URL; null when there is no such page.
const web_asset *web_assets_find(const char *path);

/// The Content-Security-Policy the pages are written for: nothing from elsewhere, nothing inline.
const char *web_assets_security_policy(void);
