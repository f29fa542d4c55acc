/// A key as papers and other programs write it, and what Saddle has for it.
struct CommonKey {
    /// As in `CommonName`: capitals, and what is between letters and digits, do not count.
    let names: [String]
    /// Keys of the file to write in its place, '#' standing for the value; nil: there is nothing to write.
    var keys: String?
    /// What stands for '#' where the value that was written is of another kind.
    var example = ""
    /// What else there is to know.
    var note: String?
    /// Whether it may stand among the keys of an entry, such as a layer; else among those of a section.
    var isOfEntries = false

    /// "write step_ratio: {discriminator: 5}"
    /// - Parameter value: what was written behind the name; nil: nothing.
    func help(value: String? = nil) -> String {
        guard let keys else { return note ?? "" }
        return "write \(Self.filled(keys, value, example))" + (note.map { ": \($0)" } ?? "")
    }

    func isCalled(_ name: String) -> Bool { names.contains { $0.letters == name.letters } }

    /// A number takes a number's place, a word a word's.
    private static func filled(_ keys: String, _ value: String?, _ example: String) -> String {
        let isNumber = Scalars.real(example) != nil
        func fits(_ value: String) -> Bool {
            isNumber == (Scalars.real(value) != nil) && value.wholeMatch(of: #/[\w.+-]+/#) != nil
        }
        return keys.replacing("#", with: value.flatMap { fits($0) ? $0 : nil } ?? example)
    }
}

extension String {
    /// Letters and digits, small.
    var letters: String { lowercased().filter { $0.isLetter || $0.isNumber } }
}
