internal import API
internal import Avatars
internal import Core
internal import Foundation
internal import HTTP
internal import Media
internal import Operations
internal import Sessions
internal import Stage

/// The operator's decisions in the words of each part.
extension Configuration {
    func httpServer(tls: TLSIdentity?) -> HTTPServerConfiguration {
        var limits = HTTPLimits()
        limits.connections = self.limits.connections
        limits.connectionsPerAddress = self.limits.connectionsPerAddress
        return HTTPServerConfiguration(host: server.host, port: server.port, tls: tls, limits: limits)
    }

    var iceServers: [ICEServer] {
        var servers = ice.stun.isEmpty ? [] : [ICEServer(urls: ice.stun)]
        if !ice.turn.isEmpty {
            servers.append(ICEServer(urls: ice.turn, username: ice.username, credential: ice.credential))
        }
        return servers
    }

    var peers: PeerConfiguration {
        var peers = PeerConfiguration(codec: .vp8, height: 480)
        peers.iceServers = iceServers
        peers.udpPorts = udpPorts
        peers.allowsTCP = ice.tcp
        return peers
    }

    func apiSettings(samples: String?) -> APISettings {
        var settings = APISettings()
        settings.pageAccess = PageAccess(rawValue: access.page) ?? .loopback
        if access.origins != ["*"] { settings.crossOrigin = CORSPolicy(origins: .only(Set(access.origins))) }
        settings.iceServers = iceServers
        settings.limits.idleTimeout = .seconds(sessions.idleTimeout)
        settings.limits.maximumDuration = .seconds(sessions.maximumDuration)
        settings.quality = StreamQuality(rawValue: sessions.quality) ?? .medium
        settings.codec = VideoCodec(rawValue: sessions.codec) ?? .vp8
        settings.sampleFolder = samples
        if !model.url.isEmpty { settings.models["configured"] = [model.name] }
        return settings
    }

    /// - Parameter cache: Where archives are unpacked; nil is the user's own cache folder.
    func avatarCatalogue(cache: URL? = nil) -> AvatarCatalogue {
        let standard = AvatarCatalogue.standard()
        let folders = paths.avatars.map { URL(fileURLWithPath: $0, isDirectory: true) }
        guard let cache else { return folders.isEmpty ? standard : standard.looking(in: folders) }
        return AvatarCatalogue(
            folders: folders.isEmpty ? standard.folders : folders, cache: cache.appending(path: "avatars"))
    }

    var logger: Log {
        let level = Log.Level.allCases.first { "\($0)" == log.level } ?? .info
        return Log(level: level, format: Log.Format(rawValue: log.format) ?? .text)
    }
}
