import Engine
import Formats
import Reporting
import Training

extension FuzzTarget {
    /// Checkpoints, with the seal that saddle's have and without, as others write them.
    static let safetensors = FuzzTarget(
        name: "safetensors",
        seeds: {
            let tensors = [
                NamedTensor("g.0.weight", shape: [2, 1], values: [1, -2]), NamedTensor("b", shape: [], values: [3]),
            ]
            let file = Safetensors(
                metadata: ["iteration": "12", "q": "\"\\\u{E9}"], tensors: tensors, texts: ["t": [1, 2]])
            return [file.bytes, file.sealedBytes, Safetensors(tensors: []).bytes]
        },
        read: { bytes in
            _ = try? Safetensors(sealed: bytes)
            guard let file = try? Safetensors(bytes) else { return }
            guard let again = try? Safetensors(sealed: file.sealedBytes) else {
                fatalError("what was read is not read again")
            }
            require(
                again.tensors.map(\.name) == file.tensors.map(\.name) && again.texts == file.texts, "tensors differ")
            // Bits, since a value may be no number.
            let bits = again.tensors.map { $0.values.map(\.bitPattern) }
            require(bits == file.tensors.map { $0.values.map(\.bitPattern) }, "values differ")
        })

    /// A run's tables of results.
    static let results = FuzzTarget(
        name: "results",
        seeds: {
            let short = "run,status,seed\r\n\"a,\"\"b\",complete,1\r\n"
            return try [Array(short.utf8)]
                + projectFiles("results/reference") { $0.hasSuffix(".csv") }.filter { $0.count < 4000 }
        },
        read: { bytes in
            guard let table = try? CSVTable(reading: bytes, path: "t.csv") else { return }
            let again = try? CSVTable(reading: table.text, path: "t.csv")
            require(again == table, "a table reads back as another")
            if let rows = try? CSVFileRows(bytes, path: "t.csv"), let runs = try? RunsTable.results(rows) {
                _ = RunsTable.table(runs).text
                _ = try? Comparison(runs.map { ComparedRun(experiment: "e", result: $0) }).text(.table, width: 80)
            }
            _ = try? MetricsTable.measurements(table, path: "t.csv")
            if let evidence = try? JudgesTable.evidence(table, path: "t.csv") {
                _ = try? CriticTable.examinations(table, evidence, path: "t.csv")
            }
            _ = try? CriticTable.examinations(table, [:], path: "t.csv")
            _ = SampleMetricsTable.report(table)
            _ = TimingTable.entries(table)
        })

    /// `status.json`.
    static let record = FuzzTarget(
        name: "record",
        seeds: {
            let record = RunRecord(status: .interrupted, iteration: 12, message: "at \"12\"", files: [:])
            return [try record.bytes()]
        },
        read: { bytes in
            guard let record = RunRecord(bytes) else { return }
            guard let bytes = try? record.bytes() else { return }
            require(RunRecord(bytes) != nil, "a record does not read back")
        })
}
