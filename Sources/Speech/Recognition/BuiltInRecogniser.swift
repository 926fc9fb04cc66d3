internal import Core
package import Foundation

/// The recogniser that needs no service: English, by Moonshine where it is installed, else by pocketsphinx.
package enum BuiltInRecogniser {
    /// - Parameters:
    ///   - models: As `scripts/models` fills it; nil looks for `.models` beside the program.
    ///   - decoders: Utterances that are heard at the same moment, 1…16.
    /// - Throws: `AlignmentError.modelMissing`, which names the package of pocketsphinx to install.
    package static func installed(
        models: URL? = nil, decoders: Int = 1
    ) throws(AlignmentError) -> any SpeechRecogniser {
        let folders = models.map { [$0] } ?? NearestFolder.all(named: ".models")
        if let files = folders.lazy.compactMap({ MoonshineFiles(in: $0) }).first {
            return MoonshineRecogniser(files, threads: decoders)
        }
        return try PocketSphinxRecogniser(decoders: decoders)
    }
}
