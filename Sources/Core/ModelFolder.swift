package import Foundation

/// Where `scripts/models` puts networks that others trained, and ONNX Runtime, which runs them.
package enum ModelFolder {
    /// What `make` finds in the folder the operator names, or else in `.models` beside the program; nil where it finds
    /// nothing.
    package static func find<Files>(_ configured: URL?, _ make: (URL) -> Files?) -> Files? {
        let folders = configured.map { [$0] } ?? NearestFolder.all(named: ".models")
        return folders.lazy.compactMap(make).first
    }

    package static func library(in folder: URL) -> URL { folder.appending(path: "onnxruntime/libonnxruntime.so") }

    /// The library where it can be read.
    package static func installedLibrary(_ configured: URL?) -> URL? {
        find(configured) { folder in
            let library = library(in: folder)
            return FileManager.default.isReadableFile(atPath: library.path) ? library : nil
        }
    }
}
