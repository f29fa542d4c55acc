#pragma once
#include <stddef.h>

/// A decoded picture: rows from the top, pixels from the left, channels interleaved.
struct jpeg_picture {
    int width, height;
    /// 1: grey, 3: RGB.
    int channels;
    /// height * width * channels; NULL where the picture could not be decoded. To be freed with free().
    unsigned char *samples;
    /// Why it could not be decoded.
    char message[200];
};

/// Decodes a JPEG picture by libjpeg. Pictures of more than `most` pixels, and those that end early, are refused.
struct jpeg_picture jpeg_decode(const unsigned char *bytes, size_t size, size_t most);

/// Encodes samples of 1 or 3 channels, for tests. Returns bytes to be freed with free(), NULL where that fails.
unsigned char *jpeg_encode(const unsigned char *samples, int width, int height, int channels, int quality, size_t *size);
