import ArgumentParser
import Diagnostics
import Experiments
import Foundation
import Reporting

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Train every run of the experiments; completed runs are skipped, interrupted ones continue.",
        discussion: """
            Several programs can share a sweep: each run is trained by one of them, and left alone by the others.

            Beyond one machine: --plan-only writes every run of a sweep into one file beside the results, and then
            "saddle run --plan PLAN --index I" trains run I of it, on any machine that sees the folder. Whichever ends
            last writes the tables and pages.
            """)

    @Argument(help: "Experiment files.", completion: .file(extensions: ["yaml", "yml"]))
    var files: [String] = []

    @OptionGroup var overrides: OverrideOptions

    @Flag(help: "Check everything and write the plan of the runs, to be trained one by one by other programs.")
    var planOnly = false

    @OptionGroup var task: TaskArguments

    @Option(help: ArgumentHelp("The folder for results.", valueName: "folder"))
    var results = "results"

    @OptionGroup var workers: ThreadArguments

    @Option(
        help: ArgumentHelp(
            "Runs to train at a time; the results do not depend on it.",
            discussion: """
                Without it as many as there are threads where networks are small, which gain little from several, and \
                where memory allows; else one. Every job has its share of the threads, and memory of its own: as many \
                times what saddle check states for a run.
                """))
    var jobs: Int?

    @Option(
        help: ArgumentHelp(
            "How runs are trained: "
                + Launchers.registry.declarations.map { "\($0.name) (\($0.summary))" }.joined(separator: ", ")
                + ". Default: as the file says, or by --jobs.", valueName: "name"))
    var launcher: String?

    @OptionGroup var cluster: ClusterArguments

    @Option(
        help:
            "Memory that the runs may use, such as 4G or 500M; what needs more is refused. All of the machine's without."
    )
    var memory: MemorySize?

    @Flag(help: "Check everything, list the runs and what would be done, train nothing.")
    var dryRun = false

    @Flag(help: "Train again what is done already, from the beginning.")
    var fresh = false

    @Flag(help: "Continue interrupted runs that another build of this program began; its numbers may differ a little.")
    var anyBuild = false

    @Flag(name: .shortAndLong, help: "Print errors and the summary only.")
    var quiet = false

    func validate() throws {
        try task.validate(files: files, overrides.overrides)
        let available = workers.count
        guard !results.isEmpty else { throw ValidationError("--results takes the path of a folder, such as results.") }
        if let jobs, jobs < 1 { throw ValidationError("--jobs takes 1 or more.") }
        let launchers = Launchers.registry.declarations.map(\.name)
        if let launcher, !launchers.contains(launcher) {
            throw ValidationError("--launcher takes \(launchers.joined(separator: " or ")).")
        }
        if let jobs, jobs > available {
            throw ValidationError(
                "--jobs \(jobs) needs as many threads, and there are \(available): give --jobs \(available), "
                    + "or --threads \(jobs) as well.")
        }
    }

    func run() throws {
        // Who reads the log, warnings among it, may leave; what is trained stays.
        signal(SIGPIPE, SIG_IGN)
        var options = Session.Options(
            results: results, threads: workers.count, jobs: jobs, memory: MemorySize.usable(memory), fresh: fresh,
            anyBuild: anyBuild)
        if task.plan != nil { return try task.run(options, quiet: quiet) }
        var overrides = overrides
        overrides.overrides += try cluster.settings(launcher)
        let prepared = try overrides.prepare(files, jobs: jobs ?? 1, memory: memory)
        let chosen = prepared.compactMap(\.launcher).map { Launchers.registry.make($0) }
        if let slurm = chosen.compactMap({ $0 as? any SubmittingLauncher }).first, !planOnly {
            return try cluster.submit(prepared, to: slurm, options, isDryRun: dryRun)
        }
        // By --jobs where nothing is said.
        if let said = chosen.compactMap({ $0 as? any TrainingLauncher }).first { options.launcher = said }
        let session = Session(prepared, options)
        if planOnly { return try Terminal.write(PlanText.text(session.writePlans())) }
        if dryRun {
            try Terminal.write(SessionSummary.plan(session.plan()) + "\n")
            return
        }
        Interruption.listen()
        let display = ProgressDisplay(quiet: quiet)
        let outcomes = try session.run(
            isInterrupted: { Interruption.isRequested }, checkpointRequests: { Interruption.checkpointRequests },
            report: display.show)
        display.finish()
        try Terminal.write(SessionSummary.text(outcomes, of: prepared, options, width: Terminal.widthOfOutput))
        if Interruption.isRequested { throw ExitCode(Interruption.status) }
        if outcomes.contains(where: { ![.complete, .stopped].contains($0.outcome.status) }) { throw ExitCode.failure }
        // The program ends: what it knows of a million runs need not be taken apart first.
        Foundation.exit(EXIT_SUCCESS)
    }
}
