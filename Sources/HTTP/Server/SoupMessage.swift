internal import CSoup
internal import Foundation

/// A libsoup server message, read and written. Borrowed: valid during the callback that gave it, or while referenced.
struct SoupMessage {
    let handle: OpaquePointer

    /// Its key in tables.
    var id: Int { Int(bitPattern: handle) }

    var method: String { soup_server_message_get_method(handle).map { String(cString: $0) } ?? "" }

    /// Percent-encoded, with a `/` at least; `*` for `OPTIONS *`.
    var rawPath: String {
        if soup_server_message_is_options_ping(handle) != 0 { return "*" }
        guard let uri = soup_server_message_get_uri(handle), let path = g_uri_get_path(uri) else { return "" }
        let text = String(cString: path)
        return text.isEmpty ? "/" : text
    }

    var rawQuery: String {
        guard let uri = soup_server_message_get_uri(handle), let query = g_uri_get_query(uri) else { return "" }
        return String(cString: query)
    }

    var requestHeaders: HTTPHeaders {
        var iterator = SoupMessageHeadersIter()
        soup_message_headers_iter_init(&iterator, soup_server_message_get_request_headers(handle))
        var headers = HTTPHeaders()
        var name: UnsafePointer<CChar>?
        var value: UnsafePointer<CChar>?
        while soup_message_headers_iter_next(&iterator, &name, &value) != 0 {
            guard let name, let value else { continue }
            headers.append(String(cString: name), String(cString: value))
        }
        return headers
    }

    /// The declared length; 0 when there is none, nil when the body comes in chunks.
    var declaredLength: Int? {
        let headers = soup_server_message_get_request_headers(handle)
        return soup_message_headers_get_encoding(headers) == SOUP_ENCODING_CHUNKED
            ? nil : Int(soup_message_headers_get_content_length(headers))
    }

    /// Several ranges in one request would make libsoup build a response larger than the file.
    func dropMultipleRanges() {
        let headers = soup_server_message_get_request_headers(handle)
        if let ranges = soup_message_headers_get_one(headers, "Range"), strchr(ranges, 0x2C) != nil {
            soup_message_headers_remove(headers, "Range")
        }
    }

    /// The body received. To be called once it is complete.
    var requestBody: [UInt8] {
        guard let bytes = soup_message_body_flatten(soup_server_message_get_request_body(handle)) else { return [] }
        defer { g_bytes_unref(bytes) }
        var count = 0
        guard let start = g_bytes_get_data(bytes, &count), count > 0 else { return [] }
        return [UInt8](UnsafeRawBufferPointer(start: start, count: Int(count)))
    }

    /// Replaces whatever response was set before, and lets it be sent.
    func respond(_ response: HTTPResponse, closing: Bool) {
        soup_server_message_set_status(handle, UInt32(response.status), nil)
        soup_message_headers_remove(soup_server_message_get_response_headers(handle), "Content-Type")
        prepareResponse(response)
        if response.status == 204 { csoup_keep_connection(handle) }
        if closing {
            soup_message_headers_replace(soup_server_message_get_response_headers(handle), "Connection", "close")
        }
    }

    /// Sets headers and body alone: what is sent should libsoup itself decide on a status.
    func prepareResponse(_ response: HTTPResponse) {
        let headers = soup_server_message_get_response_headers(handle)
        for field in response.headers.fields {
            soup_message_headers_remove(headers, field.name)
        }
        for field in response.headers.fields {
            soup_message_headers_append(headers, field.name, Self.singleLine(field.value))
        }
        let body = soup_server_message_get_response_body(handle)
        soup_message_body_truncate(body)
        response.body.withUnsafeBytes { bytes in
            if let start = bytes.baseAddress, !bytes.isEmpty {
                soup_message_body_append(body, SOUP_MEMORY_COPY, start, gsize(bytes.count))
            }
        }
        // libsoup takes a length of 0 for "not set" and counts itself.
        soup_message_headers_set_content_length(headers, goffset(response.body.count))
    }

    /// The address of the other side, without port; IPv4 in IPv4 form.
    var peerAddress: String {
        guard let address = soup_server_message_get_remote_address(handle), csoup_address_is_inet(address) != 0,
            let text = g_inet_address_to_string(csoup_inet_address(address))
        else { return "" }
        defer { g_free(text) }
        let name = String(cString: text)
        return name.hasPrefix("::ffff:") ? String(name.dropFirst(7)) : name
    }

    var socket: UnsafeMutablePointer<GSocket>? { soup_server_message_get_socket(handle) }

    /// Header values never break out of their line.
    private static func singleLine(_ value: String) -> String {
        value.utf8.contains { $0 < 32 && $0 != 9 || $0 == 127 }
            ? String(value.unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }.map(Character.init)) : value
    }
}
