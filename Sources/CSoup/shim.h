#pragma once
// libsoup as Swift can see it; what does not import has a forwarding inline function here, prefixed csoup_.
#include <libsoup/soup.h>
