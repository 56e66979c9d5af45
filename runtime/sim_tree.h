/* The file system of the virtual machine: a tree in memory, laid over the host's.
 *
 * A node is a file, a folder, a link, a device or a socket. A folder's entries give names to nodes;
 * two entries may name one node. A node that stems from the host knows its path there and is filled
 * from it when first looked at: a folder entry by entry, a file's bytes when it is opened. From
 * then on it is what it was then, whatever happens on the host.
 *
 * Nothing is written back. What a script changes it changes here, and what it deletes leaves an
 * entry without a node, so that the host's file does not come back. A renamed folder takes its host
 * path along, so it still finds what lies below.
 *
 * All operations work at once and never wait. The caller charges for them. */
#ifndef RUNTIME_SIM_TREE_H
#define RUNTIME_SIM_TREE_H

#include "runtime/rt.h"

enum { SIM_PATH_SIZE = 4096, SIM_NAME_SIZE = 256 };

/* The user and the group of the process; all files belong to them. */
enum { SIM_USER_ID = 1000 };

/* Type bits of RtStat.mode. */
enum {
    SIM_TYPE_MASK = 0170000,
    SIM_TYPE_SOCKET = 0140000,
    SIM_TYPE_LINK = 0120000,
    SIM_TYPE_FILE = 0100000,
    SIM_TYPE_FOLDER = 0040000,
    SIM_TYPE_DEVICE = 0020000,
    SIM_TYPE_PIPE = 0010000,
};

typedef enum SimDevice {
    SIM_DEVICE_NONE,
    SIM_DEVICE_NULL,
    SIM_DEVICE_ZERO,
    SIM_DEVICE_FULL,
    SIM_DEVICE_RANDOM,
    SIM_DEVICE_TTY,
    SIM_DEVICE_STDIN, /* and the two after it: what lies at 0, 1, 2 */
    SIM_DEVICE_STDOUT,
    SIM_DEVICE_STDERR,
} SimDevice;

typedef struct SimInode SimInode;

/* A name in a folder. Without a node: it is known that there is nothing of that name. */
typedef struct SimEntry {
    char *name;
    SimInode *node;
} SimEntry;

struct SimInode {
    int references;  /* entries, open files, spots */
    uint32_t mode;   /* type and permissions */
    uint64_t number; /* the order of first sight */
    uint64_t links;  /* entries that name it */
    int64_t accessed_ns, modified_ns, changed_ns;
    char *host;   /* its path on the host; NULL when there is nothing (more) to be had from it */
    bool refused; /* /proc, /sys: whatever is below is refused */
    SimDevice device;
    struct SimLock *locks; /* of processes, see sim_lock.c */

    /* A file's contents, a link's target (ended by NUL). A file's size holds before its bytes come.
     */
    char *bytes;
    int64_t size, capacity;

    /* A folder's: sorted by name. */
    SimInode *parent; /* borrowed; the root's is itself */
    SimEntry *entries;
    size_t entry_count, entry_capacity;
};

/* Where a path leads. */
typedef struct SimSpot {
    SimInode *folder;         /* borrowed: where the last name is looked up */
    SimInode *node;           /* borrowed: what it names, or NULL */
    char name[SIM_NAME_SIZE]; /* the last name; "" for the root */
    bool slash;               /* the path ended in "/": it must be a folder */
} SimSpot;

typedef struct SimTree {
    Rt *host;
    SimInode *root;
    uint64_t last_number;
    int64_t now_ns; /* wall clock, set by whoever calls, for the times of nodes */
    const char *cwd; /* of the process that asks, set likewise */

    /* Of the walk under way. */
    char rest[2 * SIM_PATH_SIZE];  /* what is still to be walked */
    char canonical[SIM_PATH_SIZE]; /* what has been walked, without links and dots; "" the root */
} SimTree;

/* The tree over host, with its /dev. */
int rt_sim_tree_init(SimTree *tree, Rt *host);
void rt_sim_tree_fini(SimTree *tree);

/* What to do with a last name that is a link. */
typedef enum SimFollow {
    SIM_FOLLOW_NOT,   /* the name is meant: to be made, moved or removed */
    SIM_FOLLOW_SLASH, /* what it leads to is meant, if "/" stands behind it */
    SIM_FOLLOW,
} SimFollow;

/* Walks a path. RT_ENOENT only if a folder on the way is missing: the last name may name nothing.
 * After it, tree->canonical is the real path. */
int rt_sim_tree_walk(SimTree *tree, const char *path, SimFollow follow, SimSpot *out);

/* The same, for what must exist, and be a folder if the path ends in "/". */
int rt_sim_tree_find(SimTree *tree, const char *path, SimFollow follow, SimSpot *out);

/* Is there a name that could be given to something else: not the root, "." or ".."? */
bool rt_sim_spot_is_named(const SimSpot *spot);

/* The path from the root, links and dots as they are: for the host, when writing through. */
int rt_sim_tree_absolute(SimTree *tree, const char *path, char out[SIM_PATH_SIZE]);

/* May the owner read, write, execute (RT_ACCESS_...)? 0 or RT_EACCES. */
int rt_sim_inode_access(const SimInode *node, int mode);

static inline uint32_t rt_sim_inode_type(const SimInode *node)
{
    return node->mode & SIM_TYPE_MASK;
}

void rt_sim_inode_hold(SimInode *node);
void rt_sim_inode_drop(SimTree *tree, SimInode *node);

/* Adds a new node where a walk found none. */
int rt_sim_tree_add(SimTree *tree, const SimSpot *spot, uint32_t mode, SimInode **out);

/* Names a node in a folder, in place of what was there; with NULL: takes the name away. */
int rt_sim_folder_set(SimTree *tree, SimInode *folder, const char *name, SimInode *node);

/* Makes sure that all entries of the host are there, and counts those that have a node. */
int rt_sim_folder_fill(SimTree *tree, SimInode *folder, size_t *out_count);

/* A file's bytes: fetches them from the host, unless they are here; sets their number, with zeros
 * for new ones; RT_ENOSPC without memory. */
int rt_sim_inode_load(SimTree *tree, SimInode *node);
int rt_sim_inode_resize(SimTree *tree, SimInode *node, int64_t size);

void rt_sim_inode_stat(const SimInode *node, RtStat *out);

#endif
