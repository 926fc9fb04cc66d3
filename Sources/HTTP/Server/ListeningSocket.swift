// Where libcurl comes first, the C library's socket constants count as its.
internal import CCurl
internal import Foundation

/// A bound and listening TCP socket. Owns its descriptor.
struct ListeningSocket: ~Copyable {
    let descriptor: Int32
    let address: HTTPAddress

    deinit { close(descriptor) }

    /// Connections the system keeps for the server while it is busy.
    private static let backlog: Int32 = 512

    private init(_ info: addrinfo, host: String, port: Int) throws(HTTPServerError) {
        let descriptor = socket(info.ai_family, info.ai_socktype | Int32(SOCK_CLOEXEC.rawValue), info.ai_protocol)
        guard descriptor >= 0 else { throw Self.error(host, port) }
        Self.set(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
        if info.ai_family == AF_INET6 {
            Self.set(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, host == "::" ? 0 : 1)
        }
        guard bind(descriptor, info.ai_addr, info.ai_addrlen) == 0, listen(descriptor, Self.backlog) == 0 else {
            let error = Self.error(host, port)
            close(descriptor)
            throw error
        }
        self.descriptor = descriptor
        address = HTTPAddress(address: Self.name(of: info), port: Self.port(of: descriptor))
    }

    /// Calls `use` with a socket for each address of `host`; the second of `localhost` may be missing.
    static func each(
        host: String, port: Int, _ use: (consuming ListeningSocket) throws(HTTPServerError) -> Void
    ) throws(HTTPServerError) {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        guard !host.isEmpty, getaddrinfo(host, "\(port)", &hints, &list) == 0, let list else {
            throw .unknownHost(host)
        }
        defer { freeaddrinfo(list) }
        var count = 0
        var chosen = port
        var seen: Set<String> = []
        for entry in sequence(first: list, next: { $0.pointee.ai_next }) {
            guard seen.insert(name(of: entry.pointee)).inserted else { continue }
            var info = entry.pointee
            var storage = sockaddr_storage()
            memcpy(&storage, info.ai_addr, Int(info.ai_addrlen))
            // Port and family lie at the same places in both kinds of address (RFC 3493 §3.3).
            withUnsafeMutableBytes(of: &storage) {
                $0.storeBytes(of: in_port_t(chosen).bigEndian, toByteOffset: 2, as: in_port_t.self)
            }
            do throws(HTTPServerError) {
                let socket = try withUnsafeMutablePointer(to: &storage) { (pointer) throws(HTTPServerError) in
                    info.ai_addr = UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: sockaddr.self)
                    return try ListeningSocket(info, host: host, port: chosen)
                }
                chosen = socket.address.port
                count += 1
                try use(socket)
            } catch .cannotListen where count > 0 {
                continue
            }
        }
        guard count > 0 else { throw .unknownHost(host) }
    }

    private static func error(_ host: String, _ port: Int) -> HTTPServerError {
        switch errno {
        case EADDRINUSE: .portInUse(host: host, port: port)
        case EACCES: .portNotPermitted(port: port)
        case EADDRNOTAVAIL where port >= 0:
            .cannotListen(host: host, port: port, reason: "this machine has no such address")
        default: .cannotListen(host: host, port: port, reason: String(cString: strerror(errno)))
        }
    }

    private static func set(_ descriptor: Int32, _ level: Int32, _ option: Int32, _ value: Int32) {
        var value = value
        setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func name(of info: addrinfo) -> String {
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        getnameinfo(info.ai_addr, info.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func port(of descriptor: Int32) -> Int {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        _ = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        return withUnsafeBytes(of: &storage) {
            Int(in_port_t(bigEndian: $0.load(fromByteOffset: 2, as: in_port_t.self)))
        }
    }
}
