internal import Foundation
internal import Media

// Not for people: the program starts itself so, to read files that may be hostile.
if CommandLine.arguments.dropFirst().first == FootageDecoding.subcommand {
    exit(FootageDecoding.runChild(arguments: Array(CommandLine.arguments.dropFirst(2))))
}
exit(await Visavis.run(Array(CommandLine.arguments.dropFirst())).rawValue)
