internal import Glibc

/// A model, ready to run. Owns its session; runs on several threads at a time share it.
package final class OnnxModel: @unchecked Sendable {
    package let library: OnnxLibrary
    private let session: OpaquePointer
    /// ONNX Runtime keeps referring to them.
    private let bytes: [UInt8]

    /// - Parameters:
    ///   - bytes: In the format of ONNX or of ONNX Runtime (`.ort`).
    ///   - threads: Of one run; with 1 a run stays on the thread that calls.
    /// - Throws: `OnnxError.failed` for what is no model.
    package init(_ bytes: [UInt8], threads: Int32 = 1, library: OnnxLibrary) throws(OnnxError) {
        typealias CreateOptions = @convention(c) (UnsafeMutablePointer<OpaquePointer?>) -> OpaquePointer?
        typealias SetThreads = @convention(c) (OpaquePointer, Int32) -> OpaquePointer?
        typealias Create =
            @convention(c) (
                OpaquePointer, UnsafeRawPointer?, Int, OpaquePointer, UnsafeMutablePointer<OpaquePointer?>
            ) -> OpaquePointer?
        var options: OpaquePointer?
        try library.check(library.function(.createSessionOptions, as: CreateOptions.self)(&options))
        guard let options else { throw .failed(reason: "it gives no options") }
        defer { library.release(options, by: .releaseSessionOptions) }
        try library.check(library.function(.setIntraOpThreads, as: SetThreads.self)(options, threads))
        var session: OpaquePointer?
        let status = bytes.withUnsafeBytes {
            library.function(.createSessionFromArray, as: Create.self)(
                library.environment, $0.baseAddress, $0.count, options, &session)
        }
        try library.check(status)
        guard let session else { throw .failed(reason: "it gives no session") }
        (self.library, self.session, self.bytes) = (library, session, bytes)
    }

    deinit { library.release(session, by: .releaseSession) }

    /// Any thread; blocks until the outputs are there.
    ///
    /// - Returns: The named outputs, in the order of their names.
    /// - Throws: `OnnxError.failed`, such as for a name or a shape that the model does not have.
    package func run(
        _ inputs: [(name: String, value: OnnxTensor)], outputs: [String]
    ) throws(OnnxError) -> [OnnxTensor] {
        typealias Run =
            @convention(c) (
                OpaquePointer, OpaquePointer?, UnsafePointer<UnsafeMutablePointer<CChar>?>,
                UnsafePointer<OpaquePointer?>, Int, UnsafePointer<UnsafeMutablePointer<CChar>?>, Int,
                UnsafeMutablePointer<OpaquePointer?>
            ) -> OpaquePointer?
        let names = inputs.map { strdup($0.name) }
        let wanted = outputs.map { strdup($0) }
        defer { for name in names + wanted { free(name) } }
        var results = [OpaquePointer?](repeating: nil, count: outputs.count)
        let values: [OpaquePointer?] = inputs.map(\.value.value)
        let status = library.function(.run, as: Run.self)(
            session, nil, names, values, values.count, wanted, wanted.count, &results)
        withExtendedLifetime(inputs) {}
        // Owned from here on, whatever is thrown.
        let tensors = results.map { $0.map { OnnxTensor(taking: $0, library) } }
        try library.check(status)
        let found = tensors.compactMap(\.self)
        guard found.count == outputs.count else { throw .failed(reason: "an output is missing") }
        return found
    }
}
