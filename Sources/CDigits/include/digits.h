#include <stddef.h>

/// The digits' IDX files, as they stand in `data`, compiled into the program.
const unsigned char *_Nonnull digits_images(size_t *_Nonnull count);
const unsigned char *_Nonnull digits_labels(size_t *_Nonnull count);
