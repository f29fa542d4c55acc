#include "digits.h"

#if !defined(__has_embed)
#error "#embed is needed: build with Swift 6.2 or later"
#endif
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char images[] = {
#embed "data/images-idx3-ubyte"
};

static const unsigned char labels[] = {
#embed "data/labels-idx1-ubyte"
};

const unsigned char *digits_images(size_t *count) {
    *count = sizeof images;
    return images;
}

const unsigned char *digits_labels(size_t *count) {
    *count = sizeof labels;
    return labels;
}
