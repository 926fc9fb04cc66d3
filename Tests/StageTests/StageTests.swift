import Testing

/// One after the other: each has threads and encoders of its own, which are counted.
@Suite(.serialized, .timeLimit(.minutes(5))) struct StageTests {}
