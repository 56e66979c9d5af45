/* A process's recording as bytes: statistics, then the trace. Internal to gil/.
 *
 *     recording   a header (pack.c): how long the body is, and a sum over its bytes; the body
 *     body        numbers of 7 bits to the byte, the lowest first, those with a sign with it in the
 *                 lowest bit; a text is its length and its bytes
 *
 * Whoever reads it trusts nothing: the writer may have been killed in the middle, and a script may
 * have written into the same file. What is read can be printed without a further look. */
#ifndef GIL_PACK_H
#define GIL_PACK_H

#include "gil/gil.h"

/* 0 or RT_ENOMEM; free the bytes. */
int gil_pack(const GilStats *stats, const GilTrace *trace, uint8_t **out, size_t *out_size);

/* Where the next recording begins, from *at on, and behind it the next *at: its body, or NULL at
 * the end. *broken counts what is not whole. */
const uint8_t *gil_pack_next(const uint8_t *bytes, size_t size, size_t *at, size_t *out_size,
                             size_t *broken);

/* Reads a body. The configuration's pointers are those of `config`. 0, RT_EINVAL for what is no
 * recording, or RT_ENOMEM; free both in any case. */
int gil_unpack(const uint8_t *body, size_t size, const GilConfig *config, GilStats *stats,
               GilTrace *trace);

#endif
