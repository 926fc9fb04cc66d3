/// Work that is done once more whenever somebody says that there may be some, one run at a time. Nobody waits for it but
/// who asks to.
actor BackgroundWork {
    private let run: @Sendable () async -> Void
    private var task: Task<Void, Never>?
    /// Somebody said so after the present run had begun.
    private var isAskedAgain = false
    private var isClosed = false

    /// - Parameter run: Ends soon when its task is cancelled.
    init(_ run: @escaping @Sendable () async -> Void) { self.run = run }

    deinit { task?.cancel() }

    /// Returns at once. Does nothing after ``close()``.
    func wake() {
        guard !isClosed else { return }
        guard task == nil else {
            isAskedAgain = true
            return
        }
        isAskedAgain = false
        task = Task(priority: .background) { [weak self, run] in
            await run()
            await self?.ended()
        }
    }

    /// Waits until nothing is left to do. Who waits and is cancelled ends the run.
    func finish() async {
        wake()
        while let task, !Task.isCancelled {
            await withTaskCancellationHandler {
                await task.value
            } onCancel: {
                task.cancel()
            }
        }
    }

    /// Cancels the run and waits for its end.
    func close() async {
        isClosed = true
        task?.cancel()
        await task?.value
    }

    private func ended() {
        task = nil
        if isAskedAgain { wake() }
    }
}
