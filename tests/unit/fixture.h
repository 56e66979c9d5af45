/* An interpreter for tests of the vm's C interface, whose thread holds the lock. One a process:
 * Criterion gives each test its own.
 *
 *     TestSuite(dict, .init = fixture_open, .fini = fixture_close, .timeout = 60); */
#ifndef TESTS_UNIT_FIXTURE_H
#define TESTS_UNIT_FIXTURE_H

#include "vm/gilbox.h"

void fixture_open(void);
void fixture_close(void);
GbThread *fixture_thread(void);

/* Fails the test unless repr(v) is this text. Consumes v; GB_NULL fails. */
void fixture_expect_take(GbRef v, const char *repr);
/* Fails the test unless `v` is GB_NULL and this exception is set; drops it. */
void fixture_expect_error(GbRef v, GbExceptionId id, const char *message);

#endif
