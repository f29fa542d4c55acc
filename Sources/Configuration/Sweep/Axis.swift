/// One key given one value in one run.
struct Assignment: Sendable {
    let path: SettingPath
    let value: Node
    /// As it appears in run ids and tables: the variant's name, or the value in few letters.
    let label: String
}

/// What varies together: each choice is one way of setting some keys. A sweep is the product of its axes.
struct Axis: Sendable {
    var choices: [[Assignment]]

    /// Each path once.
    var paths: [SettingPath] {
        var seen: Set<String> = []
        return choices.joined().map(\.path).filter { seen.insert($0.text).inserted }
    }
}

/// Runs that the product has and the sweep does not want: those in which every path has the value given.
struct Exclusion: Sendable {
    let conditions: [(path: SettingPath, value: Node)]

    static func isMet(_ condition: (path: SettingPath, value: Node), by assignment: Assignment) -> Bool {
        assignment.path.text == condition.path.text
            && (assignment.value.isSame(as: condition.value) || assignment.label == condition.value.scalar?.text)
    }
}
