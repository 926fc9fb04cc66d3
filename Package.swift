// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// A target of ours. The dependencies listed here are all it may import; see each target's README.
func part(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: dependencies, exclude: ["README.md"], resources: resources, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

let package = Package(
    name: "visavis",
    products: [
        .executable(name: "visavis", targets: ["visavis"]),
        .executable(name: "visavis-espeak", targets: ["visavis-espeak"]),
        .executable(name: "visavis-extract", targets: ["visavis-extract"]),
    ],
    targets: [
        // C libraries as Debian packages them; each is a module map and a shim header.
        .systemLibrary(
            name: "CGStreamer",
            pkgConfig: """
                gstreamer-app-1.0 gstreamer-video-1.0 gstreamer-audio-1.0 gstreamer-pbutils-1.0 gstreamer-webrtc-1.0 \
                gstreamer-sdp-1.0 nice
                """),
        .systemLibrary(name: "CLibAV", pkgConfig: "libavformat libavcodec libswscale libavutil"),
        .systemLibrary(name: "COpus", pkgConfig: "opus"),
        .systemLibrary(name: "CFlite"),
        .systemLibrary(name: "CEspeak", pkgConfig: "espeak-ng"),
        .systemLibrary(name: "CPocketSphinx", pkgConfig: "pocketsphinx"),
        .systemLibrary(name: "CEbur128", pkgConfig: "libebur128"),
        .systemLibrary(name: "CSoxr", pkgConfig: "soxr"),
        .systemLibrary(name: "CTurboJPEG", pkgConfig: "libturbojpeg"),
        .systemLibrary(name: "CCairo", pkgConfig: "cairo"),
        .systemLibrary(name: "CArchive", pkgConfig: "libarchive"),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto"),
        .systemLibrary(name: "CSoup", pkgConfig: "libsoup-3.0"),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl"),
        .systemLibrary(name: "CWslay"),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3"),
        .systemLibrary(name: "CStemmer"),
        .systemLibrary(name: "CLapack", pkgConfig: "lapacke"),
        .systemLibrary(name: "CVoiceActivity", pkgConfig: "webrtc-audio-processing"),
        .systemLibrary(name: "CPoppler", pkgConfig: "poppler-glib"),
        .systemLibrary(name: "CXML", pkgConfig: "libxml-2.0"),
        .systemLibrary(name: "CMarkdown", pkgConfig: "libcmark"),
        // Ours in C: only what must be hot.
        .target(
            name: "CFaceKernels",
            cSettings: [.unsafeFlags(["-O3", "-std=c17", "-Wall", "-Wextra", "-Werror"])],
            linkerSettings: [.linkedLibrary("m")]),
        .target(
            name: "CVisemeNetwork", exclude: ["viseme-network.bin"],
            cSettings: [.unsafeFlags(["-O3", "-std=c23", "-Wall", "-Wextra", "-Werror"])]),
        // The pages and their client library, from `web/`.
        .target(name: "CWebAssets", cSettings: [.unsafeFlags(["-std=c23", "-Wall", "-Wextra", "-Werror"])]),
        // The data's way, from left to right.
        part("Core"),
        part("Cryptography", ["Core", "CCrypto"]),
        part("Media", ["Core", "Cryptography", "CGStreamer", "CLibAV", "COpus"]),
        // What Speech and visavis-espeak say to each other.
        part("EspeakWire"),
        part("Speech", ["Core", "EspeakWire", "CFlite", "CPocketSphinx", "CEbur128", "CSoxr", "CVisemeNetwork"]),
        part("Tracking", ["Core"]),
        part("Animation", ["Core"]),
        part("Rendering", ["Core", "Cryptography", "Animation", "CFaceKernels", "CTurboJPEG"]),
        part(
            "Avatars",
            [
                "Core", "Cryptography", "Media", "Speech", "Tracking", "Animation", "Rendering", "CCairo", "CArchive",
                "CLapack",
            ]),
        part("Stage", ["Core", "Cryptography", "Media", "Speech", "Animation", "Rendering", "Avatars"]),
        part("Storage", ["Core", "Cryptography", "CSQLite"]),
        // What Knowledge and visavis-extract say to each other.
        part("ExtractWire"),
        part("Knowledge", ["Core", "Cryptography", "ExtractWire", "Storage", "CStemmer"]),
        part("Conversation", ["Core", "Speech", "Knowledge", "CVoiceActivity"]),
        part(
            "Sessions",
            ["Core", "Media", "Speech", "Rendering", "Avatars", "Stage", "Storage", "Knowledge", "Conversation"]),
        part("HTTP", ["Core", "CSoup", "CCurl", "CWslay"]),
        part("Providers", ["Core", "Speech", "Knowledge", "Conversation", "HTTP"]),
        part(
            "API",
            [
                "Core", "Cryptography", "Media", "Speech", "Rendering", "Avatars", "Stage", "Storage", "Knowledge",
                "Conversation", "Sessions", "HTTP", "CWebAssets",
            ]),
        part(
            "Operations",
            [
                "Core", "Cryptography", "Media", "Speech", "Rendering", "Avatars", "Stage", "Storage", "Knowledge",
                "Conversation", "Sessions", "HTTP", "Providers", "CommandLineInterface",
            ]),
        part(
            "Benchmarks",
            [
                "Core", "Media", "Speech", "Tracking", "Animation", "Rendering", "Avatars", "Storage", "Knowledge",
                "Conversation", "HTTP",
            ]),
        // The words typed at a shell, and the help they get: pure text.
        part("CommandLineInterface"),
        .executableTarget(
            name: "visavis",
            dependencies: [
                "Core", "Cryptography", "Media", "Speech", "Tracking", "Animation", "Rendering", "Avatars", "Stage",
                "Storage", "Knowledge", "Conversation", "Sessions", "HTTP", "Providers", "API", "Operations",
                "Benchmarks", "CommandLineInterface",
            ],
            exclude: ["README.md"], swiftSettings: strict),
        // Documents may be hostile, and poppler is under the GPL: they are read in a process of its own.
        .executableTarget(
            name: "visavis-extract", dependencies: ["ExtractWire", "CPoppler", "CXML", "CMarkdown", "CArchive"],
            exclude: ["README.md"], swiftSettings: strict),
        // espeak-ng is GPL-3 and has global state: it lives in a process of its own, which speaks over pipes.
        .executableTarget(
            name: "visavis-espeak", dependencies: ["EspeakWire", "CEspeak"], exclude: ["README.md"],
            swiftSettings: strict),
        tests("CoreTests", ["Core"]),
        tests("CryptographyTests", ["Core", "Cryptography"]),
        tests("MediaTests", ["Core", "Media", "CGStreamer", "COpus", "visavis"]),
        tests("SpeechTests", ["Core", "EspeakWire", "Speech", "CFlite"]),
        tests("TrackingTests", ["Core", "Tracking"]),
        tests("AnimationTests", ["Core", "Animation"]),
        tests("RenderingTests", ["Core", "Cryptography", "Animation", "Rendering", "CFaceKernels"]),
        tests(
            "AvatarsTests",
            ["Core", "Cryptography", "Media", "Speech", "Tracking", "Animation", "Rendering", "Avatars"]),
        tests("StageTests", ["Core", "Media", "Speech", "Animation", "Rendering", "Avatars", "Stage"]),
        tests("StorageTests", ["Core", "Cryptography", "Storage"]),
        // A stage, viewers, voices and a clock that tests hold in their hands.
        .target(
            name: "SessionFakes",
            dependencies: [
                "Core", "Media", "Speech", "Rendering", "Stage", "Storage", "Knowledge", "Conversation", "Sessions",
            ],
            path: "Tests/SessionFakes", swiftSettings: strict),
        tests(
            "SessionsTests",
            [
                "Core", "Media", "Speech", "Rendering", "Avatars", "Stage", "Storage", "Knowledge", "Conversation",
                "Sessions", "SessionFakes",
            ]),
        tests("KnowledgeTests", ["Core", "ExtractWire", "Storage", "Knowledge"]),
        tests("ConversationTests", ["Core", "ExtractWire", "Speech", "Knowledge", "Conversation"]),
        tests("ProvidersTests", ["Core", "Speech", "Knowledge", "Conversation", "HTTP", "Providers"]),
        tests("HTTPTests", ["Core", "Cryptography", "HTTP"]),
        tests(
            "APITests",
            [
                "Core", "Media", "Speech", "Rendering", "Avatars", "Stage", "Storage", "Knowledge", "Conversation",
                "Sessions", "HTTP", "API", "SessionFakes",
            ]),
        tests("OperationsTests", ["Core", "Cryptography", "Storage", "HTTP", "Operations"]),
        tests("BenchmarksTests", ["Core", "Benchmarks"]),
        tests("CommandLineTests", ["CommandLineInterface"]),
        tests("EndToEndTests", ["Core", "Media", "Tracking", "visavis"]),
    ]
)
