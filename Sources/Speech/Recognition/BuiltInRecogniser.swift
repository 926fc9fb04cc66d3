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
        if let files = ModelFolder.find(models, { MoonshineFiles(in: $0) }) {
            return MoonshineRecogniser(files, threads: decoders)
        }
        return try PocketSphinxRecogniser(decoders: decoders)
    }
}
