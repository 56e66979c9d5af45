/* The two iterators that iter() itself makes. */
#ifndef GB_VM_OBJECT_ITERATOR_H
#define GB_VM_OBJECT_ITERATOR_H

#include "vm/gilbox.h"

/* Over anything with __getitem__: items 0, 1, ... until IndexError. */
GbRef gb_sequence_iterator_new(GbThread *t, GbBorrow sequence);
/* iter(callable, sentinel): the results of calls until one equals the sentinel. */
GbRef gb_callable_iterator_new(GbThread *t, GbBorrow callable, GbBorrow sentinel);

#endif
