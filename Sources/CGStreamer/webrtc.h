#pragma once
// webrtcbin (GStreamer 1.22) as Swift can see it: its signals and properties as plain functions.
#include <gst/gst.h>
#include <agent.h>
#include <malloc.h>
#include <string.h>
#include <gst/video/video.h>
#define GST_USE_UNSTABLE_API  // gst-webrtc has called itself so since 1.14
#include <gst/webrtc/webrtc.h>

// Sets any property from its text form, as on gst-launch's command line.
static inline void cgst_set(void *object, const char *property, const char *value) {
    gst_util_set_object_arg(G_OBJECT(object), property, value);
}

// For strings that must be taken literally.
static inline void cgst_set_text(void *object, const char *property, const char *value) {
    g_object_set(G_OBJECT(object), property, value, NULL);
}

// To be freed with g_free; NULL when unset.
static inline char *cgst_get_text(void *object, const char *property) {
    char *value = NULL;
    g_object_get(G_OBJECT(object), property, &value, NULL);
    return value;
}

static inline gint cgst_get_enum(void *object, const char *property) {
    gint value = 0;
    g_object_get(G_OBJECT(object), property, &value, NULL);
    return value;
}

static inline gboolean cgst_has_property(void *object, const char *property) {
    return g_object_class_find_property(G_OBJECT_GET_CLASS(object), property) != NULL;
}

// +1; NULL when unset.
static inline void *cgst_get_object(void *object, const char *property) {
    void *value = NULL;
    g_object_get(G_OBJECT(object), property, &value, NULL);
    return value;
}

// `release` is called with `context` once, when the handler can never run again.
static inline gulong cgst_connect(
    void *object, const char *signal, GCallback handler, void *context, GClosureNotify release) {
    return g_signal_connect_data(object, signal, handler, context, release, (GConnectFlags)0);
}

// These two also for objects that are no GstObject.
static inline void *cgst_ref_object(void *object) { return g_object_ref(object); }
static inline void cgst_release(void *object) { g_object_unref(object); }

// Name of the element's factory, borrowed; "" for elements without one.
static inline const char *cgst_factory_name(GstElement *element) {
    GstElementFactory *factory = gst_element_get_factory(element);
    return factory == NULL ? "" : GST_OBJECT_NAME(factory);
}

static inline gboolean cgst_bin_add(GstElement *bin, GstElement *element) {
    return gst_bin_add(GST_BIN(bin), element);
}

static inline void cgst_set_no_latency(GstElement *pipeline) { gst_pipeline_set_latency(GST_PIPELINE(pipeline), 0); }

// What glibc's heap holds on to without need goes back to the system.
static inline void cgst_return_memory(void) { malloc_trim(0); }

// MARK: negotiation

// Takes over `promise`.
static inline void cgst_create(GstElement *webrtc, gboolean offer, GstPromise *promise) {
    g_signal_emit_by_name(webrtc, offer ? "create-offer" : "create-answer", NULL, promise);
}

// Takes over `promise`; copies `description`.
static inline void cgst_set_description(
    GstElement *webrtc, gboolean local, GstWebRTCSessionDescription *description, GstPromise *promise) {
    g_signal_emit_by_name(webrtc, local ? "set-local-description" : "set-remote-description", description, promise);
}

// The description inside a create-offer's or create-answer's reply, to be freed; NULL when it is an error.
static inline GstWebRTCSessionDescription *cgst_created(const GstStructure *reply, gboolean offer) {
    GstWebRTCSessionDescription *description = NULL;
    if (reply != NULL) {
        gst_structure_get(
            reply, offer ? "offer" : "answer", GST_TYPE_WEBRTC_SESSION_DESCRIPTION, &description, NULL);
    }
    return description;
}

// The error's text in a promise's reply, to be freed with g_free; NULL when there is none.
static inline char *cgst_reply_error(const GstStructure *reply) {
    GError *error = NULL;
    if (reply == NULL || !gst_structure_has_field(reply, "error")) return NULL;
    gst_structure_get(reply, "error", G_TYPE_ERROR, &error, NULL);
    char *text = g_strdup(error != NULL ? error->message : "unknown error");
    g_clear_error(&error);
    return text;
}

static inline GstWebRTCSessionDescription *cgst_parse_description(const char *text, gboolean offer) {
    GstSDPMessage *message = NULL;
    if (gst_sdp_message_new_from_text(text, &message) != GST_SDP_OK) return NULL;
    return gst_webrtc_session_description_new(
        offer ? GST_WEBRTC_SDP_TYPE_OFFER : GST_WEBRTC_SDP_TYPE_ANSWER, message);
}

// Text to be freed with g_free; NULL before there is one.
static inline char *cgst_local_description(GstElement *webrtc) {
    GstWebRTCSessionDescription *description = NULL;
    g_object_get(webrtc, "local-description", &description, NULL);
    if (description == NULL) return NULL;
    char *text = gst_sdp_message_as_text(description->sdp);
    gst_webrtc_session_description_free(description);
    return text;
}

static inline void cgst_add_candidate(GstElement *webrtc, guint line, const char *candidate) {
    g_signal_emit_by_name(webrtc, "add-ice-candidate", line, candidate);
}

static inline gboolean cgst_add_turn_server(GstElement *webrtc, const char *url) {
    gboolean added = FALSE;
    g_signal_emit_by_name(webrtc, "add-turn-server", url, &added);
    return added;
}

// Sets what the transceiver with this number may negotiate; false when there is none.
static inline gboolean cgst_set_transceiver(
    GstElement *webrtc, gint index, GstWebRTCRTPTransceiverDirection direction, GstCaps *codecs, gboolean nack) {
    GstWebRTCRTPTransceiver *transceiver = NULL;
    g_signal_emit_by_name(webrtc, "get-transceiver", index, &transceiver);
    if (transceiver == NULL) return FALSE;
    g_object_set(transceiver, "direction", direction, "codec-preferences", codecs, "do-nack", nack, NULL);
    gst_object_unref(transceiver);
    return TRUE;
}

static inline gboolean cgst_add_transceiver(
    GstElement *webrtc, GstWebRTCRTPTransceiverDirection direction, GstCaps *codecs, gboolean nack) {
    GstWebRTCRTPTransceiver *transceiver = NULL;
    g_signal_emit_by_name(webrtc, "add-transceiver", direction, codecs, &transceiver);
    if (transceiver == NULL) return FALSE;
    g_object_set(transceiver, "do-nack", nack, NULL);
    gst_object_unref(transceiver);
    return TRUE;
}

// New ICE credentials for the first stream of libnice's agent (RFC 8445 §9), and the other side's new ones.
// The own ones are to be freed with g_free. False when the agent knows no such stream.
static inline gboolean cgst_restart_ice(
    void *agent, const char *remote_ufrag, const char *remote_password, char **ufrag, char **password) {
    return nice_agent_restart_stream((NiceAgent *)agent, 1) &&
           nice_agent_get_local_credentials((NiceAgent *)agent, 1, ufrag, password) &&
           nice_agent_set_remote_credentials((NiceAgent *)agent, 1, remote_ufrag, remote_password);
}

// MARK: data channels

// +1, as the same type that on-data-channel hands over; NULL when the element cannot make one yet.
static inline void *cgst_create_data_channel(GstElement *webrtc, const char *label) {
    GstWebRTCDataChannel *channel = NULL;
    g_signal_emit_by_name(webrtc, "create-data-channel", label, NULL, &channel);
    return channel;
}

static inline gboolean cgst_channel_send(void *channel, const char *text) {
    return gst_webrtc_data_channel_send_string_full(GST_WEBRTC_DATA_CHANNEL(channel), text, NULL);
}

static inline guint64 cgst_channel_buffered(void *channel) {
    guint64 amount = 0;
    g_object_get(channel, "buffered-amount", &amount, NULL);
    return amount;
}

static inline gboolean cgst_channel_is_open(void *channel) {
    GstWebRTCDataChannelState state = GST_WEBRTC_DATA_CHANNEL_STATE_CLOSED;
    g_object_get(channel, "ready-state", &state, NULL);
    return state == GST_WEBRTC_DATA_CHANNEL_STATE_OPEN;
}

// A flag or enum as a number, for objects of any class.
static inline void cgst_set_flag(void *object, const char *property, gboolean value) {
    g_object_set(G_OBJECT(object), property, value, NULL);
}

// MARK: encryption

// GstDtlsConnectionState of plugins-bad 1.22 has no header of its own.
static inline gint cgst_dtls_closed(void) { return 1; }
static inline gint cgst_dtls_connected(void) { return 4; }

// MARK: statistics

// Takes over `promise`.
static inline void cgst_get_statistics(GstElement *webrtc, GstPromise *promise) {
    g_signal_emit_by_name(webrtc, "get-stats", NULL, promise);
}

// Calls `visit` with every structure inside the reply; its name and type are in it.
static inline void cgst_visit_statistics(
    const GstStructure *reply, void (*visit)(const GstStructure *, void *), void *context) {
    for (gint index = 0; index < gst_structure_n_fields(reply); index++) {
        const GValue *value = gst_structure_get_value(reply, gst_structure_nth_field_name(reply, index));
        if (GST_VALUE_HOLDS_STRUCTURE(value)) visit(gst_value_get_structure(value), context);
    }
}

static inline gint cgst_statistics_type(const GstStructure *entry) {
    GstWebRTCStatsType type = (GstWebRTCStatsType)0;
    gst_structure_get(entry, "type", GST_TYPE_WEBRTC_STATS_TYPE, &type, NULL);
    return (gint)type;
}

// Any number as a double; `missing` when there is no such field.
static inline gdouble cgst_number(const GstStructure *entry, const char *field, gdouble missing) {
    const GValue *value = gst_structure_get_value(entry, field);
    if (value == NULL) return missing;
    GValue number = G_VALUE_INIT;
    g_value_init(&number, G_TYPE_DOUBLE);
    gdouble result = g_value_transform(value, &number) ? g_value_get_double(&number) : missing;
    g_value_unset(&number);
    return result;
}

// MARK: pads

static inline gboolean cgst_is_source(GstPad *pad) { return GST_PAD_IS_SRC(pad); }

// Calls `handler` for every buffer and buffer list; `release` gets `context` in the end.
static inline gulong cgst_count_buffers(
    GstPad *pad, GstPadProbeCallback handler, void *context, GDestroyNotify release) {
    return gst_pad_add_probe(
        pad, (GstPadProbeType)(GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST), handler, context, release);
}

// Ends the stream into `element`'s first sink pad; dtlsenc says goodbye to the other side then (close_notify).
static inline void cgst_send_end(GstElement *element) {
    GST_OBJECT_LOCK(element);
    GstPad *pad = element->sinkpads == NULL ? NULL : GST_PAD(gst_object_ref(element->sinkpads->data));
    GST_OBJECT_UNLOCK(element);
    if (pad == NULL) return;
    gst_pad_send_event(pad, gst_event_new_eos());
    gst_object_unref(pad);
}

// MARK: pads of ours, which stand outside any element

static inline gboolean cgst_source_query(GstPad *pad, GstObject *parent, GstQuery *query) {
    // Nothing waits in front of us: live, without latency.
    if (GST_QUERY_TYPE(query) == GST_QUERY_LATENCY) {
        gst_query_set_latency(query, TRUE, 0, GST_CLOCK_TIME_NONE);
        return TRUE;
    }
    return gst_pad_query_default(pad, parent, query);
}

// Whether `event` asks the sender for a keyframe, as PLI and FIR arrive at a source.
static inline gboolean cgst_is_keyframe_request(GstEvent *event) {
    return GST_EVENT_TYPE(event) == GST_EVENT_CUSTOM_UPSTREAM && gst_event_has_name(event, "GstForceKeyUnit");
}

static inline void cgst_event_unref(GstEvent *event) { gst_event_unref(event); }

// An active source pad that anything may be pushed into, linked to `sink`; NULL when they do not fit.
// `on_event` gets every upstream event and takes it over; `gst_pad_get_element_private` gives it `context`.
static inline GstPad *cgst_source_pad(GstPad *sink, GstPadEventFunction on_event, void *context) {
    GstPad *pad = gst_pad_new(NULL, GST_PAD_SRC);
    gst_pad_set_element_private(pad, context);
    gst_pad_set_event_function(pad, on_event);
    gst_pad_set_query_function(pad, cgst_source_query);
    if (gst_pad_link(pad, sink) != GST_PAD_LINK_OK || !gst_pad_set_active(pad, TRUE)) {
        gst_object_unref(pad);
        return NULL;
    }
    return pad;
}

// What must come before the first buffer. False when the caps are refused.
static inline gboolean cgst_begin_stream(GstPad *pad, const char *stream, GstCaps *caps) {
    GstSegment segment;
    gst_segment_init(&segment, GST_FORMAT_TIME);
    return gst_pad_push_event(pad, gst_event_new_stream_start(stream)) &&
           gst_pad_push_event(pad, gst_event_new_caps(caps)) &&
           gst_pad_push_event(pad, gst_event_new_segment(&segment));
}

// An active sink pad linked to `source`; `on_buffer` takes each buffer over.
static inline GstPad *cgst_sink_pad(GstPad *source, GstPadChainFunction on_buffer, void *context) {
    GstPad *pad = gst_pad_new(NULL, GST_PAD_SINK);
    gst_pad_set_element_private(pad, context);
    gst_pad_set_chain_function(pad, on_buffer);
    if (!gst_pad_set_active(pad, TRUE) || gst_pad_link(source, pad) != GST_PAD_LINK_OK) {
        gst_object_unref(pad);
        return NULL;
    }
    return pad;
}

// Asks whoever sends into `pad` for a keyframe.
static inline void cgst_request_keyframe(GstPad *pad) {
    gst_pad_push_event(pad, gst_video_event_new_upstream_force_key_unit(GST_CLOCK_TIME_NONE, TRUE, 0));
}

static inline void *cgst_pad_context(GstPad *pad) { return gst_pad_get_element_private(pad); }
static inline guint64 cgst_buffer_time(GstBuffer *buffer) { return GST_BUFFER_PTS(buffer); }

// The string in this field, borrowed from the caps; NULL when there is none.
static inline const char *cgst_caps_string(const GstCaps *caps, const char *field) {
    return gst_structure_get_string(gst_caps_get_structure(caps, 0), field);
}

static inline void cgst_buffer_unref(GstBuffer *buffer) { gst_buffer_unref(buffer); }

// A read-only buffer over somebody's memory; `release` is called with `owner` when the last reader is done.
static inline GstBuffer *cgst_wrap(
    const void *bytes, gsize count, void *owner, GDestroyNotify release, guint64 pts, gboolean is_delta) {
    GstBuffer *buffer =
        gst_buffer_new_wrapped_full(GST_MEMORY_FLAG_READONLY, (gpointer)bytes, count, 0, count, owner, release);
    GST_BUFFER_PTS(buffer) = pts;
    if (is_delta) GST_BUFFER_FLAG_SET(buffer, GST_BUFFER_FLAG_DELTA_UNIT);
    return buffer;
}

// Errors' own words and where they come from, to be freed with g_free.
static inline char *cgst_error_text(GstMessage *message) {
    GError *error = NULL;
    gchar *details = NULL;
    gst_message_parse_error(message, &error, &details);
    char *text = g_strdup_printf(
        "%s: %s", GST_MESSAGE_SRC(message) != NULL ? GST_OBJECT_NAME(GST_MESSAGE_SRC(message)) : "?",
        error != NULL ? error->message : "unknown error");
    g_clear_error(&error);
    g_free(details);
    return text;
}

static inline gboolean cgst_is_from(GstMessage *message, const char *factory) {
    GstObject *source = GST_MESSAGE_SRC(message);
    return GST_IS_ELEMENT(source) && strcmp(cgst_factory_name(GST_ELEMENT(source)), factory) == 0;
}

static inline void cgst_message_unref(GstMessage *message) { gst_message_unref(message); }
