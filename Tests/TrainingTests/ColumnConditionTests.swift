import Datasets
import Diagnostics
import Engine
import Kernels
import TestSupport
import Testing

@testable import Configuration
@testable import Training

/// Conditions on a table's columns of categories.
@Suite struct ColumnConditionTests {
    /// A number, a column of two categories and one of three, the last of which 5 % of the rows have.
    static let data: Dataset = {
        func samples(_ count: Int) -> Samples {
            var values: [Float] = []
            for row in 0..<count {
                let (first, second) = (row % 2, row % 20 == 0 ? 2 : row % 3 == 0 ? 1 : 0)
                values.append(Float(row % 11) / 10 - 0.5)
                values += (0..<2).map { $0 == first ? 1 : 0 } + (0..<3).map { $0 == second ? 1 : 0 }
            }
            return Samples(shape: [6], count: count, values: values)
        }
        return Dataset(
            name: "table", training: samples(200), heldOut: samples(60), runs: [1, 2, 3], categories: [1..<3, 3..<6])
    }()

    private static func conditions(isLogarithmic: Bool, count: Int = 6000) -> ColumnConditions {
        ColumnConditions(data.training, columns: data.categories, count: count, isLogarithmic: isLogarithmic)
    }

    /// Places in the vector: of the first column 0 and 1, of the second 2 to 4.
    @Test(arguments: [(true, 0.21), (false, 0.05)]) func conditionsComeWithSamplesThatFulfilThem(
        isLogarithmic: Bool, rare: Double
    ) {
        let conditions = Self.conditions(isLogarithmic: isLogarithmic)
        var indices = [Int32](repeating: 0, count: 6000)
        conditions.draw(at: RandomAddress(seed: 1, stream: 26, iteration: 3), into: &indices)
        let places = (0..<6000).map { Int(conditions.places[$0]) }
        for (place, index) in zip(places, indices) {
            #expect(Self.data.training.values[Int(index) * 6 + 1 + place] == 1)
        }
        let second = places.filter { $0 >= 2 }
        #expect(abs(Double(second.count) / 6000 - 0.5) < 0.03)
        #expect(abs(Double(second.count { $0 == 4 }) / Double(second.count) - rare) < 0.03)
        #expect(Set(indices).count == 200)
    }

    @Test func samplesAreMadeAsOftenAsTheDataHasThem() {
        let places = Self.conditions(isLogarithmic: true).places(
            count: 6000, at: RandomAddress(seed: 1, stream: 1106, iteration: 0))
        #expect(abs(Double(places.count { $0 < 2 }) / 6000 - 0.5) < 0.03)
        #expect(abs(Double(places.count { $0 == 4 }) / 3000 - 0.05) < 0.02)
    }

    @Test func crossEntropyOfWhatWasAskedFor() {
        let conditions = Self.conditions(isLogarithmic: true, count: 2)
        (conditions.places[0], conditions.places[1]) = (1, 4)
        let samples: [Float] = [0, 0.2, 0.8, 0.5, 0.3, 0.2, 0, 0.5, 0.5, 0.1, 0.9, 0]
        var gradient = [Float](repeating: 1, count: 12)
        conditions.addCrossEntropy(samples, size: 6, weight: 2, into: &gradient)
        #expect(gradient[2] == 1 - 1 / 0.8)
        #expect(gradient[11] < -1e30 && gradient[11].isFinite)
        #expect(gradient.count { $0 == 1 } == 10)
    }

    /// After some training, rows have the category that they were asked for.
    @Test func rowsHaveTheirCategory() throws {
        let run = ConditionTests.run(.columns) {
            $0.generator.layers = LayerText.choices("[dense: 32, batch_norm, relu, table]")
            $0.discriminator.pack = 2
            $0.discriminator.regularization = [Fixture.choice(.regularizers, "gradient_penalty")]
            $0.loss = Fixture.choice(.losses, "wasserstein")
            $0.training.batchSize = 16
            let adam = Fixture.choice(.optimizers, "adam", ["learning_rate": .real(2e-3)])
            ($0.generator.optimizer, $0.discriminator.optimizer) = (adam, adam)
        }
        let trainer = try Trainer(run, dataset: Self.data)
        for _ in 0..<300 { try trainer.step() }
        let labels = try #require(trainer.labelValues(count: 500, seed: 5, block: 0))
        let samples = trainer.samples(from: trainer.noise(count: 500, seed: 5, block: 0), labels: labels)
        let right = (0..<500).count { row in
            let place = labels[row * 5..<row * 5 + 5].firstIndex(of: 1).map { $0 - row * 5 } ?? 0
            return samples[row * 6 + 1 + place] > 0.5
        }
        #expect(right > 400, "\(right) of 500 rows have what was asked for")
        let evaluation = try trainer.evaluate(samples: 20)
        #expect(evaluation.realOutputs.count == 10)
    }

    @Test func withoutCategoriesItIsRefused() throws {
        let error = try #require(throws: DiagnosticError.self) {
            try Fixture.trainer(ConditionTests.run(.columns) { $0.generator.layers = LayerText.choices("[dense: 2]") })
        }
        #expect(
            error.diagnostics.map(\.message)
                == ["the condition is on columns of categories, and data 'ring' has none"])
    }
}
