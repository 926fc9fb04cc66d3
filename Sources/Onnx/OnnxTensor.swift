/// A tensor in ONNX Runtime's hands; never changed once it is there, so any thread may read it and runs may share it.
/// Owns its value and, where it was made here, the numbers in it.
package final class OnnxTensor: @unchecked Sendable {
    let value: OpaquePointer
    private let library: OnnxLibrary
    private let numbers: UnsafeMutableRawPointer?

    /// ONNX's element types (TensorProto.DataType).
    private enum Element: Int32 {
        case float = 1
        case int64 = 7
        case bool = 9
    }

    /// An output of a run.
    init(taking value: OpaquePointer, _ library: OnnxLibrary) {
        (self.value, self.library, numbers) = (value, library, nil)
    }

    /// - Parameter shape: Its product is the number of `values`; a length of 0 makes an empty tensor.
    package convenience init(_ values: [Float], shape: [Int], in library: OnnxLibrary) throws(OnnxError) {
        try self.init(copying: values, .float, shape, library)
    }

    package convenience init(_ values: [Int64], shape: [Int], in library: OnnxLibrary) throws(OnnxError) {
        try self.init(copying: values, .int64, shape, library)
    }

    package convenience init(_ values: [Bool], shape: [Int], in library: OnnxLibrary) throws(OnnxError) {
        try self.init(copying: values, .bool, shape, library)
    }

    private init<Value: BitwiseCopyable>(
        copying values: [Value], _ element: Element, _ shape: [Int], _ library: OnnxLibrary
    ) throws(OnnxError) {
        typealias Create =
            @convention(c) (
                OpaquePointer, UnsafeMutableRawPointer, Int, UnsafePointer<Int64>, Int, Int32,
                UnsafeMutablePointer<OpaquePointer?>
            ) -> OpaquePointer?
        precondition(shape.reduce(1, *) == values.count)
        let size = values.count * MemoryLayout<Value>.stride
        let numbers = UnsafeMutableRawPointer.allocate(byteCount: max(size, 8), alignment: 64)
        values.withUnsafeBytes { bytes in
            if let base = bytes.baseAddress { numbers.copyMemory(from: base, byteCount: size) }
        }
        var value: OpaquePointer?
        do throws(OnnxError) {
            try library.check(
                library.function(.createTensor, as: Create.self)(
                    library.memory, numbers, size, shape.map(Int64.init), shape.count, element.rawValue, &value))
        } catch {
            numbers.deallocate()
            throw error
        }
        guard let value else {
            numbers.deallocate()
            throw .failed(reason: "a tensor cannot be made")
        }
        (self.value, self.library, self.numbers) = (value, library, numbers)
    }

    deinit {
        library.release(value, by: .releaseValue)
        numbers?.deallocate()
    }

    /// The numbers of a tensor of 32-bit floats, in row-major order; valid within `body` alone.
    ///
    /// - Throws: `OnnxError.failed`, also for more than 2^26 of them.
    package func withFloats<Result>(
        _ body: (UnsafeBufferPointer<Float>) throws(OnnxError) -> Result
    ) throws(OnnxError) -> Result {
        typealias Count = @convention(c) (OpaquePointer, UnsafeMutablePointer<Int>) -> OpaquePointer?
        typealias Shape = @convention(c) (OpaquePointer, UnsafeMutablePointer<OpaquePointer?>) -> OpaquePointer?
        typealias Data =
            @convention(c) (OpaquePointer, UnsafeMutablePointer<UnsafeMutablePointer<Float>?>) -> OpaquePointer?
        var shape: OpaquePointer?
        try library.check(library.function(.typeAndShape, as: Shape.self)(value, &shape))
        guard let shape else { throw .failed(reason: "an output has no shape") }
        defer { library.release(shape, by: .releaseShape) }
        var count = 0
        try library.check(library.function(.elementCount, as: Count.self)(shape, &count))
        var data: UnsafeMutablePointer<Float>?
        try library.check(library.function(.tensorData, as: Data.self)(value, &data))
        guard let data, count >= 0, count < 1 << 26 else { throw .failed(reason: "an output is too large") }
        return try body(UnsafeBufferPointer(start: data, count: count))
    }

    package func floats() throws(OnnxError) -> [Float] {
        try withFloats { (values) throws(OnnxError) in Array(values) }
    }
}
