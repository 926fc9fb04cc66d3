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
    products: [.executable(name: "visavis", targets: ["visavis"])],
    targets: [
        // C libraries as Debian packages them; each is a module map and a shim header.
        .systemLibrary(
            name: "CGStreamer",
            pkgConfig: "gstreamer-app-1.0 gstreamer-video-1.0 gstreamer-audio-1.0 gstreamer-pbutils-1.0"),
        .systemLibrary(name: "CLibAV", pkgConfig: "libavformat libavcodec libswscale libavutil"),
        .systemLibrary(name: "CFlite"),
        .systemLibrary(name: "CPocketSphinx", pkgConfig: "pocketsphinx"),
        .systemLibrary(name: "CEbur128", pkgConfig: "libebur128"),
        .systemLibrary(name: "CSoxr", pkgConfig: "soxr"),
        .systemLibrary(name: "CTurboJPEG", pkgConfig: "libturbojpeg"),
        .systemLibrary(name: "CCairo", pkgConfig: "cairo"),
        .systemLibrary(name: "CArchive", pkgConfig: "libarchive"),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto"),
        .systemLibrary(name: "CLapack", pkgConfig: "lapacke"),
        // Ours in C: only what must be hot.
        .target(
            name: "CFaceKernels",
            cSettings: [.unsafeFlags(["-O3", "-std=c17", "-Wall", "-Wextra", "-Werror"])],
            linkerSettings: [.linkedLibrary("m")]),
        .target(
            name: "CVisemeNetwork", exclude: ["viseme-network.bin"],
            cSettings: [.unsafeFlags(["-O3", "-std=c23", "-Wall", "-Wextra", "-Werror"])]),
        // The data's way, from left to right.
        part("Core"),
        part("Media", ["Core", "CGStreamer", "CLibAV"]),
        part("Speech", ["Core", "CFlite", "CPocketSphinx", "CEbur128", "CSoxr", "CVisemeNetwork"]),
        part("Tracking", ["Core"]),
        part("Animation", ["Core"]),
        part("Rendering", ["Core", "Animation", "CFaceKernels", "CTurboJPEG", "CCrypto"]),
        part(
            "Avatars",
            ["Core", "Media", "Speech", "Tracking", "Animation", "Rendering", "CCairo", "CArchive", "CLapack"]),
        part("Benchmarks", ["Core", "Media", "Speech", "Tracking", "Animation", "Rendering", "Avatars"]),
        // The words typed at a shell, and the help they get: pure text.
        part("CommandLineInterface"),
        .executableTarget(
            name: "visavis",
            dependencies: [
                "Core", "Media", "Speech", "Tracking", "Animation", "Rendering", "Avatars", "Benchmarks",
                "CommandLineInterface",
            ],
            exclude: ["README.md"], swiftSettings: strict),
        tests("CoreTests", ["Core"]),
        tests("MediaTests", ["Core", "Media", "visavis"]),
        tests("SpeechTests", ["Core", "Speech", "CFlite"]),
        tests("TrackingTests", ["Core", "Tracking"]),
        tests("AnimationTests", ["Core", "Animation"]),
        tests("RenderingTests", ["Core", "Animation", "Rendering", "CFaceKernels"]),
        tests("AvatarsTests", ["Core", "Media", "Speech", "Tracking", "Animation", "Rendering", "Avatars"]),
        tests("BenchmarksTests", ["Core", "Benchmarks"]),
        tests("CommandLineTests", ["CommandLineInterface"]),
        tests("EndToEndTests", ["Core", "Media", "Tracking", "visavis"]),
    ]
)
