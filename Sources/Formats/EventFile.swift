/// A file of events that TensorBoard reads: numbers and pictures by step, and the settings of a run
/// (`tensorboard/compat/proto/event.proto`, `summary.proto`, `plugins/hparams/plugin_data.proto`).
///
/// TensorBoard wants a time with every event. Here it is the step in seconds, so that the same run gives the same
/// bytes.
public struct EventFile: Sendable {
    public private(set) var bytes: [UInt8] = []

    public init() {
        var event = ProtocolBuffer()
        event.double(1, 0)
        event.text(3, "brain.Event:2")
        bytes += TFRecord.bytes(event.bytes)
    }

    public mutating func scalar(_ tag: String, _ value: Double, step: Int) {
        var entry = ProtocolBuffer()
        entry.text(1, tag)
        entry.float(2, Float(value))
        add(entry, step: step)
    }

    /// - Parameters:
    ///   - width: of the picture in pixels, as `height`.
    ///   - channels: 1 grey, 3 colours.
    public mutating func picture(_ tag: String, png: [UInt8], width: Int, height: Int, channels: Int, step: Int) {
        var image = ProtocolBuffer()
        image.varint(1, height)
        image.varint(2, width)
        image.varint(3, channels)
        image.content(4, png)
        var entry = ProtocolBuffer()
        entry.text(1, tag)
        entry.message(4, image)
        add(entry, step: step)
    }

    /// How numbers are distributed: how many there are in each of thirty intervals of one width.
    /// - Parameters:
    ///   - values: finite, and not empty.
    ///   - range: from the lower end of the first interval to the upper end of the last; it holds all of them.
    public mutating func histogram(_ tag: String, _ values: [Double], in range: ClosedRange<Double>, step: Int) {
        let count = range.lowerBound == range.upperBound ? 1 : 30
        let width = (range.upperBound - range.lowerBound) / Double(count)
        var buckets = [Double](repeating: 0, count: count)
        for value in values {
            buckets[width == 0 ? 0 : min(count - 1, Int((value - range.lowerBound) / width))] += 1
        }
        var histogram = ProtocolBuffer()
        histogram.double(1, range.lowerBound)
        histogram.double(2, range.upperBound)
        histogram.double(3, Double(values.count))
        histogram.double(4, values.reduce(0, +))
        histogram.double(5, values.reduce(0) { $0 + $1 * $1 })
        histogram.doubles(6, (1...count).map { $0 == count ? range.upperBound : range.lowerBound + width * Double($0) })
        histogram.doubles(7, buckets)
        var entry = ProtocolBuffer()
        entry.text(1, tag)
        entry.message(5, histogram)
        add(entry, step: step)
    }

    /// What the HPARAMS page shows of a run: its settings, and that it is done.
    public mutating func settings(_ settings: [(name: String, value: String)], group: String, end: Int) {
        var info = ProtocolBuffer()
        for (name, text) in settings.sorted(by: { $0.name < $1.name }) {
            var value = ProtocolBuffer()
            if let number = Double(text) { value.double(2, number) } else { value.text(3, text) }
            var pair = ProtocolBuffer()
            pair.text(1, name)
            pair.message(2, value)
            info.message(1, pair)
        }
        info.text(4, group)
        info.double(5, 0)
        parameters("_hparams_/session_start_info", field: 3, info, step: 0)
        var done = ProtocolBuffer()
        // STATUS_SUCCESS
        done.varint(1, 1)
        done.double(2, Double(end))
        parameters("_hparams_/session_end_info", field: 4, done, step: end)
    }

    private mutating func parameters(_ tag: String, field: Int, _ content: ProtocolBuffer, step: Int) {
        var data = ProtocolBuffer()
        data.message(field, content)
        var plugin = ProtocolBuffer()
        plugin.text(1, "hparams")
        plugin.content(2, data.bytes)
        var metadata = ProtocolBuffer()
        metadata.message(1, plugin)
        var entry = ProtocolBuffer()
        entry.text(1, tag)
        entry.message(9, metadata)
        add(entry, step: step)
    }

    private mutating func add(_ entry: ProtocolBuffer, step: Int) {
        var summary = ProtocolBuffer()
        summary.message(1, entry)
        var event = ProtocolBuffer()
        event.double(1, Double(step))
        event.varint(2, step)
        event.message(5, summary)
        bytes += TFRecord.bytes(event.bytes)
    }
}
