import Diagnostics
import Formats

/// What people write down about the runs of an experiment: `notes.csv` in its folder, a row for each run that has tags
/// or a note, and one without a run for the experiment itself. No result: nothing that is trained, measured or verified
/// depends on it, and a run that is trained again keeps its row.
public struct RunNotes: Hashable, Sendable {
    public static let name = "notes.csv"

    public struct Note: Hashable, Sendable {
        public var tags: [String]
        public var text: String

        public init(tags: [String] = [], text: String = "") { (self.tags, self.text) = (tags, text) }

        public var isEmpty: Bool { tags.isEmpty && text.isEmpty }
    }

    private static let columns = ["run", "tags", "note"]

    private var order: [String] = []
    private var notes: [String: Note] = [:]

    /// Those of an experiment's folder; none where there is no such file.
    /// - Throws: where it cannot be read, or is no table of notes.
    public init(in experiment: String) throws {
        let path = "\(experiment)/\(Self.name)"
        guard let bytes = try AtomicFile.readIfThere(path) else { return }
        let table = try CSVTable(reading: bytes, path: path)
        guard let runs = table.cells(of: "run"), let tags = table.cells(of: "tags"), let texts = table.cells(of: "note")
        else {
            throw Diagnostic(
                "'\(path)' has no columns \(Self.columns.joined(separator: ", "))",
                help: "it is the file of saddle note: give another table another name")
        }
        for (run, (tags, text)) in zip(runs, zip(tags, texts)) {
            self[run] = Note(tags: tags.split(separator: " ").map(String.init), text: text)
        }
    }

    /// Of a run, by its name; of the experiment itself by an empty one. An empty note is none.
    public subscript(run: String) -> Note {
        get { notes[run] ?? Note() }
        set {
            if newValue.isEmpty {
                notes[run] = nil
                order.removeAll { $0 == run }
            } else if notes.updateValue(newValue, forKey: run) == nil {
                order.append(run)
            }
        }
    }

    public var isEmpty: Bool { notes.isEmpty }

    /// Writes them into an experiment's folder, while that is locked; without notes there is no file.
    public func write(in experiment: String) throws(FileError) {
        let path = "\(experiment)/\(Self.name)"
        guard !isEmpty else { return try AtomicFile.remove(path) }
        let rows = order.map { [$0, self[$0].tags.joined(separator: " "), self[$0].text] }
        try AtomicFile.write(CSVTable(columns: Self.columns, rows: rows).text, to: path)
    }
}
