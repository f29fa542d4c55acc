import Equilibrium
import Experiments
import Foundation
import Reporting
import TestSupport
import Testing

/// The file that comes with the project, trained: what the verdict says of each row is what is proven of it.
@Suite struct DiracTests {
    @Test func theProvenOutcomes() throws {
        let folder = try TemporaryFolder()
        let results = folder.path
        defer { withExtendedLifetime(folder) {} }
        let experiments = try Preparation(
            files: [Shipped.path("papers/dirac.yaml")], overrides: ["evaluation.every=40", "sweep.seeds=2"]
        ).experiments
        let runs = try Session(experiments, .init(results: results, threads: 2)).run(isInterrupted: { false }) { _ in }
        #expect(runs.count == 18)
        for run in experiments.flatMap(\.runs) {
            let isStraight = run.spec.loss.name == "wasserstein"
            let regularization = run.spec.discriminator.regularization.first?.name
            let converges = regularization == "r1" || regularization == "instance_noise" && !isStraight
            // With instance noise the discriminator converges, and batches' own noise keeps the generator about 0.02
            // from the data: a point beside a point, which every judge but the discriminator sees.
            let verdict =
                regularization == "r1" ? "equilibrium" : converges ? "discriminator too weak" : "oscillating"
            let report = try Data(contentsOf: URL(fileURLWithPath: "\(results)/dirac/\(run.id)/equilibrium.json"))
            let found = try JSONDecoder().decode(Found.self, from: report)
            #expect(found.verdict == verdict, "\(run.id): \(found)")
            // Whatever is said of a run says the same.
            #expect(
                found.answer.hasPrefix(verdict == "equilibrium" ? "At equilibrium" : "Not at equilibrium (\(verdict))"))
            #expect((found.settledAt != nil) == converges && (found.measured.accuracy == 0.5) == converges, "\(run.id)")
            if converges { #expect(found.course.accuracy == 0.5 && found.course.swing == 0, "\(run.id)") }
        }
    }

    private struct Found: Decodable {
        let verdict, answer: String
        let settledAt: Int?
        let measured: Measured
        let course: Course

        struct Measured: Decodable { let accuracy: Double }
        struct Course: Decodable { let accuracy, swing: Double }

        enum CodingKeys: String, CodingKey {
            case verdict, answer, measured, course
            case settledAt = "settled_at"
        }
    }
}
