internal import Foundation

exit(await Visavis.run(Array(CommandLine.arguments.dropFirst())).rawValue)
