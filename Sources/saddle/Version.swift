enum Version {
    /// Of the program, as `saddle --version` and exported files have it.
    static let text = "1.0.0"
}
