/* Assertions: what must be true whatever a script does.
 *
 * ASSERT is checked in debug builds (GB_CHECK) and costs nothing in others. REQUIRE is checked
 * always: for what is cheap to check and ruinous to get wrong. Neither is for bad input. */
#ifndef RUNTIME_CHECK_H
#define RUNTIME_CHECK_H

/* Says what was broken and where on standard error, and aborts. */
_Noreturn void rt_check_failed(const char *file, int line, const char *condition);

#define REQUIRE(condition) \
    ((condition) ? (void)0 : rt_check_failed(__FILE__, __LINE__, #condition))

#ifdef GB_CHECK
enum { RT_CHECKS = 1 };
#define ASSERT(condition) REQUIRE(condition)
#else
enum { RT_CHECKS = 0 };
#define ASSERT(condition) ((void)sizeof((condition) ? 1 : 0))
#endif

#endif
