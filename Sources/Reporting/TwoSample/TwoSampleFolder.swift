/// The files of a report.
public enum TwoSampleFolder {
    /// Each file appears whole or not at all.
    public static func write(_ report: TwoSampleReport, to folder: String) throws(FileError) {
        try Folder.make(folder)
        try AtomicFile.write(report.judgesTable.text, to: "\(folder)/judges.csv")
        try AtomicFile.write(report.json, to: "\(folder)/judges.json")
        try AtomicFile.write(report.markdown, to: "\(folder)/report.md")
        try AtomicFile.write(report.html, to: "\(folder)/report.html")
    }
}
