/* The file system of the virtual machine: names, folders and what is known of files.
 *
 * Each call is made on the tree in memory; or, when the machine writes through, on the host. */
#include "runtime/sim_world.h"

#include <stdlib.h>
#include <string.h>

enum { PERMISSIONS = 07777 };

int rt_sim_through(Sim *sim, const char *path, char room[SIM_PATH_SIZE])
{
    if (!sim->options.write_through)
        return 0;
    int err = rt_sim_tree_absolute(rt_sim_tree(sim), path, room);
    return err < 0 ? err : 1;
}

static bool is_folder(const SimInode *node)
{
    return rt_sim_inode_type(node) == SIM_TYPE_FOLDER;
}

/* Names in it may be made and taken away. */
static int may_change(const SimInode *folder)
{
    return rt_sim_inode_access(folder, RT_ACCESS_WRITE | RT_ACCESS_EXECUTE);
}

/* --- Opening ------------------------------------------------------------------------------- */

static int needed_access(int flags)
{
    static const int needed[] = {RT_ACCESS_READ, RT_ACCESS_WRITE, RT_ACCESS_READ | RT_ACCESS_WRITE,
                                 RT_ACCESS_READ | RT_ACCESS_WRITE};
    return needed[flags & RT_OPEN_ACCESS_MASK];
}

/* May the node be opened so? */
static int check_open(const SimInode *node, int flags)
{
    if ((flags & RT_OPEN_CREATE) && (flags & RT_OPEN_EXCLUSIVE))
        return RT_EEXIST;
    if (rt_sim_inode_type(node) == SIM_TYPE_LINK)
        return RT_ELOOP;
    if ((flags & RT_OPEN_DIRECTORY) && !is_folder(node))
        return RT_ENOTDIR;
    if (is_folder(node) && ((flags & RT_OPEN_ACCESS_MASK) != RT_OPEN_READ ||
                            (flags & (RT_OPEN_CREATE | RT_OPEN_TRUNCATE))))
        return RT_EISDIR;
    return rt_sim_inode_access(node, needed_access(flags));
}

/* Where a link is followed: not by one who makes what must be new, nor by one who says that what is
 * made ends in "/" (which is refused). */
static SimFollow follow_of(const char *path, int flags)
{
    bool creates = (flags & RT_OPEN_CREATE) != 0;
    if (creates && path[0] && path[strlen(path) - 1] == '/')
        return SIM_FOLLOW_NOT;
    if ((flags & RT_OPEN_NOFOLLOW) || (creates && (flags & RT_OPEN_EXCLUSIVE)))
        return SIM_FOLLOW_SLASH;
    return SIM_FOLLOW;
}

static int open_in_tree(Sim *sim, const char *path, int flags, int mode, SimFile **out)
{
    SimTree *tree = rt_sim_tree(sim);
    SimSpot spot;
    int err = rt_sim_tree_walk(tree, path, follow_of(path, flags), &spot);
    if (err < 0)
        return err;
    if (spot.slash && (flags & RT_OPEN_CREATE))
        err = RT_EISDIR;
    else if (spot.node)
        err = spot.slash && !is_folder(spot.node) ? RT_ENOTDIR : check_open(spot.node, flags);
    else if (!(flags & RT_OPEN_CREATE))
        err = RT_ENOENT;
    else
        err = rt_sim_tree_add(tree, &spot,
                              SIM_TYPE_FILE | (uint32_t)(mode & ~sim->process->umask & PERMISSIONS),
                              &spot.node);
    return err < 0 ? err : rt_sim_inode_open(sim, spot.node, flags, out);
}

int rt_sim_file_open(Rt *rt, const char *path, int flags, int mode, int *out_number)
{
    char room[SIM_PATH_SIZE];
    Sim *sim = rt_sim_call(rt);
    SimFile *file;
    int err = rt_sim_through(sim, path, room);
    if (err == 1)
        err = rt_sim_host_file_open(sim, room, flags, mode & ~sim->process->umask, &file);
    else if (err == 0)
        err = open_in_tree(sim, path, flags, mode, &file);
    return err < 0 ? err : rt_sim_file_number_take(sim, file, out_number);
}

/* --- What is known of files ---------------------------------------------------------------- */

int rt_sim_stat(Rt *rt, const char *path, RtStat *out)
{
    char room[SIM_PATH_SIZE];
    Sim *sim = rt_sim_call(rt);
    SimSpot spot;
    int err = rt_sim_through(sim, path, room);
    if (err != 0)
        return err < 0 ? err : rt_stat(sim->host, room, out);
    err = rt_sim_tree_find(rt_sim_tree(sim), path, SIM_FOLLOW, &spot);
    if (err == 0)
        rt_sim_inode_stat(spot.node, out);
    return err;
}

int rt_sim_lstat(Rt *rt, const char *path, RtStat *out)
{
    char room[SIM_PATH_SIZE];
    Sim *sim = rt_sim_call(rt);
    SimSpot spot;
    int err = rt_sim_through(sim, path, room);
    if (err != 0)
        return err < 0 ? err : rt_lstat(sim->host, room, out);
    err = rt_sim_tree_find(rt_sim_tree(sim), path, SIM_FOLLOW_SLASH, &spot);
    if (err == 0)
        rt_sim_inode_stat(spot.node, out);
    return err;
}

int rt_sim_stat_disk(Rt *rt, const char *path, RtDisk *out)
{
    rt_sim_call(rt);
    return RT_ESIM_DISK;
}

int rt_sim_access(Rt *rt, const char *path, int mode)
{
    char room[SIM_PATH_SIZE];
    Sim *sim = rt_sim_call(rt);
    SimSpot spot;
    int err = rt_sim_through(sim, path, room);
    if (err != 0)
        return err < 0 ? err : rt_access(sim->host, room, mode);
    err = rt_sim_tree_find(rt_sim_tree(sim), path, SIM_FOLLOW, &spot);
    return err < 0 ? err : rt_sim_inode_access(spot.node, mode);
}

int rt_sim_readlink(Rt *rt, const char *path, char **out_target)
{
    char room[SIM_PATH_SIZE];
    Sim *sim = rt_sim_call(rt);
    SimSpot spot;
    int err = rt_sim_through(sim, path, room);
    if (err != 0)
        return err < 0 ? err : rt_readlink(sim->host, room, out_target);
    err = rt_sim_tree_find(rt_sim_tree(sim), path, SIM_FOLLOW_SLASH, &spot);
    if (err < 0)
        return err;
    if (rt_sim_inode_type(spot.node) != SIM_TYPE_LINK)
        return RT_EINVAL;
    return rt_sim_copy(spot.node->bytes, out_target);
}

int rt_sim_realpath(Rt *rt, const char *path, char **out_path)
{
    char room[SIM_PATH_SIZE];
    Sim *sim = rt_sim_call(rt);
    SimSpot spot;
    SimTree *tree = rt_sim_tree(sim);
    int err = rt_sim_through(sim, path, room);
    if (err != 0)
        return err < 0 ? err : rt_realpath(sim->host, room, out_path);
    err = rt_sim_tree_find(tree, path, SIM_FOLLOW, &spot);
    return err < 0 ? err : rt_sim_copy(tree->canonical[0] ? tree->canonical : "/", out_path);
}

int rt_sim_chmod(Rt *rt, const char *path, int mode)
{
    char room[SIM_PATH_SIZE];
    Sim *sim = rt_sim_call(rt);
    SimSpot spot;
    int err = rt_sim_through(sim, path, room);
    if (err != 0)
        return err < 0 ? err : rt_chmod(sim->host, room, mode);
    err = rt_sim_tree_find(rt_sim_tree(sim), path, SIM_FOLLOW, &spot);
    if (err < 0)
        return err;
    spot.node->mode = rt_sim_inode_type(spot.node) | (uint32_t)(mode & PERMISSIONS);
    spot.node->changed_ns = rt_sim_wall_ns(sim);
    return 0;
}

int rt_sim_chown(Rt *rt, const char *path, int64_t user, int64_t group, bool follow)
{
    RtStat stat;
    int err = follow ? rt_stat(rt, path, &stat) : rt_lstat(rt, path, &stat);
    if (err < 0)
        return err;
    bool keeps = (user == -1 || user == stat.owner) && (group == -1 || group == stat.group);
    return keeps ? 0 : RT_ESIM_OWNER;
}

int rt_sim_mkfifo(Rt *rt, const char *path, int mode)
{
    rt_sim_call(rt);
    return RT_ESIM_FIFO;
}

int rt_sim_utime(Rt *rt, const char *path, int64_t accessed_ns, int64_t modified_ns)
{
    char room[SIM_PATH_SIZE];
    Sim *sim = rt_sim_call(rt);
    SimSpot spot;
    int err = rt_sim_through(sim, path, room);
    if (err != 0)
        return err < 0 ? err : rt_utime(sim->host, room, accessed_ns, modified_ns);
    err = rt_sim_tree_find(rt_sim_tree(sim), path, SIM_FOLLOW, &spot);
    if (err < 0)
        return err;
    spot.node->accessed_ns = accessed_ns;
    spot.node->modified_ns = modified_ns;
    spot.node->changed_ns = rt_sim_wall_ns(sim);
    return 0;
}

/* --- Making and taking away ---------------------------------------------------------------- */

int rt_sim_mkdir(Rt *rt, const char *path, int mode)
{
    char room[SIM_PATH_SIZE];
    Sim *sim = rt_sim_call(rt);
    SimTree *tree = rt_sim_tree(sim);
    SimSpot spot;
    int err = rt_sim_through(sim, path, room);
    if (err != 0)
        return err < 0 ? err : rt_mkdir(sim->host, room, mode & ~sim->process->umask);
    err = rt_sim_tree_walk(tree, path, SIM_FOLLOW_NOT, &spot);
    if (err < 0)
        return err;
    if (spot.node)
        return RT_EEXIST;
    uint32_t permissions = (uint32_t)(mode & ~sim->process->umask & PERMISSIONS);
    return rt_sim_tree_add(tree, &spot, SIM_TYPE_FOLDER | permissions, &spot.node);
}

/* A folder must be empty to go. */
static int check_empty(SimTree *tree, SimInode *folder)
{
    size_t count;
    int err = rt_sim_folder_fill(tree, folder, &count);
    if (err < 0)
        return err;
    return count > 0 ? RT_ENOTEMPTY : 0;
}

static int rmdir_in_tree(SimTree *tree, const char *path)
{
    SimSpot spot;
    int err = rt_sim_tree_walk(tree, path, SIM_FOLLOW_NOT, &spot);
    if (err < 0)
        return err;
    if (!rt_sim_spot_is_named(&spot))
        return !spot.name[0] ? RT_EBUSY : strcmp(spot.name, ".") == 0 ? RT_EINVAL : RT_ENOTEMPTY;
    if (!spot.node)
        return RT_ENOENT;
    err = may_change(spot.folder);
    if (err == 0)
        err = is_folder(spot.node) ? check_empty(tree, spot.node) : RT_ENOTDIR;
    return err < 0 ? err : rt_sim_folder_set(tree, spot.folder, spot.name, NULL);
}

int rt_sim_rmdir(Rt *rt, const char *path)
{
    char room[SIM_PATH_SIZE];
    Sim *sim = rt_sim_call(rt);
    int err = rt_sim_through(sim, path, room);
    if (err != 0)
        return err < 0 ? err : rt_rmdir(sim->host, room);
    return rmdir_in_tree(rt_sim_tree(sim), path);
}

static int unlink_in_tree(SimTree *tree, const char *path)
{
    SimSpot spot;
    int err = rt_sim_tree_walk(tree, path, SIM_FOLLOW_NOT, &spot);
    if (err < 0)
        return err;
    if (!rt_sim_spot_is_named(&spot))
        return RT_EISDIR;
    if (!spot.node)
        return RT_ENOENT;
    if (is_folder(spot.node))
        return RT_EISDIR;
    if (spot.slash)
        return RT_ENOTDIR;
    err = may_change(spot.folder);
    return err < 0 ? err : rt_sim_folder_set(tree, spot.folder, spot.name, NULL);
}

int rt_sim_unlink(Rt *rt, const char *path)
{
    char room[SIM_PATH_SIZE];
    Sim *sim = rt_sim_call(rt);
    int err = rt_sim_through(sim, path, room);
    if (err != 0)
        return err < 0 ? err : rt_unlink(sim->host, room);
    return unlink_in_tree(rt_sim_tree(sim), path);
}

static bool is_below(const SimTree *tree, const SimInode *node, const SimInode *folder)
{
    for (; node != tree->root; node = node->parent) { /* ends at the root */
        if (node == folder)
            return true;
    }
    return folder == tree->root;
}

/* May one node take the place of another? */
static int check_replace(SimTree *tree, const SimInode *node, SimInode *replaced)
{
    if (!is_folder(replaced))
        return is_folder(node) ? RT_ENOTDIR : 0;
    return is_folder(node) ? check_empty(tree, replaced) : RT_EISDIR;
}

/* In the order in which Linux finds fault. */
static int check_rename(SimTree *tree, const SimSpot *source, const SimSpot *target)
{
    if (!rt_sim_spot_is_named(source) || !rt_sim_spot_is_named(target))
        return RT_EBUSY;
    if (!source->node)
        return RT_ENOENT;
    bool slash = source->slash || target->slash;
    if (slash && !is_folder(source->node))
        return RT_ENOTDIR;
    if (is_folder(source->node) && is_below(tree, target->folder, source->node))
        return RT_EINVAL;
    if (target->node && is_folder(target->node) && is_below(tree, source->folder, target->node))
        return RT_ENOTEMPTY;
    return 0;
}

static int rename_in_tree(SimTree *tree, const char *from, const char *to)
{
    SimSpot source, target;
    int err = rt_sim_tree_walk(tree, from, SIM_FOLLOW_NOT, &source);
    if (err == 0)
        err = rt_sim_tree_walk(tree, to, SIM_FOLLOW_NOT, &target);
    if (err == 0)
        err = check_rename(tree, &source, &target);
    if (err < 0 || source.node == target.node)
        return err;
    err = may_change(source.folder);
    if (err == 0)
        err = may_change(target.folder);
    if (err == 0 && target.node)
        err = check_replace(tree, source.node, target.node);
    if (err == 0)
        err = rt_sim_folder_set(tree, target.folder, target.name, source.node);
    return err < 0 ? err : rt_sim_folder_set(tree, source.folder, source.name, NULL);
}

int rt_sim_rename(Rt *rt, const char *from, const char *to)
{
    char room[SIM_PATH_SIZE], room_to[SIM_PATH_SIZE];
    Sim *sim = rt_sim_call(rt);
    int err = rt_sim_through(sim, from, room);
    if (err == 1)
        err = rt_sim_through(sim, to, room_to);
    if (err != 0)
        return err < 0 ? err : rt_rename(sim->host, room, room_to);
    return rename_in_tree(rt_sim_tree(sim), from, to);
}

static int link_in_tree(SimTree *tree, const char *target, const char *path)
{
    SimSpot source, spot;
    int err = rt_sim_tree_find(tree, target, SIM_FOLLOW_SLASH, &source);
    if (err == 0)
        err = rt_sim_tree_walk(tree, path, SIM_FOLLOW_NOT, &spot);
    if (err < 0)
        return err;
    if (spot.node || spot.slash)
        return spot.node ? RT_EEXIST : RT_ENOENT;
    if (is_folder(source.node))
        return RT_EPERM;
    err = may_change(spot.folder);
    return err < 0 ? err : rt_sim_folder_set(tree, spot.folder, spot.name, source.node);
}

int rt_sim_link(Rt *rt, const char *target, const char *path)
{
    char room[SIM_PATH_SIZE], room_target[SIM_PATH_SIZE];
    Sim *sim = rt_sim_call(rt);
    int err = rt_sim_through(sim, path, room);
    if (err == 1)
        err = rt_sim_through(sim, target, room_target);
    if (err != 0)
        return err < 0 ? err : rt_link(sim->host, room_target, room);
    return link_in_tree(rt_sim_tree(sim), target, path);
}

static int symlink_in_tree(SimTree *tree, const char *target, const char *path)
{
    SimSpot spot;
    char *copy;
    int err = target[0] ? rt_sim_tree_walk(tree, path, SIM_FOLLOW_NOT, &spot) : RT_ENOENT;
    if (err < 0)
        return err;
    if (spot.node || spot.slash)
        return spot.node ? RT_EEXIST : RT_ENOENT;
    copy = rt_arena_copy(tree, target);
    if (!copy)
        return RT_ENOSPC;
    err = rt_sim_tree_add(tree, &spot, SIM_TYPE_LINK | 0777, &spot.node);
    if (err < 0) {
        rt_arena_release(copy);
        return err;
    }
    spot.node->bytes = copy;
    spot.node->size = (int64_t)strlen(copy);
    return 0;
}

int rt_sim_symlink(Rt *rt, const char *target, const char *path)
{
    char room[SIM_PATH_SIZE];
    Sim *sim = rt_sim_call(rt);
    int err = rt_sim_through(sim, path, room);
    if (err != 0)
        return err < 0 ? err : rt_symlink(sim->host, target, room);
    return symlink_in_tree(rt_sim_tree(sim), target, path);
}

/* --- The process's place ------------------------------------------------------------------- */

int rt_sim_getcwd(Rt *rt, char **out_path)
{
    return rt_sim_copy(rt_sim_call(rt)->process->cwd, out_path);
}

static int change_cwd(SimProcess *process, const char *path)
{
    char *copy;
    if (strlen(path) >= SIM_PATH_SIZE)
        return RT_ENAMETOOLONG;
    int err = rt_sim_copy(path[0] ? path : "/", &copy);
    if (err < 0)
        return err;
    free(process->cwd);
    process->cwd = copy;
    return 0;
}

/* On the host the process stays where it is: paths go there from the root. */
static int chdir_through(Sim *sim, const char *path)
{
    RtStat stat;
    char *real;
    int err = rt_stat(sim->host, path, &stat);
    if (err == 0 && (stat.mode & SIM_TYPE_MASK) != SIM_TYPE_FOLDER)
        err = RT_ENOTDIR;
    if (err == 0)
        err = rt_realpath(sim->host, path, &real);
    if (err < 0)
        return err;
    err = change_cwd(sim->process, real);
    rt_free(real);
    return err;
}

int rt_sim_chdir(Rt *rt, const char *path)
{
    char room[SIM_PATH_SIZE];
    Sim *sim = rt_sim_call(rt);
    SimTree *tree = rt_sim_tree(sim);
    SimSpot spot;
    int err = rt_sim_through(sim, path, room);
    if (err != 0)
        return err < 0 ? err : chdir_through(sim, room);
    err = rt_sim_tree_find(tree, path, SIM_FOLLOW, &spot);
    if (err < 0)
        return err;
    if (!is_folder(spot.node))
        return RT_ENOTDIR;
    err = rt_sim_inode_access(spot.node, RT_ACCESS_EXECUTE);
    return err < 0 ? err : change_cwd(sim->process, tree->canonical);
}

int rt_sim_umask(Rt *rt, int mask)
{
    Sim *sim = rt_sim_call(rt);
    int before = sim->process->umask;
    sim->process->umask = mask & 0777;
    return before;
}

/* --- Folders ------------------------------------------------------------------------------- */

/* What the folder had when it was opened, in the order of the names. */
typedef struct DirName {
    char *name;
    RtEntryType type;
    uint64_t inode;
} DirName;

struct RtDir {
    DirName *names;
    size_t count, capacity, next;
};

static RtEntryType entry_type(uint32_t type)
{
    switch (type) {
    case SIM_TYPE_FILE: return RT_ENTRY_FILE;
    case SIM_TYPE_FOLDER: return RT_ENTRY_DIR;
    case SIM_TYPE_LINK: return RT_ENTRY_LINK;
    default: return RT_ENTRY_OTHER;
    }
}

static int add_name(RtDir *dir, const char *name, RtEntryType type, uint64_t inode)
{
    if (dir->count == dir->capacity) {
        size_t capacity = dir->capacity * 2 + 16;
        DirName *grown = realloc(dir->names, capacity * sizeof *grown);
        if (!grown)
            return RT_ENOMEM;
        dir->names = grown;
        dir->capacity = capacity;
    }
    DirName *added = &dir->names[dir->count];
    *added = (DirName){strdup(name), type, inode};
    if (!added->name)
        return RT_ENOMEM;
    dir->count++;
    return 0;
}

static int list_tree(SimTree *tree, const char *path, RtDir *dir)
{
    SimSpot spot;
    size_t count;
    int err = rt_sim_tree_find(tree, path, SIM_FOLLOW, &spot);
    if (err < 0)
        return err;
    if (!is_folder(spot.node))
        return RT_ENOTDIR;
    err = rt_sim_inode_access(spot.node, RT_ACCESS_READ);
    if (err == 0)
        err = rt_sim_folder_fill(tree, spot.node, &count);
    for (size_t i = 0; i < spot.node->entry_count && err == 0; i++) {
        const SimEntry *entry = &spot.node->entries[i];
        if (entry->node)
            err = add_name(dir, entry->name, entry_type(rt_sim_inode_type(entry->node)),
                           entry->node->number);
    }
    return err;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(((const DirName *)a)->name, ((const DirName *)b)->name);
}

static int list_host(Rt *host, const char *path, RtDir *dir)
{
    RtDir *found;
    RtDirEntry entry;
    int err = rt_dir_open(host, path, &found);
    if (err < 0)
        return err;
    while ((err = rt_dir_next(host, found, &entry)) > 0) {
        err = add_name(dir, entry.name, entry.type, entry.inode);
        if (err < 0)
            break;
    }
    rt_dir_close(host, found);
    if (dir->count > 0)
        qsort(dir->names, dir->count, sizeof *dir->names, compare_names);
    return err;
}

int rt_sim_dir_open(Rt *rt, const char *path, RtDir **out)
{
    char room[SIM_PATH_SIZE];
    Sim *sim = rt_sim_call(rt);
    int err = rt_sim_through(sim, path, room);
    RtDir *dir = calloc(1, sizeof *dir);
    if (!dir)
        return RT_ENOMEM;
    if (err == 0)
        err = list_tree(rt_sim_tree(sim), path, dir);
    else if (err == 1)
        err = list_host(sim->host, room, dir);
    if (err < 0)
        rt_sim_dir_close(rt, dir);
    else
        *out = dir;
    return err;
}

int rt_sim_dir_next(Rt *rt, RtDir *dir, RtDirEntry *out)
{
    if (dir->next == dir->count)
        return 0;
    const DirName *name = &dir->names[dir->next++];
    *out = (RtDirEntry){name->name, name->type, name->inode};
    return 1;
}

void rt_sim_dir_close(Rt *rt, RtDir *dir)
{
    for (size_t i = 0; i < dir->count; i++)
        free(dir->names[i].name);
    free(dir->names);
    free(dir);
}
