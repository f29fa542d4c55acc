/// What the calling thread has allocated on the heap so far; -1 where it is not counted (without glibc).
long allocation_count(void);
