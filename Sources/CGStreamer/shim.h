#pragma once
// GStreamer as Swift can see it. Variadic calls and cast macros do not import, so each one that is needed
// has a forwarding inline function here, prefixed cgst_.
#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>
#include <gst/gst.h>
#include <gst/pbutils/pbutils.h>
#include <gst/sdp/sdp.h>
#include <gst/video/video.h>

#include "webrtc.h"

static inline void cgst_set_string(GstElement *element, const char *property, const char *value) {
    g_object_set(G_OBJECT(element), property, value, NULL);
}

static inline GstCaps *cgst_copy_caps_property(GstElement *element, const char *property) {
    GstCaps *caps = NULL;
    g_object_get(G_OBJECT(element), property, &caps, NULL);
    return caps;
}

static inline GstElement *cgst_bin_get(GstElement *bin, const char *name) {
    return gst_bin_get_by_name(GST_BIN(bin), name);
}

// Waits at most `timeout` ns; NULL at the end of the stream and after the wait.
static inline GstSample *cgst_pull(GstElement *sink, guint64 timeout) {
    return gst_app_sink_try_pull_sample(GST_APP_SINK(sink), timeout);
}

static inline gboolean cgst_is_at_end(GstElement *sink) { return gst_app_sink_is_eos(GST_APP_SINK(sink)); }

// Takes over `buffer`.
static inline GstFlowReturn cgst_push(GstElement *source, GstBuffer *buffer) {
    return gst_app_src_push_buffer(GST_APP_SRC(source), buffer);
}

static inline guint64 cgst_queued_buffers(GstElement *source) {
    return gst_app_src_get_current_level_buffers(GST_APP_SRC(source));
}

static inline GstFlowReturn cgst_end(GstElement *source) { return gst_app_src_end_of_stream(GST_APP_SRC(source)); }

static inline void cgst_set_caps(GstElement *source, const GstCaps *caps) {
    gst_app_src_set_caps(GST_APP_SRC(source), caps);
}

static inline void cgst_set_timestamps(GstBuffer *buffer, guint64 pts, guint64 duration) {
    GST_BUFFER_PTS(buffer) = pts;
    GST_BUFFER_DURATION(buffer) = duration;
}

static inline gboolean cgst_is_keyframe(GstBuffer *buffer) {
    return !GST_BUFFER_FLAG_IS_SET(buffer, GST_BUFFER_FLAG_DELTA_UNIT);
}

// The decoder configuration in the caps of a coded stream, borrowed from them; NULL when there is none.
static inline GstBuffer *cgst_codec_data(const GstCaps *caps) {
    const GValue *value = gst_structure_get_value(gst_caps_get_structure(caps, 0), "codec_data");
    return value != NULL && GST_VALUE_HOLDS_BUFFER(value) ? gst_value_get_buffer(value) : NULL;
}

// `position` of the stream `pad` carries as time since the start of the file; none when it lies outside.
static inline guint64 cgst_pad_stream_time(GstPad *pad, guint64 position) {
    guint64 time = GST_CLOCK_TIME_NONE;
    GstEvent *event = gst_pad_get_sticky_event(pad, GST_EVENT_SEGMENT, 0);
    if (event == NULL) return time;
    const GstSegment *segment;
    gst_event_parse_segment(event, &segment);
    if (segment->format == GST_FORMAT_TIME) time = gst_segment_to_stream_time(segment, GST_FORMAT_TIME, position);
    gst_event_unref(event);
    return time;
}

// Time of the sample's start since the start of the file, in ns; negative before it. False when it has none.
static inline gboolean cgst_sample_stream_time(GstSample *sample, gint64 *time) {
    const GstSegment *segment = gst_sample_get_segment(sample);
    GstBuffer *buffer = gst_sample_get_buffer(sample);
    if (buffer == NULL || !GST_BUFFER_PTS_IS_VALID(buffer) || segment->format != GST_FORMAT_TIME) return FALSE;
    guint64 absolute = 0;
    int sign = gst_segment_to_stream_time_full(segment, GST_FORMAT_TIME, GST_BUFFER_PTS(buffer), &absolute);
    *time = sign < 0 ? -(gint64)absolute : (gint64)absolute;
    return sign != 0;
}

static inline guint64 cgst_presentation_or_decoding_time(GstBuffer *buffer) {
    return GST_BUFFER_PTS_IS_VALID(buffer) ? GST_BUFFER_PTS(buffer) : GST_BUFFER_DTS(buffer);
}

// The tag `image-orientation` among the stream's tags, to be freed with g_free; NULL when there is none.
static inline char *cgst_pad_orientation(GstPad *pad) {
    char *text = NULL;
    GstEvent *event;
    for (guint index = 0; text == NULL && (event = gst_pad_get_sticky_event(pad, GST_EVENT_TAG, index)); index++) {
        GstTagList *tags;
        gst_event_parse_tag(event, &tags);
        gst_tag_list_get_string(tags, GST_TAG_IMAGE_ORIENTATION, &text);
        gst_event_unref(event);
    }
    return text;
}

static inline GQuark cgst_core_errors(void) { return GST_CORE_ERROR; }

static inline void cgst_connect_pad_added(
    GstElement *element, void (*handler)(GstElement *, GstPad *, gpointer), gpointer context) {
    g_signal_connect(element, "pad-added", G_CALLBACK(handler), context);
}

static inline void cgst_connect_autoplug_continue(
    GstElement *element, gboolean (*handler)(GstElement *, GstPad *, GstCaps *, gpointer), gpointer context) {
    g_signal_connect(element, "autoplug-continue", G_CALLBACK(handler), context);
}

static inline void cgst_connect_no_more_pads(
    GstElement *element, void (*handler)(GstElement *, gpointer), gpointer context) {
    g_signal_connect(element, "no-more-pads", G_CALLBACK(handler), context);
}

// Whether anything takes what `element` gives.
static inline gboolean cgst_has_linked_output(GstElement *element) {
    gboolean linked = FALSE;
    GST_OBJECT_LOCK(element);
    for (GList *pad = element->srcpads; pad != NULL; pad = pad->next) linked |= gst_pad_is_linked(GST_PAD(pad->data));
    GST_OBJECT_UNLOCK(element);
    return linked;
}

static inline gulong cgst_observe_buffers(GstPad *pad, GstPadProbeCallback handler, gpointer context) {
    return gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_BUFFER, handler, context, NULL);
}

static inline GstBuffer *cgst_probed_buffer(GstPadProbeInfo *info) { return GST_PAD_PROBE_INFO_BUFFER(info); }

// Throws away what `pad` of `bin`'s parser gives, without ever waiting.
static inline gboolean cgst_discard(GstElement *bin, GstPad *pad) {
    GstElement *sink = gst_element_factory_make("fakesink", NULL);
    if (sink == NULL) return FALSE;
    g_object_set(sink, "sync", FALSE, "async", FALSE, NULL);
    gst_bin_add(GST_BIN(bin), sink);
    GstPad *target = gst_element_get_static_pad(sink, "sink");
    gboolean linked = gst_pad_link(pad, target) == GST_PAD_LINK_OK;
    gst_object_unref(target);
    gst_element_sync_state_with_parent(sink);
    return linked;
}

static inline gboolean cgst_seek(GstElement *pipeline, guint64 start) {
    return gst_element_seek_simple(
        pipeline, GST_FORMAT_TIME, GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_ACCURATE, (gint64)start);
}

// The frame that starts at `start` (ns), pushed after this call, becomes a keyframe.
static inline void cgst_force_keyframe(GstElement *source, guint64 start) {
    gst_element_send_event(source, gst_video_event_new_downstream_force_key_unit(start, start, start, TRUE, 0));
}

static inline guint64 cgst_no_time(void) { return GST_CLOCK_TIME_NONE; }
static inline GstMessageType cgst_message_type(GstMessage *message) { return GST_MESSAGE_TYPE(message); }
static inline void cgst_unref(void *object) { gst_object_unref(object); }
static inline GQuark cgst_stream_errors(void) { return GST_STREAM_ERROR; }

// Whether any installed decoder takes these caps.
static inline gboolean cgst_is_decodable(const GstCaps *caps) {
    GList *all = gst_element_factory_list_get_elements(GST_ELEMENT_FACTORY_TYPE_DECODER, GST_RANK_MARGINAL);
    GList *able = gst_element_factory_list_filter(all, caps, GST_PAD_SINK, FALSE);
    gboolean found = able != NULL;
    gst_plugin_feature_list_free(able);
    gst_plugin_feature_list_free(all);
    return found;
}

static inline void cgst_ignore_log(const gchar *domain, GLogLevelFlags level, const gchar *text, gpointer context) {
    (void)domain, (void)level, (void)text, (void)context;
}

// What is said about a file goes into errors; nothing is printed.
static inline void cgst_silence(void) {
    gst_debug_set_default_threshold(GST_LEVEL_NONE);
    g_log_set_default_handler(cgst_ignore_log, NULL);
}