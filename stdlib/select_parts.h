/* What the files of module select share. */
#ifndef STDLIB_SELECT_PARTS_H
#define STDLIB_SELECT_PARTS_H

#include "vm/gilbox.h"

/* The number of an open file, from an int or an object with fileno(). 0 or -1. */
int gb_select_file(GbThread *t, GbBorrow v, int *out);

/* None, or a number of units (ns each): a deadline. Negative numbers are `forever` for poll. */
int gb_select_deadline(GbThread *t, GbBorrow v, double unit_ns, bool negative_waits,
                       int64_t *deadline_ns);

/* Puts select.epoll and its constants into the module. */
int gb_select_epoll_init(GbThread *t, GbBorrow module);

#endif
