import Diagnostics
import Foundation

/// The programs of Slurm, called with arguments as they are: no shell reads them.
enum SlurmCommand {
    /// What a program prints.
    /// - Throws: where it is not there, or fails; in words that say what to do.
    static func output(_ command: [String]) throws(DiagnosticError) -> String {
        guard let path = find(command[0]) else {
            throw DiagnosticError(
                Diagnostic(
                    "there is no '\(command[0])' on this machine: it has no Slurm, or its programs are not in PATH",
                    help: "submit from a machine of the cluster, or write a plan for another scheduler: --plan-only"))
        }
        let answer = try OtherProgram(path: path).answer(Array(command.dropFirst()))
        guard answer.status == 0 else { throw DiagnosticError(failure(command[0], answer.errors)) }
        return answer.output
    }

    private static func find(_ name: String) -> String? {
        let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":").map(String.init) ?? []
        return folders.map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
    }

    /// - Parameter text: what the program said.
    static func failure(_ program: String, _ text: String) -> Diagnostic {
        let lines = text.split(separator: "\n").map(String.init)
        let line = lines.last { $0.contains("error:") } ?? lines.last ?? "it gave no reason"
        let reason = line.split(separator: "error: ").last.map(String.init) ?? line
        func says(_ words: String) -> Bool { text.lowercased().contains(words) }
        if says("unable to contact slurm controller") || says("connection refused") || says("connect failure")
            || says("communication connection failure")
        {
            return Diagnostic(
                "Slurm's controller cannot be reached: \(reason)",
                help: "ask again later, or your administrator; nothing that was submitted is lost")
        }
        if says("configuration source") || says("configuration file") {
            return Diagnostic(
                "Slurm's programs are here, and no configuration of a cluster: \(reason)",
                help: "submit from a machine of the cluster, or name its file in SLURM_CONF; --plan-only writes a plan "
                    + "for another scheduler")
        }
        if says("invalid partition") {
            return Diagnostic(
                "Slurm has no such partition: \(reason)", help: "sinfo shows the partitions that there are")
        }
        if says("maxarraysize") || says("job violates") || says("limit") || says("temporarily unable") {
            return Diagnostic(
                "Slurm takes no more jobs now: \(reason)",
                help: "the same command later submits what is missing; runs_per_task makes fewer and longer jobs")
        }
        return Diagnostic("\(program) refused: \(reason)", help: "see man \(program) for the option that it names")
    }
}
