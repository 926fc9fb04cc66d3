internal import CLapack

/// The two LAPACK drivers that training needs, on dense row-major double matrices.
enum LinearAlgebra {
    /// Eigenvalues and eigenvectors of a symmetric matrix, largest first (`dsyevd`).
    static func eigen(symmetric matrix: [Double], size: Int) -> (values: [Double], vectors: [[Double]]) {
        var work = matrix
        var values = [Double](repeating: 0, count: size)
        let order = Int32(size)
        let info = LAPACKE_dsyevd(
            LAPACK_ROW_MAJOR, CChar(UInt8(ascii: "V")), CChar(UInt8(ascii: "U")), order, &work, order, &values)
        precondition(info == 0, "dsyevd failed on a finite symmetric matrix (\(info))")
        let vectors = (0..<size).reversed().map { column in (0..<size).map { work[$0 * size + column] } }
        return (values.reversed(), vectors)
    }

    /// X of `matrix · X = right` for a symmetric positive definite matrix (`dposv`); `right` is `size × columns`.
    static func solve(positiveDefinite matrix: [Double], size: Int, right: [Double], columns: Int) -> [Double] {
        var work = matrix
        var solution = right
        let info = LAPACKE_dposv(
            LAPACK_ROW_MAJOR, CChar(UInt8(ascii: "U")), Int32(size), Int32(columns), &work, Int32(size), &solution,
            Int32(columns))
        precondition(info == 0, "dposv failed on a regularised matrix (\(info))")
        return solution
    }
}
