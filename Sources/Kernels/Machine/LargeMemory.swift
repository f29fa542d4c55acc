import CMachine

/// Arrays of 1 MB and more.
public enum LargeMemory {
    /// From now on their memory goes back to the system as soon as they are freed: what a process takes is then what it
    /// uses, the same in every run. To be called once, before any is allocated.
    public static func returnWhenFreed() { saddle_return_large_memory() }
}
