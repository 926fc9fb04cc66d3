package import Speech

extension ProvidedVoices {
    /// The voices that a configuration lists.
    ///
    /// - Parameters:
    ///   - list: The provider's names, each perhaps with the language it speaks: "alloy", "alloy=en-US".
    ///   - prefix: Of the voices' ids: "openai" makes "openai:alloy".
    package init(_ provider: any SoundProvider, list: [String], prefix: String, builtIn: Voices) {
        let voices = list.map { entry in
            let parts = entry.split(separator: "=", maxSplits: 1).map(String.init)
            let name = parts.first ?? entry
            let language = parts.count > 1 ? parts[1] : "en-US"
            let sample = builtIn.voice(forLanguage: language)?.sample ?? builtIn.standard.sample
            return (
                voice: Voice(
                    id: "\(prefix):\(name)", name: name, language: language, gender: .female, engine: .provider,
                    sample: sample),
                name: name
            )
        }
        self.init(provider, voices: voices, builtIn: builtIn)
    }
}
