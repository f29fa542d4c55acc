import Datasets
import Engine
import Kernels

extension FreshCritic {
    /// Bytes of the networks that learn to judge and of the generated samples that they are tested on, beside the run
    /// itself, which stays in memory meanwhile.
    /// - Parameter run: what the run's passes take, which share their memory with these.
    func memoryBytes(_ sizes: JudgingSizes, beside run: PassMemoryNeed) -> Int {
        guard spec.iterations > 0 else { return 0 }
        let generated = min(spec.samples, sizes.heldOut) + CriticTraining.validationCount(of: sizes.training)
        return CriticTraining.byteCount(graph, batch: spec.batchSize, beside: run) + 4 * generated * sizes.size
    }

    /// nil where the file wants no critic, or where a generated sample is not finite.
    /// - Parameter iteration: of the run, for the record.
    func judge(
        _ dataset: Dataset, iteration: Int, workers: Workers = .shared, generated: Source
    ) -> CriticResult? {
        test(dataset, iteration: iteration, workers: workers, generated: generated)?.result
    }

    /// The same with the answers that the result was counted from.
    /// - Parameter memory: of passes; that of the run may be lent.
    func test(
        _ dataset: Dataset, iteration: Int, workers: Workers = .shared, memory: PassMemory = PassMemory(),
        generated: Source
    ) -> (result: CriticResult, real: [Float], fake: [Float])? {
        let count = min(spec.samples, dataset.heldOut.count)
        guard spec.iterations > 0, count > 0, dataset.training.count > 1 else { return nil }
        let fakes = generated(count, .test, 0)
        guard fakes.allSatisfy(\.isFinite) else { return nil }
        let training = CriticTraining(self, dataset.training, workers: workers, memory: memory)
        training.run(generated)
        let real = dataset.heldOut.withRows { training.best($0, count: count) }
        let fake = fakes.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map {
                training.best(StoredRows($0, columns: dataset.heldOut.size), count: count)
            } ?? []
        }
        let result = CriticResult(
            iteration: iteration, maker: maker, realOutputs: real, fakeOutputs: fake, updates: training.updates,
            trainedOn: training.trainingCount, isLevelled: training.isLevelled)
        return (result, real, fake)
    }
}
