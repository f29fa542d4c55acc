/// What whole numbers of a file may be where nothing narrower is meant.
enum FieldRanges {
    /// Large enough for any use, small enough that counting on from it cannot overflow.
    static let anyCount = 1...1_000_000_000
    /// Whole numbers that a double holds exactly, so that tables and JSON keep them.
    static let anySeed = 0...((1 << 53) - 1)
}
