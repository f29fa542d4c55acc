import Diagnostics

extension RunSpec {
    /// The keys of a section, such as "training", whose values are not the defaults, in the section's order; none where
    /// the run has no such section.
    public func changed(in section: String, _ vocabulary: Vocabulary) -> [(key: String, value: Value)] {
        guard let key = Self.form.declaration.keys.first(where: { $0.name == section }),
            case .section(let declaration) = key.type, case .section(let values) = self.values[section]
        else { return [] }
        return declaration.keys.flatMap { key -> [(key: String, value: Value)] in
            if key.isSwitches {
                return declaration.switches(in: values).sorted { $0.key < $1.key }
                    .map { (key: $0.key, value: $0.value) }
            }
            let value = values[key.name]
            return value == .null || value == key.usual(vocabulary) ? [] : [(key: key.name, value: value)]
        }
    }
}

extension Key {
    /// Its default, every default inside of that filled in; nil where it must be given.
    func usual(_ vocabulary: Vocabulary) -> Value? {
        var fields = Fields(vocabulary)
        let nowhere = Location(source: Source(path: "", text: ""), line: 1)
        return defaultValue.flatMap { fields.completed($0, type, at: nowhere) }
    }
}
