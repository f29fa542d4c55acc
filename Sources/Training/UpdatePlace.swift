/// Where in a run a batch of an update is.
struct UpdatePlace {
    /// Counts batches, which are as many as updates unless gradients accumulate; addresses random numbers.
    let number: Int
    /// Counts updates of the player, from 0.
    let update: Int
    /// Counts from 0; of `iterations`.
    let iteration: Int
    let iterations: Int
}
