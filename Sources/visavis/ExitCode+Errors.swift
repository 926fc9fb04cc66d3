internal import Avatars
internal import Benchmarks
internal import CommandLineInterface
internal import Cryptography
internal import HTTP
internal import Media
internal import Operations
internal import Rendering
internal import Speech
internal import Storage
internal import Tracking

extension ExitCode {
    /// The only place where an error becomes an exit code.
    init(of error: any Error) {
        switch error {
        case is CancellationError: self = .interrupted
        case is UsageError: self = .usage
        case let error as CommandError: self = error.exitCode
        case let error as IntakeError: self = Self.of(error)
        case let error as MediaError: self = Self.of(error)
        case let error as EncodingError: self = Self.of(error)
        case is BodyClipError: self = .unreadable
        case let error as TrackerError: self = Self.of(error)
        case let error as AlignmentError: self = Self.of(error)
        case let error as SpeechError: self = Self.of(error)
        case is SherpaError: self = .unavailable
        case let error as BuildError: self = Self.of(error)
        case PackError.cannotWrite: self = .cannotWrite
        case is PackError: self = .unreadable
        case is ConfigurationError: self = .usage
        case HTTPServerError.badCertificate, ServeError.keyDoesNotMatch, ServeError.cannotReadFile: self = .unreadable
        case is HTTPServerError, is ServeError: self = .unavailable
        case let error as StorageError: self = Self.of(error)
        case SealKeyError.notAKey: self = .usage
        case SealKeyError.cannotRead: self = .unreadable
        case SealKeyError.cannotWrite: self = .cannotWrite
        case is FaceBenchError, is BackdropError: self = .refused
        default: self = .internalError
        }
    }

    private static func of(_ error: StorageError) -> ExitCode {
        switch error {
        case .cannotOpen, .damaged, .foreign, .newerSchema, .changedMigration: .unreadable
        case .busy: .unavailable
        case .diskFull: .cannotWrite
        case .failed: .internalError
        }
    }

    private static func of(_ error: IntakeError) -> ExitCode {
        switch error {
        case .media(let error): of(error)
        case .tracker(let error): of(error)
        case .parts: .usage
        case .sheet: .cannotWrite
        case .cancelled: .interrupted
        }
    }

    private static func of(_ error: BuildError) -> ExitCode {
        switch error {
        case .refused, .noConsent, .badConsent, .noFace, .tooLittleSpeech: .refused
        case .outputExists, .cannotWrite: .cannotWrite
        case .cannotRead: .unreadable
        }
    }

    private static func of(_ error: MediaError) -> ExitCode {
        switch error {
        case .unreadable, .empty, .notMedia, .noVideo, .noAudio, .truncated, .tooLong, .pictureTooLarge,
            .unsupportedCodec, .damaged, .stalled, .decoderDied:
            .unreadable
        case .decoderNotStarted: .unavailable
        case .cancelled: .interrupted
        }
    }

    private static func of(_ error: EncodingError) -> ExitCode {
        switch error {
        case .cannotWrite: .cannotWrite
        case .encoderMissing: .unavailable
        case .wrongSize, .failed, .stalled, .closed: .internalError
        }
    }

    private static func of(_ error: TrackerError) -> ExitCode {
        switch error {
        case .environmentMissing, .scriptMissing, .startFailed, .protocolMismatch: .unavailable
        case .helperFailed, .stalled: .internalError
        case .cancelled: .interrupted
        }
    }

    private static func of(_ error: AlignmentError) -> ExitCode {
        switch error {
        case .modelMissing: .unavailable
        case .recogniserFailed: .internalError
        case .audioTooShort, .audioTooLong, .silence, .emptyTranscript, .transcriptTooLong, .transcriptDoesNotMatch,
            .nothingRecognised:
            .refused
        case .cancelled: .interrupted
        }
    }

    private static func of(_ error: SpeechError) -> ExitCode {
        switch error {
        case .nothingSpeakable, .textTooLong: .refused
        case .unknownVoice, .speedOutOfRange, .pitchOutOfRange: .usage
        case .engineMissing: .unavailable
        case .synthesisFailed, .engineFailed, .engineBusy: .internalError
        }
    }
}
