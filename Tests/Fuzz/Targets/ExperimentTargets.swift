import Configuration
import Diagnostics
import Experiments
import Training

extension FuzzTarget {
    /// From the text of an experiment to its runs and their networks, and back from a run to its text.
    static let yaml = FuzzTarget(
        name: "yaml", seeds: { try projectFiles("experiments") { $0.hasSuffix(".yaml") } },
        read: { bytes in
            withFile(bytes, "yaml") { path in
                let (experiment, findings) = ExperimentFile.read(path: path, vocabulary: .saddle)
                _ = DiagnosticRenderer().render(findings)
                let isSound = !findings.contains { $0.severity == .error }
                for run in experiment?.runs.prefix(2) ?? [] {
                    _ = Blueprint.findings(run.spec, dataShape: [8, 8, 1], without: run.missing)
                    if isSound { readsBack(run.spec) }
                }
            }
        })

    private static func readsBack(_ spec: RunSpec) {
        withFile(Array(CanonicalText.yaml(spec).utf8), "yaml") { path in
            let (again, findings) = ExperimentFile.read(path: path, vocabulary: .saddle)
            let errors = findings.filter { $0.severity == .error }
            require(errors.isEmpty, DiagnosticRenderer().render(errors))
            require(again?.runs.first.map { CanonicalText.hash($0.spec) } == CanonicalText.hash(spec), "another run")
        }
    }
}
