#pragma once
// One element run on the caller's thread, without a pipeline: a pad of ours before it, a pad of ours behind it.
#include <gst/gst.h>
#include <gst/video/video.h>

static inline gboolean cgst_lone_pad_event(GstPad *pad, GstObject *parent, GstEvent *event) {
    (void)pad, (void)parent;
    gst_event_unref(event);
    return TRUE;
}

// Answers what may pass: the caps of the pad's template. Anything else is not known here.
static inline gboolean cgst_lone_pad_query(GstPad *pad, GstObject *parent, GstQuery *query) {
    (void)parent;
    GstCaps *own = gst_pad_get_pad_template_caps(pad);
    gboolean known = TRUE;
    if (GST_QUERY_TYPE(query) == GST_QUERY_CAPS) {
        GstCaps *filter;
        gst_query_parse_caps(query, &filter);
        GstCaps *passing = filter == NULL ? gst_caps_ref(own) : gst_caps_intersect(filter, own);
        gst_query_set_caps_result(query, passing);
        gst_caps_unref(passing);
    } else if (GST_QUERY_TYPE(query) == GST_QUERY_ACCEPT_CAPS) {
        GstCaps *asked;
        gst_query_parse_accept_caps(query, &asked);
        gst_query_set_accept_caps_result(query, gst_caps_can_intersect(asked, own));
    } else {
        known = FALSE;
    }
    gst_caps_unref(own);
    return known;
}

// A pad of its own that takes or gives `caps`; freed with gst_object_unref.
static inline GstPad *cgst_lone_pad(const char *name, GstPadDirection direction, const char *caps) {
    GstCaps *allowed = gst_caps_from_string(caps);
    if (allowed == NULL) return NULL;
    GstPadTemplate *template = gst_pad_template_new(name, direction, GST_PAD_ALWAYS, allowed);
    gst_caps_unref(allowed);
    GstPad *pad = gst_pad_new_from_template(template, name);
    gst_object_unref(template);
    gst_object_ref_sink(pad);
    gst_pad_set_event_function(pad, cgst_lone_pad_event);
    gst_pad_set_query_function(pad, cgst_lone_pad_query);
    return pad;
}

static inline void cgst_set_chain(
    GstPad *pad, GstFlowReturn (*chain)(GstPad *, GstObject *, GstBuffer *), gpointer context) {
    gst_pad_set_element_private(pad, context);
    gst_pad_set_chain_function(pad, chain);
}

// Links `pad` with the element's pad called `name`.
static inline gboolean cgst_link_lone(GstPad *pad, GstElement *element, const char *name) {
    GstPad *other = gst_element_get_static_pad(element, name);
    if (other == NULL) return FALSE;
    gboolean linked = GST_PAD_IS_SRC(pad) ? gst_pad_link(pad, other) == GST_PAD_LINK_OK
                                          : gst_pad_link(other, pad) == GST_PAD_LINK_OK;
    gst_object_unref(other);
    return linked;
}

// Opens the stream: an element takes no buffer before these events.
static inline gboolean cgst_open_lone(GstPad *pad, const char *caps) {
    GstCaps *fixed = gst_caps_from_string(caps);
    if (fixed == NULL) return FALSE;
    GstSegment segment;
    gst_segment_init(&segment, GST_FORMAT_TIME);
    gboolean taken = gst_pad_push_event(pad, gst_event_new_stream_start("stage")) &&
                     gst_pad_push_event(pad, gst_event_new_caps(fixed)) &&
                     gst_pad_push_event(pad, gst_event_new_segment(&segment));
    gst_caps_unref(fixed);
    return taken;
}

static inline gboolean cgst_ask_for_keyframe(GstPad *pad) {
    guint64 none = GST_CLOCK_TIME_NONE;
    return gst_pad_push_event(pad, gst_video_event_new_downstream_force_key_unit(none, none, none, TRUE, 0));
}

static inline void cgst_set_property(GstElement *element, const char *property, const char *value) {
    gst_util_set_object_arg(G_OBJECT(element), property, value);
}

static inline void cgst_ref_sink(void *object) { gst_object_ref_sink(object); }
