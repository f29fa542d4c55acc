/// The smallest multiple of `multiple` that is at least `count`.
func padded(_ count: Int, to multiple: Int) -> Int { (count + multiple - 1) / multiple * multiple }
