/// Carries out a function that a model asks for; a webhook is one. Any thread.
package protocol ToolExecutor: Sendable {
    /// What the model is told of it. Has a time and a size limit of its own.
    ///
    /// - Parameter question: Whom it is for.
    /// - Throws: `ProviderError`; the model is told that it failed, and answers without it.
    func execute(_ call: ToolCall, for question: Question) async throws -> String
}

/// The functions a model may ask for, and who carries them out.
package struct Toolbox: Sendable {
    package var tools: [ChatTool]
    package var executor: any ToolExecutor

    package init(_ tools: [ChatTool], executor: any ToolExecutor) {
        self.tools = tools
        self.executor = executor
    }
}
