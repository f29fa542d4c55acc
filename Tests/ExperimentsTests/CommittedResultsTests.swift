import Experiments
import Foundation
import Testing

/// The results that stand beside the published set-ups are those of their files as they are: a change of a file, or of
/// how runs are named, would leave them behind.
@Suite struct CommittedResultsTests {
    private static let results = URL(fileURLWithPath: Shipped.path("../results/reference/papers"))

    /// Shortened by `--set`, so that they have ids of their own.
    private static let shortened = ["pacgan-grid", "pacgan-ring"]

    static let names: [String] = {
        let files = FileManager.default
        return ((try? files.contentsOfDirectory(atPath: results.path)) ?? []).sorted().filter {
            !shortened.contains($0)
                && files.fileExists(atPath: results.appendingPathComponent("\($0)/runs.csv").path)
        }
    }()

    @Test func theyAreThere() { #expect(Self.names.count >= 8) }

    @Test(arguments: names) func areOfTheirFile(_ name: String) throws {
        let table = try String(contentsOf: Self.results.appendingPathComponent("\(name)/runs.csv"), encoding: .utf8)
        let committed = table.split(whereSeparator: \.isNewline).dropFirst().compactMap {
            $0.split(separator: ",").first
        }
        let runs = try Preparation(files: [Shipped.path("papers/\(name).yaml")]).experiments.flatMap(\.runs)
        #expect(Set(committed.map(String.init)) == Set(runs.map(\.id)))
    }
}
