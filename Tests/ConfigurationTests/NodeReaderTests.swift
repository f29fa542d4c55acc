import Diagnostics
import Testing

@testable import Configuration

@Suite struct NodeReaderTests {
    private func read(_ text: String) throws -> Node {
        var findings = Findings()
        let node = try NodeReader.read(try SourceText(path: "a.yaml", bytes: Array(text.utf8)), &findings)
        try findings.throwErrors()
        return node
    }

    private func place(_ node: Node?) -> String {
        node.map { "\($0.location.line):\($0.location.column)+\($0.location.length)" } ?? ""
    }

    @Test func everyNodeKnowsItsPlace() throws {
        let root = try read(
            """
            a: one
            b: [2, "thrée", {c: x}]
            日本: after
            d:
              - e: |
                  long
                  text
              - f
            """)
        #expect(place(root) == "1:1+1")
        #expect(place(root["a"]) == "1:4+3")
        #expect(place(root["b"]) == "2:4+20")
        #expect(place(root["b"]?.items?[1]) == "2:8+7")
        #expect(place(root["b"]?.items?[2]["c"]) == "2:21+1")
        #expect(place(root["日本"]) == "3:5+5")
        #expect(place(root["d"]?.items?[0]) == "5:5+1")
        #expect(place(root["d"]?.items?[0]["e"]) == "5:8+1")
        #expect(place(root["d"]?.items?[1]) == "8:5+1")
        #expect(root["d"]?.items?[0]["e"]?.scalar?.text == "long\ntext\n")
    }

    @Test func windowsLineEndsCountAsOne() throws {
        let root = try read("a: 1\r\nb: 2\r\n")
        #expect(place(root["b"]) == "2:4+1")
        #expect(root["b"]?.location.source.lines[1] == "b: 2")
    }

    @Test func keysKeepTheirOrder() throws {
        #expect(try read("{z: 1, a: 2, m: 3}").pairs?.map(\.key) == ["z", "a", "m"])
    }

    @Test func quotesAreRemembered() throws {
        let root = try read("[1, '1', \"1\", !!str 1, ! 1, null, 'null', ~, ]")
        #expect(root.items?.map { $0.scalar?.isPlain } == [true, false, false, false, false, true, false, true])
        #expect(root.items?.map(\.isNull) == [false, false, false, false, false, true, false, true])
    }

    @Test func aliasesRepeatWhatTheyNameAtTheirOwnPlace() throws {
        let root = try read("a: &x {k: 1}\nb: *x\nc: &x 2\nd: *x")
        #expect(root["b"]?["k"]?.scalar?.text == "1")
        #expect(place(root["b"]) == "2:4+2")
        #expect(root["d"]?.scalar?.text == "2")
    }

    @Test func mergeKeysFillInWhatIsNotGiven() throws {
        let root = try read(
            """
            a: &a {x: 1, y: 1}
            b: &b {y: 2, z: 2}
            c: {<<: *a, y: 3}
            d: {y: 3, <<: [*b, *a]}
            e: {"<<": 1}
            """)
        func values(_ key: String) -> [String] {
            (root[key]?.pairs ?? []).map { "\($0.key)\($0.value.scalar?.text ?? "")" }.sorted()
        }
        #expect(values("c") == ["x1", "y3"])
        #expect(values("d") == ["x1", "y3", "z2"])
        #expect(values("e") == ["<<1"])
    }
}

@Suite struct ScalarsTests {
    @Test(arguments: [
        ("0", 0), ("7", 7), ("+7", 7), ("-7", -7), ("1e5", 100_000), ("1E+2", 100), ("-0", 0), ("2500e-2", 25),
    ])
    func integers(text: String, value: Int) { #expect(Scalars.integer(text) == value) }

    @Test(arguments: [
        "", "-", "01", "-01", "0x10", "0o7", "1_000", "1,000", "1.0", "1e", "1e-5", "1e400", "99999999999999999999",
        " 1", "1 ",
        "１", "1:30", "two", "true",
    ])
    func noIntegers(text: String) { #expect(Scalars.integer(text) == nil) }

    @Test(arguments: [
        ("1e-4", 1e-4), ("1", 1), (".5", 0.5), ("5.", 5), ("-2.50E+3", -2500), ("0", 0), ("0.1", 0.1), ("1e-400", 0),
    ])
    func numbers(text: String, value: Double) { #expect(Scalars.real(text) == value) }

    @Test(arguments: [
        "", ".", "-", "e5", "1e", "nan", ".nan", "NaN", "inf", ".inf", "-.inf", "infinity", "1e999", "0x1p3", "010",
        "1_0.0", "1.2.3",
        "1e5.0", "--1",
    ])
    func noNumbers(text: String) { #expect(Scalars.real(text) == nil) }

    @Test func onlyTrueAndFalseAreBooleans() {
        #expect(["true", "True", "TRUE"].allSatisfy { Scalars.boolean($0) == true })
        #expect(["false", "False", "FALSE"].allSatisfy { Scalars.boolean($0) == false })
        #expect(["yes", "no", "on", "off", "y", "n", "1", "0", "tRUE", ""].allSatisfy { Scalars.boolean($0) == nil })
    }

    @Test func aTextIsATextWhateverItLooksLike() throws {
        for text in ["no", "1e-4", "010", "true", "2001-01-01", "1:30", "null-ish"] {
            #expect(try load("description: \(text)\n" + Golden.valid).description == text)
        }
    }
}
