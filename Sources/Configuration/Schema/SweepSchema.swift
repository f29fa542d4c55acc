/// The `sweep` section. Its parts combine: every run of one meets every run of the others.
enum SweepSchema {
    static let maximumRuns = 1_000_000
    static let maximumPaths = 100

    static let sweep = Declaration(
        "sweep", "What is varied from run to run. Parts combine by product, the last varying fastest.",
        details: """
            Keys are swept by their dotted path: noise.dimension, generator.layers.0.units (layers count from 0),
            generator.optimizer (a whole entry) or generator.optimizer.learning_rate. Values stand in a list, or in a
            mapping that names them: {small: [...], wide: [...]}; the names then appear in the runs' ids.

            grid     every combination of the values
            zip      the first values of all lists together, then the second, ...
            list     runs written out: a list of mappings from path to value
            random   samples: how many; seed: of the draws (default: 0); and for each path one of
                     {uniform: [a, b]}, {log_uniform: [a, b]}, {integer: [a, b]} (both ends count), {choice: [...]}.
                     Numbers are drawn with four significant digits. Draws depend on seed, path and position only:
                     more samples, or another path, change none of the earlier ones.
            seeds    3: the run's seed and the two after it; or a list of seeds
            exclude  runs to leave out: a list of mappings from swept paths to values, all of which must match
            """,
        keys: [
            Key("grid", .described(paths), default: .null, "every combination of the values"),
            Key("zip", .described(paths), default: .null, "lists of equal length, walked together"),
            Key("list", .described("a list of mappings from paths to values"), default: .null, "runs written out"),
            Key(
                "random", .described("samples, seed, and a distribution for each path"), default: .null,
                "values drawn at random"),
            Key("seeds", .described("a number of seeds or a list of them"), default: .null, "repeats with other seeds"),
            Key(
                "exclude", .described("a list of mappings from swept paths to values"), default: .null,
                "runs to leave out"),
        ],
        example: """
            sweep:
              grid:
                label_smoothing.real: [1.0, 0.9]
                generator.layers:
                  small: [dense: 64, relu, dense: 2]
                  wide: [dense: 512, relu, dense: 2]
              random:
                samples: 5
                generator.optimizer.learning_rate: {log_uniform: [1e-5, 1e-3]}
              seeds: 3
              exclude:
                - {label_smoothing.real: 0.9, generator.layers: small}
            """)

    private static let paths = "a mapping from paths to lists of values, or to mappings that name them"
}
