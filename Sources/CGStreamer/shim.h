#pragma once
// GStreamer as Swift can see it. Variadic calls and cast macros do not import, so each one that is needed
// has a forwarding inline function here, prefixed cgst_.
#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>
#include <gst/gst.h>
#include <gst/pbutils/pbutils.h>
#include <gst/video/video.h>
