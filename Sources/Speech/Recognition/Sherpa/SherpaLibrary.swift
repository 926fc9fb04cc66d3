internal import CSherpa
internal import Glibc

/// The functions of sherpa-onnx's library for C, found at run time. Stays loaded until the process ends.
struct SherpaLibrary: Sendable {
    /// Whose memory layout the one in CSherpa was compared with, every member and the whole, by their own headers.
    static let versions: Set<String> = [
        "1.13.0", "1.13.1", "1.13.2", "1.13.3", "1.13.4", "1.13.5", "1.13.6", "1.13.7", "1.13.8", "2.0.0", "2.0.1",
    ]

    let version: String
    let createRecogniser: CSherpaCreateRecogniser
    let destroyRecogniser: CSherpaDestroyRecogniser
    let createStream: CSherpaCreateStream
    let destroyStream: CSherpaDestroyStream
    let accept: CSherpaAccept
    let finish: CSherpaFinish
    let isReady: CSherpaIsReady
    let decode: CSherpaDecode
    let result: CSherpaGetResult
    let destroyResult: CSherpaDestroyResult

    /// Runs what the library does when it is loaded: only for a file the operator names.
    init(path: String) throws(SherpaError) {
        // Without a slash the linker would search its own folders for another file of that name.
        let file = path.contains("/") ? path : "./" + path
        guard let handle = dlopen(file, RTLD_NOW | RTLD_LOCAL) else {
            throw .cannotLoad(path: path, reason: dlerror().map { String(cString: $0) } ?? "unknown reason")
        }
        do throws(SherpaError) {
            func function<T>(_ name: String, _: T.Type) throws(SherpaError) -> T {
                guard let symbol = dlsym(handle, "SherpaOnnx" + name) else {
                    throw .functionMissing(path: path, name: "SherpaOnnx" + name)
                }
                return unsafeBitCast(symbol, to: T.self)
            }
            let getVersion = try function("GetVersionStr", CSherpaVersion.self)
            version = getVersion().map { String(cString: $0) } ?? ""
            guard Self.versions.contains(version) else {
                let known = Self.versions.sorted().joined(separator: ", ")
                throw .unknownVersion(path: path, version: String(version.prefix(40)), known: known)
            }
            createRecogniser = try function("CreateOnlineRecognizer", CSherpaCreateRecogniser.self)
            destroyRecogniser = try function("DestroyOnlineRecognizer", CSherpaDestroyRecogniser.self)
            createStream = try function("CreateOnlineStream", CSherpaCreateStream.self)
            destroyStream = try function("DestroyOnlineStream", CSherpaDestroyStream.self)
            accept = try function("OnlineStreamAcceptWaveform", CSherpaAccept.self)
            finish = try function("OnlineStreamInputFinished", CSherpaFinish.self)
            isReady = try function("IsOnlineStreamReady", CSherpaIsReady.self)
            decode = try function("DecodeOnlineStream", CSherpaDecode.self)
            result = try function("GetOnlineStreamResult", CSherpaGetResult.self)
            destroyResult = try function("DestroyOnlineRecognizerResult", CSherpaDestroyResult.self)
        } catch {
            dlclose(handle)
            throw error
        }
    }
}
