import ArgumentParser
import Diagnostics
import Experiments
import Foundation
import Reporting

/// Runs in the hands of a cluster: what `saddle run` takes for it.
struct ClusterArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "With --launcher slurm, which it implies: partition=...,time=...,cpus-per-task=...,mem=...; "
                + "saddle explain slurm has all keys.", valueName: "key=value,..."))
    var slurm: String?

    @Option(help: "With slurm: tasks at a time.")
    var arrayLimit: Int?

    @Flag(help: "With slurm: wait until nothing that was submitted is left.")
    var wait = false

    /// As `--set` takes them.
    func settings(_ launcher: String?) throws -> [String] {
        var settings: [String] = []
        let isSlurm = slurm != nil || arrayLimit != nil
        guard launcher == nil || launcher == "slurm" || !isSlurm else {
            throw ValidationError("--slurm and --array-limit go with --launcher slurm.")
        }
        if let launcher, launcher != "slurm" || !isSlurm { settings.append("launcher=\(launcher)") }
        for pair in slurm?.split(separator: ",") ?? [] {
            let parts = pair.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { throw ValidationError("--slurm takes key=value,key=value, not '\(pair)'.") }
            settings.append("launcher.slurm.\(parts[0].replacing("-", with: "_"))=\(parts[1])")
        }
        if let arrayLimit { settings.append("launcher.slurm.array_limit=\(arrayLimit)") }
        return settings
    }

    /// Submits what is missing.
    func submit(
        _ experiments: [PreparedExperiment], to launcher: any SubmittingLauncher, _ options: Session.Options,
        isDryRun: Bool
    ) throws {
        guard !options.fresh else { throw ValidationError("--fresh trains in this process: --launcher in_order.") }
        let session = Session(experiments, options)
        let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
        let plans = try session.writePlans()
        for (plan, missing) in plans {
            let work = SubmittedWork(
                plan, missing: missing, program: program, arguments: options.anyBuild ? ["--any-build"] : [])
            if isDryRun {
                try Terminal.write(launcher.script(work))
            } else {
                try Terminal.write(launcher.submit(work) + "\n")
            }
        }
        guard !isDryRun else { return }
        let folder = ShellText.word(options.results)
        guard wait else { return try Terminal.write("how far they are: saddle status \(folder)\n") }
        Interruption.listen()
        for (plan, _) in plans {
            try launcher.wait(for: plan, isInterrupted: { Interruption.isRequested }) {
                Terminal.writeError($0 + "\n")
            }
        }
        if Interruption.isRequested { throw ExitCode(Interruption.status) }
        let left = try session.writePlans().reduce(0) { $0 + $1.missing.count }
        guard left == 0 else {
            throw DiagnosticError(
                Diagnostic(
                    "\(left) \(left == 1 ? "run is" : "runs are") not done",
                    help: "saddle status \(folder) says why; the same command submits what is missing"))
        }
    }
}
