#pragma once
// libcurl as Swift can see it; its variadic functions have a forwarding inline function for each kind of argument.
#define CURL_DISABLE_TYPECHECK 1
#include <curl/curl.h>

static inline CURLcode ccurl_set_number(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}
static inline CURLcode ccurl_set_size(CURL *easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}
static inline CURLcode ccurl_set_text(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}
static inline CURLcode ccurl_set_pointer(CURL *easy, CURLoption option, const void *value) {
    return curl_easy_setopt(easy, option, value);
}
static inline CURLcode ccurl_set_authorities(CURL *easy, const char *text, size_t count) {
    struct curl_blob blob = {(void *)text, count, CURL_BLOB_COPY};
    return curl_easy_setopt(easy, CURLOPT_CAINFO_BLOB, &blob);
}

typedef size_t (*ccurl_bytes_callback)(char *bytes, size_t size, size_t count, void *context);
typedef curl_socket_t (*ccurl_open_callback)(void *context, curlsocktype purpose, struct curl_sockaddr *address);
typedef int (*ccurl_ready_callback)(void *context, char *, char *, int, int);

static inline void ccurl_on_header(CURL *easy, ccurl_bytes_callback call, void *context) {
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, call);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, context);
}
static inline void ccurl_on_body(CURL *easy, ccurl_bytes_callback call, void *context) {
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, call);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, context);
}
static inline void ccurl_on_open(CURL *easy, ccurl_open_callback call, void *context) {
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, call);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, context);
}
/// Called once the connection is there, before anything is sent.
static inline void ccurl_on_ready(CURL *easy, ccurl_ready_callback call, void *context) {
    curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, call);
    curl_easy_setopt(easy, CURLOPT_PREREQDATA, context);
}
static inline long ccurl_get_number(CURL *easy, CURLINFO info) {
    long value = 0;
    curl_easy_getinfo(easy, info, &value);
    return value;
}
static inline curl_socket_t ccurl_active_socket(CURL *easy) {
    curl_socket_t socket = CURL_SOCKET_BAD;
    curl_easy_getinfo(easy, CURLINFO_ACTIVESOCKET, &socket);
    return socket;
}

typedef int (*ccurl_socket_callback)(CURL *easy, curl_socket_t socket, int what, void *context, void *own);
typedef int (*ccurl_timer_callback)(CURLM *multi, long milliseconds, void *context);

static inline void ccurl_multi_set_number(CURLM *multi, CURLMoption option, long value) {
    curl_multi_setopt(multi, option, value);
}
static inline void ccurl_multi_watch(
    CURLM *multi, ccurl_socket_callback on_socket, ccurl_timer_callback on_timer, void *context) {
    curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, on_socket);
    curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, context);
    curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, on_timer);
    curl_multi_setopt(multi, CURLMOPT_TIMERDATA, context);
}
/// The next transfer that is over; null when there is none.
static inline CURL *ccurl_multi_next_done(CURLM *multi, CURLcode *result) {
    int left = 0;
    CURLMsg *message;
    while ((message = curl_multi_info_read(multi, &left))) {
        if (message->msg != CURLMSG_DONE) continue;
        *result = message->data.result;
        return message->easy_handle;
    }
    return NULL;
}
