/// Memory that grows to the largest size asked for and is then reused frame after frame. One owner, one thread.
final class Scratch<Element: BitwiseCopyable> {
    private(set) var start: UnsafeMutablePointer<Element>
    private var capacity: Int

    init(capacity: Int = 1) {
        self.capacity = capacity
        start = .allocate(capacity: capacity)
    }

    deinit { start.deallocate() }

    /// Room for `count` elements; what was there before is lost when it has to grow.
    func reserve(_ count: Int) {
        guard count > capacity else { return }
        start.deallocate()
        capacity = count + count / 4
        start = .allocate(capacity: capacity)
    }

    /// `count` elements, all set to `value`.
    func fill(_ count: Int, with value: Element) {
        reserve(count)
        start.update(repeating: value, count: count)
    }

    subscript(index: Int) -> Element {
        get { start[index] }
        set { start[index] = newValue }
    }
}
