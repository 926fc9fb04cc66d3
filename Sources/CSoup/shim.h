#pragma once
// libsoup as Swift can see it; what does not import has a forwarding inline function here, prefixed csoup_.
#include <glib-unix.h>
#include <libsoup/soup.h>
#include <netinet/in.h>

/// Paths stay percent-encoded: decoding them is the router's business.
static inline SoupServer *csoup_server_new(void) {
    return soup_server_new("raw-paths", TRUE, "server-header", "Visavis", NULL);
}

static inline void csoup_unref(void *object) { g_object_unref(object); }
static inline void *csoup_ref(void *object) { return g_object_ref(object); }

static inline gulong csoup_connect(void *object, const char *signal, GCallback callback, void *context) {
    return g_signal_connect_data(object, signal, callback, context, NULL, 0);
}

/// The raw callback for got-chunk is given its own type so that Swift need not cast between function types.
typedef void (*csoup_message_callback)(SoupServer *server, SoupServerMessage *message, void *context);
typedef void (*csoup_chunk_callback)(SoupServerMessage *message, GBytes *chunk, void *context);

static inline void csoup_on_request(SoupServer *server, const char *signal, csoup_message_callback call, void *context) {
    csoup_connect(server, signal, G_CALLBACK(call), context);
}
static inline void csoup_on_chunk(SoupServerMessage *message, csoup_chunk_callback call, void *context) {
    csoup_connect(message, "got-chunk", G_CALLBACK(call), context);
}

static inline int csoup_address_is_inet(GSocketAddress *address) { return G_IS_INET_SOCKET_ADDRESS(address); }
static inline GInetAddress *csoup_inet_address(GSocketAddress *address) {
    return g_inet_socket_address_get_address(G_INET_SOCKET_ADDRESS(address));
}

static inline gboolean csoup_note_connection(
    GSignalInvocationHint *hint, guint count, const GValue *values, gpointer place) {
    (void)hint;
    if (count > 0) *(void **)place = g_value_get_object(&values[0]);
    return TRUE;
}
/// From now on `*place` is the connection whose request begins, whenever a server emits "request-started". libsoup has
/// no other way to a server's connections. Once per process, after a server listens; false before.
static inline int csoup_watch_connections(void **place) {
    GType type = g_type_from_name("SoupServerConnection");
    if (type == 0) return 0;
    g_type_class_ref(type);
    guint signal = g_signal_lookup("request-started", type);
    return signal != 0 && g_signal_add_emission_hook(signal, 0, csoup_note_connection, place, NULL) != 0;
}
typedef void (*csoup_connection_callback)(void *connection, void *context);
static inline void csoup_on_disconnect(void *connection, csoup_connection_callback call, void *context) {
    csoup_connect(connection, "disconnected", G_CALLBACK(call), context);
}
static inline void csoup_watch_end(void *object, GWeakNotify call, void *context) {
    g_object_weak_ref(G_OBJECT(object), call, context);
}
/// Gives up our reference to the socket of a connection that is gone. libsoup 3.2's listener forgets to give up its own
/// (valgrind names g_socket_accept for every connection): where only that is left, it is given up, too.
static inline void csoup_retire_socket(GSocket *socket) {
    int isLeaked = soup_get_major_version() == 3 && soup_get_minor_version() == 2 && g_socket_is_closed(socket)
        && g_atomic_int_get((gint *)&G_OBJECT(socket)->ref_count) == 2;
    if (isLeaked) g_object_unref(socket);
    g_object_unref(socket);
}
/// Makes the server let go of a connection whose end it has missed.
static inline void csoup_let_go(void *connection) { g_signal_emit_by_name(connection, "disconnected"); }
static inline void csoup_no_deflate(SoupServer *server) {
    soup_server_remove_websocket_extension(server, SOUP_TYPE_WEBSOCKET_EXTENSION_DEFLATE);
}
static inline gssize csoup_stream_send(GIOStream *stream, const void *bytes, gsize count) {
    return g_pollable_output_stream_write_nonblocking(
        G_POLLABLE_OUTPUT_STREAM(g_io_stream_get_output_stream(stream)), bytes, count, NULL, NULL);
}
static inline gssize csoup_stream_receive(GIOStream *stream, void *bytes, gsize count, GError **error) {
    return g_pollable_input_stream_read_nonblocking(
        G_POLLABLE_INPUT_STREAM(g_io_stream_get_input_stream(stream)), bytes, count, NULL, error);
}
static inline int csoup_would_block(GError *error) {
    return g_error_matches(error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
}

/// libsoup takes the length out of a 204's header and then believes that its end is the connection's.
static inline void csoup_keep_length(SoupServerMessage *message, gpointer unused) {
    (void)unused;
    soup_message_headers_set_encoding(
        soup_server_message_get_response_headers(message), SOUP_ENCODING_CONTENT_LENGTH);
}
static inline void csoup_keep_connection(SoupServerMessage *message) {
    csoup_connect(message, "wrote-headers", G_CALLBACK(csoup_keep_length), NULL);
}
/// No more is sent: the other side sees the end behind what it was sent.
static inline void csoup_finish_sending(GIOStream *stream) {
    GSocket *socket = g_object_get_data(G_OBJECT(stream), "GSocket");
    if (socket) g_socket_shutdown(socket, FALSE, TRUE, NULL);
}

/// A source that fires while a descriptor is as `condition` says.
typedef gboolean (*csoup_descriptor_callback)(gint descriptor, GIOCondition condition, gpointer context);
static inline GSource *csoup_watch_descriptor(
    int descriptor, GIOCondition condition, csoup_descriptor_callback call, void *context, GDestroyNotify free) {
    GSource *source = g_unix_fd_source_new(descriptor, condition);
    g_source_set_callback(source, G_SOURCE_FUNC(call), context, free);
    return source;
}

/// Sources that fire while a stream can be read from or written to.
typedef gboolean (*csoup_stream_callback)(GObject *stream, gpointer context);
static inline GSource *csoup_watch_stream(
    GIOStream *stream, int writing, csoup_stream_callback call, void *context, GDestroyNotify free) {
    GSource *source = writing
        ? g_pollable_output_stream_create_source(
              G_POLLABLE_OUTPUT_STREAM(g_io_stream_get_output_stream(stream)), NULL)
        : g_pollable_input_stream_create_source(
              G_POLLABLE_INPUT_STREAM(g_io_stream_get_input_stream(stream)), NULL);
    g_source_set_callback(source, G_SOURCE_FUNC(call), context, free);
    return source;
}
static inline gssize csoup_stream_write(GIOStream *stream, const void *bytes, gsize count, GError **error) {
    return g_pollable_output_stream_write_nonblocking(
        G_POLLABLE_OUTPUT_STREAM(g_io_stream_get_output_stream(stream)), bytes, count, NULL, error);
}
/// The socket of a connection taken from the server, borrowed.
static inline GSocket *csoup_stream_socket(GIOStream *stream) {
    return g_object_get_data(G_OBJECT(stream), "GSocket");
}
/// `digest` has room for 20 bytes.
static inline void csoup_sha1(const void *bytes, gsize count, guint8 *digest) {
    GChecksum *checksum = g_checksum_new(G_CHECKSUM_SHA1);
    gsize length = 20;
    g_checksum_update(checksum, bytes, count);
    g_checksum_get_digest(checksum, digest, &length);
    g_checksum_free(checksum);
}
