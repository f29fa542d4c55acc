/// Samples of few values, which are seen best by looking at where their neighbours are.
enum Points {
    /// Values of a sample: with more, neighbours are far and all equally so.
    static let mostNumbers = 3
}
