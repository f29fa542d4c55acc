import Synchronization

/// Values that several runs use, each made by the run that asks first, while others that ask for the same one wait.
/// Those asked for last are kept.
final class MadeOnce<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let count: Int
    /// The one asked for last at the end.
    private let places = Mutex<[(key: Key, place: Place)]>([])

    private final class Place: Sendable {
        let value = Mutex<Value?>(nil)
    }

    /// - Parameter count: values to keep, at least as many as are made at a time.
    init(keeping count: Int) { self.count = count }

    /// The value of `key`, made by `make` unless it is there. After a failure the next one to ask tries again.
    func value<Failure: Error>(_ key: Key, _ make: () throws(Failure) -> Value) throws(Failure) -> Value {
        let place = place(of: key)
        return try place.value.withLock { (value: inout Value?) throws(Failure) -> Value in
            if let value { return value }
            let made = try make()
            value = made
            return made
        }
    }

    private func place(of key: Key) -> Place {
        places.withLock { places in
            let known = places.firstIndex { $0.key == key }.map { places.remove(at: $0).place }
            let place = known ?? Place()
            places.append((key, place))
            if places.count > count { places.removeFirst() }
            return place
        }
    }
}
