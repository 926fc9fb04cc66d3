internal import Glibc

/// ONNX Runtime, found when the program runs; nothing links it. Its interface is a table of functions to which versions
/// only append (onnxruntime_c_api.h, `OrtApi`), so places in it stay. One per process is enough; never unloaded.
final class OnnxRuntime: @unchecked Sendable {
    private let table: UnsafePointer<UnsafeRawPointer>
    private let environment: OpaquePointer
    private let memory: OpaquePointer

    /// The version of the table that is asked for: ONNX Runtime 1.14 and later have it.
    private static let version: UInt32 = 14

    private enum Slot: Int {
        case errorMessage = 2
        case createEnvironment = 3
        case createSessionFromArray = 8
        case run = 9
        case createSessionOptions = 10
        case setIntraOpThreads = 24
        case inputCount = 30
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
    /// - Throws: `SpeechError.engineMissing`.
    init(library: String) throws(SpeechError) {
        guard let handle = dlopen(library, RTLD_NOW | RTLD_LOCAL) else {
            throw .engineMissing(reason: "libonnxruntime.so cannot be loaded from \(library)")
        }
        typealias Base = @convention(c) () -> UnsafePointer<UnsafeRawPointer>?
        typealias GetTable = @convention(c) (UInt32) -> UnsafePointer<UnsafeRawPointer>?
        guard let symbol = dlsym(handle, "OrtGetApiBase"), let base = unsafeBitCast(symbol, to: Base.self)(),
            let table = unsafeBitCast(base[0], to: GetTable.self)(Self.version)
        else { throw .engineMissing(reason: "\(library) is no ONNX Runtime of version 1.14 or later") }
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
            throw .engineMissing(reason: "ONNX Runtime does not start")
        }
        (self.environment, self.memory) = (environment, memory)
    }

    private func function<Signature>(_ slot: Slot, as type: Signature.Type) -> Signature {
        unsafeBitCast(table[slot.rawValue], to: type)
    }

    /// - Throws: `SpeechError.engineFailed` with what ONNX Runtime says.
    private func check(_ status: OpaquePointer?) throws(SpeechError) {
        guard let status else { return }
        typealias Message = @convention(c) (OpaquePointer) -> UnsafePointer<CChar>
        typealias Release = @convention(c) (OpaquePointer) -> Void
        let message = String(cString: function(.errorMessage, as: Message.self)(status))
        function(.releaseStatus, as: Release.self)(status)
        throw .engineFailed(reason: String(message.prefix(200)))
    }

    /// A model, ready to run. Owns its session.
    final class Model: @unchecked Sendable {
        private let runtime: OnnxRuntime
        private let session: OpaquePointer
        /// ONNX Runtime keeps referring to them.
        private let bytes: [UInt8]

        /// - Parameter threads: Of one run.
        init(_ bytes: [UInt8], threads: Int32, runtime: OnnxRuntime) throws(SpeechError) {
            typealias CreateOptions = @convention(c) (UnsafeMutablePointer<OpaquePointer?>) -> OpaquePointer?
            typealias SetThreads = @convention(c) (OpaquePointer, Int32) -> OpaquePointer?
            typealias Create =
                @convention(c) (
                    OpaquePointer, UnsafeRawPointer?, Int, OpaquePointer, UnsafeMutablePointer<OpaquePointer?>
                ) -> OpaquePointer?
            typealias Release = @convention(c) (OpaquePointer) -> Void
            var options: OpaquePointer?
            try runtime.check(runtime.function(.createSessionOptions, as: CreateOptions.self)(&options))
            guard let options else { throw .engineFailed(reason: "ONNX Runtime gives no options") }
            defer { runtime.function(.releaseSessionOptions, as: Release.self)(options) }
            try runtime.check(runtime.function(.setIntraOpThreads, as: SetThreads.self)(options, threads))
            var session: OpaquePointer?
            let status = bytes.withUnsafeBytes {
                runtime.function(.createSessionFromArray, as: Create.self)(
                    runtime.environment, $0.baseAddress, $0.count, options, &session)
            }
            try runtime.check(status)
            guard let session else { throw .engineFailed(reason: "ONNX Runtime gives no session") }
            (self.runtime, self.session, self.bytes) = (runtime, session, bytes)
        }

        deinit {
            typealias Release = @convention(c) (OpaquePointer) -> Void
            runtime.function(.releaseSession, as: Release.self)(session)
        }

        func inputCount() throws(SpeechError) -> Int {
            typealias Count = @convention(c) (OpaquePointer, UnsafeMutablePointer<Int>) -> OpaquePointer?
            var count = 0
            try runtime.check(runtime.function(.inputCount, as: Count.self)(session, &count))
            return count
        }

        /// A tensor that goes in.
        enum Input {
            case floats([Float], shape: [Int64])
            case integers([Int64], shape: [Int64])
        }

        /// Any thread; blocks.
        /// - Returns: The named outputs, all of them tensors of 32-bit floats.
        func run(_ inputs: [(name: String, value: Input)], outputs: [String]) throws(SpeechError) -> [[Float]] {
            typealias Run =
                @convention(c) (
                    OpaquePointer, OpaquePointer?, UnsafePointer<UnsafeMutablePointer<CChar>?>,
                    UnsafePointer<OpaquePointer?>, Int, UnsafePointer<UnsafeMutablePointer<CChar>?>, Int,
                    UnsafeMutablePointer<OpaquePointer?>
                ) -> OpaquePointer?
            typealias Release = @convention(c) (OpaquePointer) -> Void
            let release = runtime.function(.releaseValue, as: Release.self)
            var held: [UnsafeMutableRawPointer] = []
            var values: [OpaquePointer?] = []
            var results = [OpaquePointer?](repeating: nil, count: outputs.count)
            let names = inputs.map { strdup($0.name) }
            let wanted = outputs.map { strdup($0) }
            defer {
                for value in values + results { if let value { release(value) } }
                for pointer in held { pointer.deallocate() }
                for name in names + wanted { free(name) }
            }
            for input in inputs { values.append(try runtime.tensor(input.value, &held)) }
            try runtime.check(
                runtime.function(.run, as: Run.self)(
                    session, nil, names, values, values.count, wanted, wanted.count, &results))
            var found: [[Float]] = []
            for result in results {
                guard let result else { throw .engineFailed(reason: "an output is missing") }
                found.append(try runtime.floats(of: result))
            }
            return found
        }
    }

    private func tensor(
        _ input: Model.Input, _ held: inout [UnsafeMutableRawPointer]
    ) throws(SpeechError) -> OpaquePointer? {
        typealias Create =
            @convention(c) (
                OpaquePointer, UnsafeMutableRawPointer, Int, UnsafePointer<Int64>, Int, Int32,
                UnsafeMutablePointer<OpaquePointer?>
            ) -> OpaquePointer?
        let (shape, kind): ([Int64], Int32)
        let copy: UnsafeMutableRawPointer
        let size: Int
        // Element types of ONNX: 1 float, 7 int64.
        switch input {
        case .floats(let values, let dimensions):
            (shape, kind, size) = (dimensions, 1, values.count * 4)
            copy = .allocate(byteCount: max(size, 8), alignment: 64)
            values.withUnsafeBytes { copy.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(copy), byteCount: size) }
        case .integers(let values, let dimensions):
            (shape, kind, size) = (dimensions, 7, values.count * 8)
            copy = .allocate(byteCount: max(size, 8), alignment: 64)
            values.withUnsafeBytes { copy.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(copy), byteCount: size) }
        }
        held.append(copy)
        var value: OpaquePointer?
        try check(function(.createTensor, as: Create.self)(memory, copy, size, shape, shape.count, kind, &value))
        return value
    }

    private func floats(of value: OpaquePointer) throws(SpeechError) -> [Float] {
        typealias Shape = @convention(c) (OpaquePointer, UnsafeMutablePointer<OpaquePointer?>) -> OpaquePointer?
        typealias Count = @convention(c) (OpaquePointer, UnsafeMutablePointer<Int>) -> OpaquePointer?
        typealias Data =
            @convention(c) (OpaquePointer, UnsafeMutablePointer<UnsafeMutableRawPointer?>) -> OpaquePointer?
        typealias Release = @convention(c) (OpaquePointer) -> Void
        var shape: OpaquePointer?
        try check(function(.typeAndShape, as: Shape.self)(value, &shape))
        guard let shape else { throw .engineFailed(reason: "an output has no shape") }
        defer { function(.releaseShape, as: Release.self)(shape) }
        var count = 0
        try check(function(.elementCount, as: Count.self)(shape, &count))
        var data: UnsafeMutableRawPointer?
        try check(function(.tensorData, as: Data.self)(value, &data))
        guard let data, count >= 0, count < 1 << 26 else { throw .engineFailed(reason: "an output is too large") }
        return (0..<count).map { data.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
    }
}
