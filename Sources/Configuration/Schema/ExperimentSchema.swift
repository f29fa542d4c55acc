/// The experiment file as a whole: a run and its sweep. What a section takes stands in `Sections`. With the keys that
/// registries give, it is `Vocabulary.file`.
enum ExperimentSchema {
    /// What is left of a file when its bases are merged and its sweep is expanded: one run.
    static let run = RunSpec.form.declaration

    /// Everything in a file.
    static let file = Declaration(
        "experiment", "One experiment file: two networks, how they are trained, and what is varied.",
        details: """
            Every key can be swept and overridden by its dotted path, such as generator.optimizer.learning_rate.
            A key that is left out, or null, has its default.
            """,
        keys: run.keys + [
            Key(
                "extends", .text, default: .null,
                "a file, relative to this one, whose keys this file adds to or replaces"),
            Key("sweep", .section(SweepSchema.sweep), default: .null, "what is varied from run to run"),
            Key(
                "launcher", .choice(.launchers), default: .null,
                "where saddle run trains the runs, on which no result depends; default: this process"),
        ],
        example: """
            extends: base.yaml
            data: {dataset: digits}
            sweep:
              grid:
                label_smoothing.real: [1.0, 0.9]
              seeds: 3
            """)

    /// Whether a dotted path of sections and keys names a list.
    static func isList(_ path: String) -> Bool {
        var type = ValueType.section(run)
        for component in path.split(separator: ".") {
            guard case .section(let section) = type, let key = section.key(String(component)) else { return false }
            type = key.type
        }
        switch type {
        case .list, .choices: return true
        default: return false
        }
    }
}
