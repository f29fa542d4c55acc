import Datasets
import Equilibrium
import Kernels
import Reporting
import Testing
import Training

@testable import Experiments

@Suite struct SamplePictureTests {
    /// D(x, y) = x + y; the real points lie around the origin, the generated one at (-5, -5).
    @Test(arguments: ["wasserstein", "hinge", "non_saturating"]) func theUndecidedLineLiesBetweenThePoints(
        loss: String
    ) throws {
        let session = try SessionFolder(
            """
            data: {dataset: ring, samples: 200}
            noise: {dimension: 2}
            generator: {layers: [learned_constant: {shape: 2, value: -5}]}
            discriminator:
              layers: [dense: {units: 1, bias: false, initializer: {constant: 1}}]
              weight_clipping: 1
            loss: \(loss)
            training: {iterations: 1}
            """)
        defer { session.remove() }
        let run = try #require(try session.prepare().first?.runs.first)
        let dataset = try DatasetSources.registry.make(run.spec.data).load()
        let trainer = Trainer(run.spec, run.blueprint, dataset: dataset, workers: Workers(threads: 1))
        let surface = try #require(
            SamplePictures(dataset, Expectation(run.spec)).surface(
                trainer, over: PlaneRange(around: dataset.heldOut.values), real: dataset.heldOut.values,
                generated: trainer.generate(count: 100)))
        switch loss {
        case "wasserstein": #expect((-10 ..< -1.3).contains(surface.threshold), "\(surface.threshold)")
        case "hinge": #expect(surface.threshold == 0)
        default: #expect(surface.threshold == 0.5)
        }
    }
}
