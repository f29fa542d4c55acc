import ArgumentParser
import Diagnostics
import Experiments

/// The files, and what is set over them: shared by every command that reads experiments.
struct ExperimentArguments: ParsableArguments {
    @Argument(help: "Experiment files.", completion: .file(extensions: ["yaml", "yml"]))
    var files: [String]

    @OptionGroup var overrides: OverrideOptions

    /// Prints warnings and notes; throws every error of every file.
    /// - Parameters:
    ///   - jobs: runs that are to be trained at a time.
    ///   - memory: that they may use; nil: all that the process may.
    func prepare(jobs: Int = 1, memory: MemorySize? = nil) throws -> [PreparedExperiment] {
        try overrides.prepare(files, jobs: jobs, memory: memory)
    }
}

/// The same for a command that reads one experiment.
struct SingleExperimentArguments: ParsableArguments {
    @Argument(help: "An experiment file.", completion: .file(extensions: ["yaml", "yml"]))
    var file: String

    @OptionGroup var overrides: OverrideOptions

    func prepare() throws -> PreparedExperiment { try overrides.prepare([file], jobs: 1)[0] }
}

struct OverrideOptions: ParsableArguments {
    @Option(
        name: .customLong("set"), parsing: .singleValue,
        help: ArgumentHelp("Set a key of every file; may be repeated.", valueName: "key.path=value"))
    var overrides: [String] = []

    func prepare(
        _ files: [String], jobs: Int, memory: MemorySize? = nil
    ) throws -> [PreparedExperiment] {
        let preparation = try Preparation(
            files: files, overrides: overrides, jobs: jobs, memory: MemorySize.usable(memory))
        if !preparation.remarks.isEmpty {
            let renderer = DiagnosticRenderer(colour: Terminal.colourOfErrors)
            Terminal.writeError(renderer.render(preparation.remarks) + "\n")
        }
        return preparation.experiments
    }
}
