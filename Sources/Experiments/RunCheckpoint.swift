import Formats
import Foundation
import Reporting
import Training

/// A checkpoint of a run as a file: the trainer's state and, so that it can be continued from whatever happens to the
/// files beside it, the run's tables as they were and a list of the pictures and checkpoints that had been written.
struct RunCheckpoint {
    let state: Safetensors
    /// Contents by the names of the files.
    let tables: [String: [UInt8]]
    let files: [String: FileEntry]

    private static let tablePrefix = "file."
    private static let note = "files"

    /// The file of a checkpoint at a trainer's iteration, to be written before the trainer goes on.
    /// - Parameter without: iterations of the checkpoints that this one replaces.
    static func file(_ trainer: Trainer, _ ledger: FileLedger, without replaced: [Int]) throws -> SafetensorsStream {
        var file = trainer.checkpointStream()
        for (name, content) in ledger.tables { file.texts[tablePrefix + name] = content }
        let others = ([trainer.iteration] + replaced).map(RunFolder.checkpointName)
        // What lies at the top besides tables is made again when the run begins or ends.
        let files = ledger.entries.filter { $0.key.contains("/") && !others.contains($0.key) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        file.metadata[note] = String(decoding: try encoder.encode(files), as: UTF8.self)
        return file.sealed
    }

    /// Reads what `file` gave.
    init(_ bytes: [UInt8]) throws(CheckpointError) {
        do { state = try Safetensors(sealed: bytes) } catch .unsealed {
            throw CheckpointError(.foreign, "\(SafetensorsError.unsealed), as those of earlier versions")
        } catch {
            throw CheckpointError(.damaged, "\(error)")
        }
        do {
            files = try JSONDecoder().decode(
                [String: FileEntry].self, from: Data((state.metadata[Self.note] ?? "").utf8))
        } catch {
            throw CheckpointError(.foreign, "it does not say what else the run had written")
        }
        let texts = state.texts.map { (String($0.key.dropFirst(Self.tablePrefix.count)), $0.value) }
        tables = Dictionary(uniqueKeysWithValues: texts)
    }
}
