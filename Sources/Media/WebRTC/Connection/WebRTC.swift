internal import CGStreamer
internal import Cryptography
internal import Dispatch

/// What all peers of the process share.
package enum WebRTC {
    /// Loads the libraries and makes the process's certificate, so that the first visitor does not wait for it
    /// (about half a second). Blocks; any thread; later calls return at once.
    package static func warmUp() throws(PeerError) {
        GStreamer.start()
        _ = try identity.get()
        _ = warm
    }

    /// Creating one of each runs their class initialisers, among them an RSA key that DTLS never uses here.
    private static let warm: Void = {
        for name in [
            "webrtcbin", "rtpbin", "dtlssrtpdec", "dtlssrtpenc", "srtpenc", "srtpdec", "sctpenc", "sctpdec", "nicesrc",
            "nicesink", "rtph264pay", "rtpvp8pay", "rtpopuspay", "rtprtxsend", "rtpjitterbuffer",
        ] {
            guard let element = gst_element_factory_make(name, nil) else { continue }
            cgst_unref(gst_object_ref_sink(element))
        }
    }()

    /// The certificate and key every peer of this process shows (EC P-256, see ``SelfSignedCertificate``).
    static let identity: Result<SelfSignedCertificate, PeerError> = {
        do {
            return .success(try SelfSignedCertificate(commonName: "visavis"))
        } catch {
            return .failure(.failed(detail: String(describing: error)))
        }
    }()

    /// Where calls into GStreamer run that may take milliseconds: neither a caller's thread nor a streaming one.
    static let workers = DispatchQueue(label: "webrtc", attributes: .concurrent)
}
