// libjpeg reports errors by longjmp, which Swift cannot call: this file alone does.
#include "jpeg.h"
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <jpeglib.h>
#include <jerror.h>

struct failure {
    struct jpeg_error_mgr manager;
    jmp_buf place;
    char *message;
};

static void fail(j_common_ptr info) {
    struct failure *failure = (struct failure *)info->err;
    char text[JMSG_LENGTH_MAX];
    failure->manager.format_message(info, text);
    snprintf(failure->message, 200, "%s", text);
    longjmp(failure->place, 1);
}

// A warning says that pixels were made up, unless it tells of bytes that were skipped.
static void warn(j_common_ptr info, int level) {
    if (level < 0 && info->err->msg_code != JWRN_EXTRANEOUS_DATA && info->err->msg_code != JWRN_JFIF_MAJOR) fail(info);
}

static void ignore(j_common_ptr info) { (void)info; }

static void prepare(struct failure *failure, char *message) {
    jpeg_std_error(&failure->manager);
    failure->manager.error_exit = fail;
    failure->manager.emit_message = warn;
    failure->manager.output_message = ignore;
    failure->message = message;
}

struct jpeg_picture jpeg_decode(const unsigned char *bytes, size_t size, size_t most) {
    // Changed between setjmp and longjmp.
    static _Thread_local struct jpeg_picture picture;
    struct jpeg_decompress_struct info;
    struct failure failure;
    memset(&picture, 0, sizeof picture);
    prepare(&failure, picture.message);
    info.err = &failure.manager;
    if (setjmp(failure.place)) {
        jpeg_destroy_decompress(&info);
        free(picture.samples);
        picture.samples = NULL;
        return picture;
    }
    jpeg_create_decompress(&info);
    jpeg_mem_src(&info, bytes, size);
    jpeg_read_header(&info, TRUE);
    if (info.jpeg_color_space == JCS_CMYK || info.jpeg_color_space == JCS_YCCK) {
        snprintf(picture.message, sizeof picture.message, "its colours are CMYK; RGB and grey are read");
        jpeg_destroy_decompress(&info);
        return picture;
    }
    if ((size_t)info.image_width * info.image_height > most) {
        snprintf(picture.message, sizeof picture.message, "it has %u x %u pixels, more than are read",
                 info.image_width, info.image_height);
        jpeg_destroy_decompress(&info);
        return picture;
    }
    info.out_color_space = info.jpeg_color_space == JCS_GRAYSCALE ? JCS_GRAYSCALE : JCS_RGB;
    info.dct_method = JDCT_ISLOW;
    jpeg_start_decompress(&info);
    picture.width = info.output_width;
    picture.height = info.output_height;
    picture.channels = info.output_components;
    size_t row = (size_t)picture.width * picture.channels;
    picture.samples = malloc(row * picture.height);
    if (!picture.samples) {
        snprintf(picture.message, sizeof picture.message, "there is not enough memory for it");
        jpeg_destroy_decompress(&info);
        return picture;
    }
    while (info.output_scanline < info.output_height) {
        JSAMPROW line = picture.samples + info.output_scanline * row;
        jpeg_read_scanlines(&info, &line, 1);
    }
    jpeg_finish_decompress(&info);
    jpeg_destroy_decompress(&info);
    return picture;
}

unsigned char *jpeg_encode(
    const unsigned char *samples, int width, int height, int channels, int quality, size_t *size
) {
    struct jpeg_compress_struct info;
    struct failure failure;
    char message[200];
    unsigned char *volatile bytes = NULL;
    unsigned char *target = NULL;
    unsigned long count = 0;
    prepare(&failure, message);
    info.err = &failure.manager;
    if (setjmp(failure.place)) {
        jpeg_destroy_compress(&info);
        return NULL;
    }
    jpeg_create_compress(&info);
    jpeg_mem_dest(&info, &target, &count);
    info.image_width = width;
    info.image_height = height;
    info.input_components = channels;
    info.in_color_space = channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(&info);
    jpeg_set_quality(&info, quality, TRUE);
    jpeg_start_compress(&info, TRUE);
    while (info.next_scanline < info.image_height) {
        JSAMPROW line = (JSAMPROW)samples + (size_t)info.next_scanline * width * channels;
        jpeg_write_scanlines(&info, &line, 1);
    }
    jpeg_finish_compress(&info);
    jpeg_destroy_compress(&info);
    bytes = target;
    *size = count;
    return bytes;
}
