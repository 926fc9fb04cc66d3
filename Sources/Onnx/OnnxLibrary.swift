internal import Glibc

/// ONNX Runtime, found when the program runs; nothing links it. Its interface is a table of functions to which versions
/// only append (onnxruntime_c_api.h, `OrtApi`), so places in it stay. One per process is enough; never unloaded.
///
/// Any thread.
package final class OnnxLibrary: @unchecked Sendable {
    private let table: UnsafePointer<UnsafeRawPointer>
    let environment: OpaquePointer
    let memory: OpaquePointer

    /// The version of the table that is asked for: ONNX Runtime 1.14 and later have it.
    private static let version: UInt32 = 14

    enum Slot: Int {
        case errorMessage = 2
        case createEnvironment = 3
        case createSessionFromArray = 8
        case run = 9
        case createSessionOptions = 10
        case setIntraOpThreads = 24
        case createTensor = 49
        case tensorData = 51
        case elementCount = 64
        case typeAndShape = 65
        case createCPUMemory = 69
        case releaseStatus = 93
        case releaseSession = 95
        case releaseValue = 96
        case releaseShape = 99
        case releaseSessionOptions = 100
    }

    /// - Parameter library: Path of libonnxruntime.so.
    /// - Throws: `OnnxError.libraryMissing`.
    package init(library: String) throws(OnnxError) {
        guard let handle = dlopen(library, RTLD_NOW | RTLD_LOCAL) else {
            throw .libraryMissing(reason: "libonnxruntime.so cannot be loaded from \(library)")
        }
        typealias Base = @convention(c) () -> UnsafePointer<UnsafeRawPointer>?
        typealias GetTable = @convention(c) (UInt32) -> UnsafePointer<UnsafeRawPointer>?
        guard let symbol = dlsym(handle, "OrtGetApiBase"), let base = unsafeBitCast(symbol, to: Base.self)(),
            let table = unsafeBitCast(base[0], to: GetTable.self)(Self.version)
        else { throw .libraryMissing(reason: "\(library) is no ONNX Runtime of version 1.14 or later") }
        self.table = table
        typealias CreateEnvironment =
            @convention(c) (Int32, UnsafePointer<CChar>, UnsafeMutablePointer<OpaquePointer?>) -> OpaquePointer?
        typealias CreateMemory = @convention(c) (Int32, Int32, UnsafeMutablePointer<OpaquePointer?>) -> OpaquePointer?
        var environment: OpaquePointer?
        var memory: OpaquePointer?
        // Errors and worse are printed by it, nothing else; an arena for memory of the default kind.
        let failed = unsafeBitCast(table[Slot.createEnvironment.rawValue], to: CreateEnvironment.self)(
            3, "visavis", &environment)
        let refused = unsafeBitCast(table[Slot.createCPUMemory.rawValue], to: CreateMemory.self)(1, 0, &memory)
        guard failed == nil, refused == nil, let environment, let memory else {
            throw .libraryMissing(reason: "ONNX Runtime does not start")
        }
        (self.environment, self.memory) = (environment, memory)
    }

    func function<Signature>(_ slot: Slot, as type: Signature.Type) -> Signature {
        unsafeBitCast(table[slot.rawValue], to: type)
    }

    typealias Release = @convention(c) (OpaquePointer) -> Void

    func release(_ object: OpaquePointer, by slot: Slot) { function(slot, as: Release.self)(object) }

    /// - Throws: `OnnxError.failed` with what ONNX Runtime says.
    func check(_ status: OpaquePointer?) throws(OnnxError) {
        guard let status else { return }
        typealias Message = @convention(c) (OpaquePointer) -> UnsafePointer<CChar>
        let message = String(cString: function(.errorMessage, as: Message.self)(status))
        release(status, by: .releaseStatus)
        throw .failed(reason: String(message.prefix(200)))
    }
}
