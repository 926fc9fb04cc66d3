internal import CGStreamer
internal import Synchronization

/// Data channels: ours, and those the other side opens.
extension LinkSignals {
    /// More channels than this are not listened to.
    private static let channelLimit = 8

    /// Listens to a channel and keeps it.
    func adopt(_ channel: UnsafeMutableRawPointer) {
        let isKept = state.withLock { state in
            guard !state.isDetached, state.channels.count < Self.channelLimit else { return false }
            state.channels.append(Channel(handle: cgst_ref_object(channel)))
            return true
        }
        guard isKept else { return }
        connect(channel, "on-open", unsafeBitCast(onChannelOpen, to: GCallback.self))
        connect(channel, "on-message-string", unsafeBitCast(onChannelMessage, to: GCallback.self))
    }

    func opened(_ channel: UnsafeMutableRawPointer) {
        let isNews = state.withLock { state in
            guard let index = state.channels.firstIndex(where: { $0.handle == channel }),
                !state.channels[index].isAnnounced
            else { return false }
            state.channels[index].isAnnounced = true
            return true
        }
        if isNews { delegate?.linkOpenedChannel() }
    }

    /// The first open channel, +1.
    func openChannel() -> UnsafeMutableRawPointer? {
        let channels = state.withLock { state in
            for channel in state.channels { _ = cgst_ref_object(channel.handle) }
            return state.channels
        }
        var found: UnsafeMutableRawPointer?
        for channel in channels {
            if found == nil, cgst_channel_is_open(channel.handle) != 0 {
                found = channel.handle
            } else {
                cgst_release(channel.handle)
            }
        }
        return found
    }
}
