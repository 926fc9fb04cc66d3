/// What an answer of a model may take.
package struct ThinkingLimits: Equatable, Sendable {
    /// Tokens of prompt, passages and history, as estimated.
    package var promptTokens: Int
    /// Tokens of the answer; nil leaves it to the model.
    package var answerTokens: Int?
    /// From the question to the first text, all tries included; what tools take is not counted.
    package var firstText: Duration
    /// From the first text to the last, and for each round of tools.
    package var wholeAnswer: Duration
    /// Passages that are looked for.
    package var passages: Int
    /// How often tools may be asked for within one answer; then the model has to answer with what it has.
    package var toolRounds: Int
    /// Calls of one round; more are refused, and the model is told so.
    package var callsPerRound: Int
    /// Characters of an answer; what follows is left away.
    package var answerCharacters: Int
    /// 0…2; nil leaves it to the model.
    package var temperature: Double?

    package init(
        promptTokens: Int = 6000, answerTokens: Int? = 400, firstText: Duration = .seconds(8),
        wholeAnswer: Duration = .seconds(120), passages: Int = 5, toolRounds: Int = 4, callsPerRound: Int = 8,
        answerCharacters: Int = 20_000, temperature: Double? = nil
    ) {
        self.promptTokens = promptTokens
        self.answerTokens = answerTokens
        self.firstText = firstText
        self.wholeAnswer = wholeAnswer
        self.passages = passages
        self.toolRounds = toolRounds
        self.callsPerRound = callsPerRound
        self.answerCharacters = answerCharacters
        self.temperature = temperature
    }
}
