import Diagnostics

/// A value that a run's later settings replaced: the run's id and its row in a table would name it, and be untrue.
///
///     grid: {generator.layers.0.units: [64, 128], generator.layers: [[dense: 4, tanh]]}
struct Overwriting {
    let editor: NodeEditor

    /// - Parameters:
    ///   - assignments: those made, in order.
    ///   - run: the tree in which they were made.
    func check(_ assignments: [Assignment], in run: Node, _ findings: inout Findings) {
        guard assignments.count > 1 else { return }
        let written = run.writings
        for (index, lost) in assignments.enumerated() where !lost.value.literals.isSubset(of: written) {
            let later = assignments.dropFirst(index + 1)
            guard let winner = later.first(where: { replaces(lost, by: $0, in: run) }) ?? later.last,
                // One path twice is an error of its own.
                winner.path.text != lost.path.text
            else { continue }
            findings.error(
                "'\(lost.path.text)' is overwritten by '\(winner.path.text)'", at: lost.path.location,
                help: "a sweep sets its keys in the order in which it gives them")
        }
    }

    private func replaces(_ first: Assignment, by second: Assignment, in run: Node) -> Bool {
        guard let node = try? editor.set(first.path, to: first.value, in: run, editor.vocabulary.run),
            let after = try? editor.set(second.path, to: second.value, in: node, editor.vocabulary.run)
        else { return false }
        return !first.value.literals.isSubset(of: after.writings)
    }
}

/// A word of a file, told from others that read the same by where it stands.
private struct Writing: Hashable {
    let text: String
    let location: Location
}

extension Node {
    /// Every key and value. Short forms that were written out have their words at the old places.
    fileprivate var writings: Set<Writing> {
        var result = literals
        switch content {
        case .sequence(let items): for item in items { result.formUnion(item.writings) }
        case .mapping(let pairs):
            for pair in pairs {
                result.insert(Writing(text: pair.key, location: pair.keyLocation))
                result.formUnion(pair.value.writings)
            }
        case .scalar, .invalid: break
        }
        return result
    }

    /// The scalars that say something.
    fileprivate var literals: Set<Writing> {
        switch content {
        case .scalar(let scalar): isNull ? [] : [Writing(text: scalar.text, location: location)]
        case .sequence(let items): items.reduce(into: []) { $0.formUnion($1.literals) }
        case .mapping(let pairs): pairs.reduce(into: []) { $0.formUnion($1.value.literals) }
        case .invalid: []
        }
    }
}
