/* The world of the virtual machine: what the sim_*.c files of files, pipes, sockets, pages and the
 * environment share.
 *
 * One OS thread runs it all, and threads change only in a wait: so nothing here needs a lock, and
 * what stands between two waits happens at once. Every row of ops.def begins with rt_sim_call,
 * which charges for a system call and lets the others go first that are due before this moment. */
#ifndef RUNTIME_SIM_WORLD_H
#define RUNTIME_SIM_WORLD_H

#include "runtime/sim.h"
#include "runtime/sim_tree.h"

/* What the machine calls itself on the net. */
#define SIM_HOST_NAME "virtual"

/* Where this program seems to lie: the one that can be started. */
#define SIM_EXECUTABLE "/usr/local/bin/gilbox"

/* --- Open files ---------------------------------------------------------------------------- */

typedef struct SimFile SimFile;

/* What can be done with a kind of file; NULL is what the kind cannot. Reads and writes do what can
 * be done at once: RT_EAGAIN is nothing yet. A write may be partial. */
typedef struct SimFileOps {
    int (*read)(Sim *sim, SimFile *file, void *buffer, size_t size, size_t *out_count);
    int (*write)(Sim *sim, SimFile *file, const void *buffer, size_t size, size_t *out_count);
    int (*read_at)(Sim *sim, SimFile *file, void *buffer, size_t size, int64_t offset,
                   size_t *out_count);
    int (*write_at)(Sim *sim, SimFile *file, const void *buffer, size_t size, int64_t offset,
                    size_t *out_count);
    int (*seek)(Sim *sim, SimFile *file, int64_t offset, RtWhence whence, int64_t *out_position);
    int (*truncate)(Sim *sim, SimFile *file, int64_t size);
    int (*sync)(Sim *sim, SimFile *file);
    int (*stat)(Sim *sim, SimFile *file, RtStat *out);
    short (*ready)(const SimFile *file);    /* RT_POLL_...; NULL: always ready to read and write */
    void (*close)(Sim *sim, SimFile *file); /* the last reference is gone: frees it */
} SimFileOps;

/* A thread that waits for a file to become ready, or an epoll's interest in it. */
typedef struct SimWatch SimWatch;
struct SimWatch {
    SimWatch *next, *previous;
    RtThread *thread; /* NULL: an epoll */
    short wanted;
    bool takes; /* and it will take what has come, so that others wait in vain */
};

/* An open file: what descriptors point to, several after a dup. The first field of each kind. */
struct SimFile {
    const SimFileOps *ops;
    int references;         /* descriptors, and calls that wait; not the interest of epolls */
    int flags;              /* RT_OPEN_...: access, append, nonblock */
    SimWatch *first, *last; /* who waits, longest first */
    int64_t told_process;   /* the id of the process that gets a signal when it has changed, */
    int told_signal;        /* and which; 0: none */
};

void rt_sim_file_init(SimFile *file, const SimFileOps *ops, int flags);
void rt_sim_file_drop(Sim *sim, SimFile *file);

/* The open file of a number (borrowed), or RT_EBADF. */
int rt_sim_file_find(Sim *sim, int number, SimFile **out);

/* Gives an open file the lowest free number. Takes the reference; drops it when that fails. */
int rt_sim_file_number_take(Sim *sim, SimFile *file, int *out_number);

/* Gives it this number, in place of what has it. */
int rt_sim_file_place_take(Sim *sim, SimFile *file, int number);

static inline SimFile *rt_sim_file_hold(SimFile *file)
{
    file->references++;
    return file;
}

/* Writes; a blocking file takes all, unless a signal comes. The caller holds the file. */
int rt_sim_file_write_all(Sim *sim, SimFile *file, const void *buffer, size_t size,
                          size_t *out_count);

/* Waits until the file is ready for what is wanted, or broken: 0, RT_EINTR, RT_ETIMEDOUT, or
 * RT_EAGAIN when the deadline had passed at the start. The caller holds the file. */
int rt_sim_file_await(Sim *sim, SimFile *file, short wanted, SimWhat what, int64_t deadline_ns);

/* Tells all who wait for the file that it may have become ready. */
void rt_sim_file_changed(Sim *sim, SimFile *file);

/* Something has come, or is left over, that one reader, writer or acceptor can take: of those the
 * one who has waited longest is told, and all who only look (rt_poll). */
void rt_sim_file_fed(Sim *sim, SimFile *file);

/* RT_POLL_... */
short rt_sim_file_ready(const SimFile *file);

void rt_sim_file_watch(SimFile *file, SimWatch *watch);
void rt_sim_file_unwatch(SimFile *file, SimWatch *watch);

/* For watches that are an epoll's: the file may have become ready, or is closed. */
void rt_sim_epoll_noticed(Sim *sim, SimWatch *watch);
void rt_sim_epoll_forget(SimWatch *watch);

static inline bool rt_sim_file_blocks(const SimFile *file)
{
    return !(file->flags & RT_OPEN_NONBLOCK);
}

/* A queue of bytes with an end: what a pipe and a stream socket are made of. */
typedef struct SimBuffer {
    char *bytes; /* a ring */
    size_t capacity, start, size;
} SimBuffer;

int rt_sim_buffer_init(Sim *sim, SimBuffer *buffer, size_t capacity);
void rt_sim_buffer_fini(SimBuffer *buffer);
size_t rt_sim_buffer_put(SimBuffer *buffer, const void *bytes, size_t size);      /* what fits */
size_t rt_sim_buffer_get(SimBuffer *buffer, void *bytes, size_t size, bool keep); /* keep: peek */

static inline size_t rt_sim_buffer_room(const SimBuffer *buffer)
{
    return buffer->capacity - buffer->size;
}

/* What it has opened of the tree, or NULL. */
SimInode *rt_sim_file_node(SimFile *file);

/* An open file, or the process when it closes a number of it, gives its locks back. */
void rt_sim_locks_end(Sim *sim, SimFile *file, bool of_process);

/* Opens a node of the tree, which must be a file or a device; takes nothing. */
int rt_sim_inode_open(Sim *sim, SimInode *node, int flags, SimFile **out);

/* Opens a file of the host, to be used as it is: when writing through. */
int rt_sim_host_file_open(Sim *sim, const char *path, int flags, int mode, SimFile **out);

/* --- The world ----------------------------------------------------------------------------- */

typedef struct SimSocket SimSocket;
typedef struct SimNet SimNet;

struct SimDescriptor {
    SimFile *file; /* NULL: free */
    bool inheritable;
};

typedef struct SimMemory SimMemory;

struct SimWorld {
    SimTree tree;
    SimSocket *sockets; /* all, newest first */
    uint16_t next_port; /* where the search for a free one begins */
    SimNet *net;        /* the table of pages */
    SimMemory *memories;        /* that have names */
    SimQueue semaphore_waiters; /* of all semaphores in shared memory */
    SimQueue lock_waiters;      /* of all locks of files */
};

/* The parts of rt_sim_world_new and rt_sim_world_free. A part that was not made, or not wholly, may
 * be ended too. */
int rt_sim_environment_init(Sim *sim);
int rt_sim_net_init(Sim *sim);
void rt_sim_net_fini(Sim *sim);
int rt_sim_streams_init(Sim *sim); /* opens 0, 1, 2 */

/* A process's part of the world lies in its private memory, which a fork copies. What it holds is
 * held once more by the child (`share`), and dropped by each at its end. */
void rt_sim_descriptors_share(SimProcess *process);
void rt_sim_descriptors_fini(Sim *sim);
void rt_sim_mappings_share(SimProcess *process);
void rt_sim_mappings_fini(Sim *sim);
void rt_sim_environment_fini(SimProcess *process);

/* A program takes the process's place: it finds what is meant for it, and no more. */
void rt_sim_descriptors_close_private(Sim *sim);
int rt_sim_environment_replace(Sim *sim, const char *const *entries);

/* Begins a call of the machine. */
Sim *rt_sim_call(Rt *rt);

/* The tree, which learns what time it is. */
SimTree *rt_sim_tree(Sim *sim);

int64_t rt_sim_wall_ns(Sim *sim);

/* What all threads together have computed. */
int64_t rt_sim_work_ns(Sim *sim);

/* Memory that the caller gets: a copy of text, or RT_ENOMEM. */
int rt_sim_copy(const char *text, char **out);

/* The first line of a call that names a file, when the machine writes through: the path on the
 * host, in room. 0: use the tree instead; 1: use the host; or why the path is none. */
int rt_sim_through(Sim *sim, const char *path, char room[SIM_PATH_SIZE]);

#endif
