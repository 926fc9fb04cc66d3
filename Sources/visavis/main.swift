internal import Foundation
internal import Media

// Not for people: the program starts itself so, to read files that may be hostile.
if CommandLine.arguments.dropFirst().first == FootageDecoding.subcommand {
    exit(FootageDecoding.runChild(arguments: Array(CommandLine.arguments.dropFirst(2))))
}
let code = await Visavis.run(Array(CommandLine.arguments.dropFirst()))
// Not exit(3): it would run the libraries' clean-up while threads of theirs still work, and OpenSSL's then crash.
fflush(nil)
_exit(code.rawValue)
