/* A virtual machine for tests, and threads on it. One a process: Criterion gives each test its own.
 *
 *     TestSuite(sim, .init = sim_open, .fini = sim_close, .timeout = 30); */
#ifndef TESTS_UNIT_SIM_FIXTURE_H
#define TESTS_UNIT_SIM_FIXTURE_H

#include "runtime/rt.h"

extern Rt *sim; /* the virtual machine; sim_open makes one of two `ideal` cores */

void sim_open(void);
void sim_close(void);

/* Ends the machine, and makes another one. */
void sim_reopen(const RtSimOptions *options);

/* Options of a machine of that many cores and that preset. */
RtSimOptions sim_options(int cores, const char *preset);

int64_t sim_now(void);
RtThread *sim_start(void (*entry)(void *), void *argument);
void sim_join(RtThread *thread);

/* Works for so long, as code does that charges a meter. */
void sim_work(int64_t work_ns);

#endif
