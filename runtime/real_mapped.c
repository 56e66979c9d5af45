/* Mapped memory whose file somebody has cut short, or that the system has no room for.
 *
 * Whoever touches such a page gets SIGBUS, and dies of it. So that no program lives at another's
 * mercy, the page is replaced under the fault by one of zeros, which is this process's alone: the
 * program goes on, as if the memory were new, and is told in a line. */
#include "runtime/real.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* A handler gets nothing but an address, so what it must know is global. It may come at any time:
 * ranges are not freed but used again, and one of size 0 is none. */
typedef struct Range {
    struct Range *next;      /* set before it is in the list */
    _Atomic uintptr_t begin; /* 0: to be used again */
    _Atomic size_t size;
} Range;

static struct {
    _Atomic(Range *) ranges;
    _Atomic bool installed, told;
    struct sigaction before;
    uintptr_t page_size;
} mapped;

static Range *find(uintptr_t address)
{
    Range *range = atomic_load(&mapped.ranges);
    while (range && address - atomic_load(&range->begin) >= atomic_load(&range->size))
        range = range->next;
    return range;
}

static bool put_page(uintptr_t address)
{
    static const char line[] = "gilbox: shared memory was cut short or found no room: "
                               "some of it is this process's alone now\n";
    void *page = (void *)(address & ~(mapped.page_size - 1));
    if (mmap(page, mapped.page_size, PROT_READ | PROT_WRITE,
             MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED)
        return false;
    ssize_t told = atomic_exchange(&mapped.told, true) ? 0 : write(2, line, sizeof line - 1);
    (void)told; /* there may be nobody to tell */
    return true;
}

/* What is not ours comes again, to whoever is there for it then. */
static void on_fault(int number, siginfo_t *info, void *context)
{
    uintptr_t address = (uintptr_t)info->si_addr;
    if (info->si_code == BUS_ADRERR && find(address) && put_page(address))
        return;
    sigaction(number, &mapped.before, NULL);
    if (info->si_code <= 0) /* somebody has sent it */
        raise(number);
}

static void install(void)
{
    struct sigaction request = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    if (atomic_exchange(&mapped.installed, true))
        return;
    mapped.page_size = (uintptr_t)sysconf(_SC_PAGESIZE);
    sigemptyset(&request.sa_mask);
    sigaction(SIGBUS, &request, &mapped.before);
}

/* One that is not in use, now the caller's; or a new one, or NULL. */
static Range *take_range(void)
{
    for (Range *range = atomic_load(&mapped.ranges); range; range = range->next) {
        uintptr_t unused = 0;
        if (atomic_compare_exchange_strong(&range->begin, &unused, 1))
            return range;
    }
    Range *range = malloc(sizeof *range);
    if (!range)
        return NULL;
    *range = (Range){.next = atomic_load(&mapped.ranges), .begin = 1};
    while (!atomic_compare_exchange_weak(&mapped.ranges, &range->next, range))
        continue; /* till no other thread is faster */
    return range;
}

int rt_real_mapped_add(const void *memory, size_t size)
{
    Range *range = take_range();
    if (!range)
        return RT_ENOMEM;
    atomic_store(&range->begin, (uintptr_t)memory);
    atomic_store(&range->size, size);
    install();
    return 0;
}

void rt_real_mapped_remove(const void *memory)
{
    Range *range = find((uintptr_t)memory);
    if (!range)
        return;
    atomic_store(&range->size, 0);
    atomic_store(&range->begin, 0);
}
