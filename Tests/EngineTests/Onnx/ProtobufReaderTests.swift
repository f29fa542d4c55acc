import Testing

@Suite struct ProtobufReaderTests {
    /// The two messages that the format's own documentation works through.
    @Test func readsTheDocumentedExamples() throws {
        #expect(try ProtobufMessage([0x08, 0x96, 0x01]).integer(1) == 150)
        let testing: [UInt8] = [0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67]
        #expect(try ProtobufMessage(testing[...]).text(2) == "testing")
    }

    @Test func readsRepeatedNumbersPackedOrNot() throws {
        #expect(try ProtobufMessage([0x22, 0x06, 0x03, 0x8e, 0x02, 0x9e, 0xa7, 0x05]).integers(4) == [3, 270, 86942])
        #expect(try ProtobufMessage([0x20, 0x03, 0x20, 0x8e, 0x02]).integers(4) == [3, 270])
        #expect(try ProtobufMessage([0x25, 0x00, 0x00, 0xc0, 0x3f]).floats(4) == [1.5])
        #expect(try ProtobufMessage([0x22, 0x04, 0x00, 0x00, 0xc0, 0x3f]).floats(4) == [1.5])
    }

    @Test func readsNegativeNumbersAndNestedMessages() throws {
        let minusOne: [UInt8] = [0x0a, 0x0b, 0x18] + [UInt8](repeating: 0xff, count: 9) + [0x01]
        let outer = try ProtobufMessage(minusOne[...])
        #expect(try outer.messages(1)[0].integer(3) == -1)
        #expect(try outer.integer(2) == nil)
    }

    @Test func rejectsWhatIsCutOffOrUnknown() {
        #expect(throws: ProtobufMessage.WireError.truncated) { try ProtobufMessage([0x08, 0x96]) }
        #expect(throws: ProtobufMessage.WireError.truncated) { try ProtobufMessage([0x12, 0x07, 0x74]) }
        #expect(throws: ProtobufMessage.WireError.truncated) { try ProtobufMessage([0x25, 0x00, 0x00]) }
        #expect(throws: ProtobufMessage.WireError.unknownWireType(3)) { try ProtobufMessage([0x0b]) }
        let endless = [0x08] + [UInt8](repeating: 0xff, count: 11)
        #expect(throws: ProtobufMessage.WireError.varintTooLong) { try ProtobufMessage(endless[...]) }
    }
}
