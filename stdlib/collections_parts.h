/* The types of _collections that fill a file of their own. */
#ifndef STDLIB_COLLECTIONS_PARTS_H
#define STDLIB_COLLECTIONS_PARTS_H

#include "vm/gilbox.h"

extern const GbTypeSpec gb_collections_deque_spec;
extern const GbTypeSpec gb_collections_deque_iterator_spec;
extern const GbTypeSpec gb_collections_deque_reverse_iterator_spec;

#endif
