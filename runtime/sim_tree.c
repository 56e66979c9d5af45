#include "runtime/sim_tree.h"

#include "runtime/arena.h"
#include "runtime/check.h"

#include <stdlib.h>
#include <string.h>

enum {
    LINKS_MAX = 40,
    BLOCK_SIZE = 4096,
    FILE_SIZE_MAX = 1 << 30, /* of the memory of the host, and zeros are memory too */
};

/* --- Nodes --------------------------------------------------------------------------------- */

static SimInode *node_new(SimTree *tree, uint32_t mode)
{
    SimInode *node = rt_arena_alloc(tree, sizeof *node);
    if (!node)
        return NULL;
    node->references = 1;
    node->mode = mode;
    node->number = ++tree->last_number;
    node->accessed_ns = node->modified_ns = node->changed_ns = tree->now_ns;
    return node;
}

void rt_sim_inode_hold(SimInode *node)
{
    node->references++;
}

void rt_sim_inode_drop(SimTree *tree, SimInode *node)
{
    ASSERT(node->references > 0);
    if (--node->references > 0)
        return;
    for (size_t i = 0; i < node->entry_count; i++) {
        rt_arena_release(node->entries[i].name);
        if (node->entries[i].node)
            rt_sim_inode_drop(tree, node->entries[i].node);
    }
    rt_arena_release(node->entries);
    rt_arena_release(node->bytes);
    rt_arena_release(node->host);
    rt_arena_release(node);
}

int rt_sim_inode_access(const SimInode *node, int mode)
{
    int granted = (int)(node->mode >> 6) & 7;
    return (granted & mode) == mode ? 0 : RT_EACCES;
}

void rt_sim_inode_stat(const SimInode *node, RtStat *out)
{
    bool is_folder = rt_sim_inode_type(node) == SIM_TYPE_FOLDER;
    int64_t size = is_folder ? BLOCK_SIZE : node->size;
    *out = (RtStat){
        .mode = node->mode,
        .owner = SIM_USER_ID,
        .group = SIM_USER_ID,
        .inode = node->number,
        .device = 1,
        .links = node->links + is_folder, /* a folder's own "." */
        .blocks = (uint64_t)(size + 511) / 512,
        .block_size = BLOCK_SIZE,
        .special_device = node->device,
        .size = size,
        .accessed_ns = node->accessed_ns,
        .modified_ns = node->modified_ns,
        .changed_ns = node->changed_ns,
    };
}

/* --- A file's bytes ------------------------------------------------------------------------ */

int rt_sim_inode_resize(SimTree *tree, SimInode *node, int64_t size)
{
    ASSERT(!node->host);
    if (size > FILE_SIZE_MAX)
        return RT_EFBIG;
    if (size > node->capacity) {
        int64_t capacity = size > node->capacity * 2 ? size : node->capacity * 2;
        char *grown = rt_arena_resize(tree, node->bytes, (size_t)capacity);
        if (!grown)
            return RT_ENOSPC;
        node->bytes = grown;
        node->capacity = capacity;
    }
    if (size > node->size)
        memset(node->bytes + node->size, 0, (size_t)(size - node->size));
    node->size = size;
    node->modified_ns = node->changed_ns = tree->now_ns;
    return 0;
}

/* Reads what is there now, were it more or less than its size said. */
static int read_whole(SimTree *tree, int file, int64_t size_hint, char **out_bytes,
                      int64_t *out_size)
{
    size_t capacity = (size_t)size_hint + 1, size = 0, count = 0;
    char *bytes = rt_arena_resize(tree, NULL, capacity);
    int err = bytes ? 0 : RT_ENOMEM;
    while (err == 0) { /* ends with the file */
        err = rt_file_read(tree->host, file, bytes + size, capacity - size, &count);
        if (err == RT_EINTR) {
            err = 0;
            continue;
        }
        if (err < 0 || count == 0)
            break;
        size += count;
        if (size < capacity)
            continue;
        char *grown = rt_arena_resize(tree, bytes, capacity * 2);
        if (!grown) {
            err = RT_ENOMEM;
            break;
        }
        bytes = grown;
        capacity *= 2;
    }
    if (err < 0) {
        rt_arena_release(bytes);
        return err;
    }
    *out_bytes = bytes;
    *out_size = (int64_t)size;
    return 0;
}

int rt_sim_inode_load(SimTree *tree, SimInode *node)
{
    ASSERT(rt_sim_inode_type(node) == SIM_TYPE_FILE);
    if (!node->host)
        return 0;
    if (node->size > FILE_SIZE_MAX)
        return RT_EFBIG;
    int file;
    int err = rt_file_open(tree->host, node->host, RT_OPEN_READ, 0, &file);
    if (err < 0)
        return err;
    err = read_whole(tree, file, node->size, &node->bytes, &node->size);
    rt_file_close(tree->host, file);
    if (err < 0)
        return err;
    node->capacity = node->size;
    rt_arena_release(node->host);
    node->host = NULL;
    return 0;
}

/* --- A folder's entries -------------------------------------------------------------------- */

/* The entry's place, or where it would be. */
static size_t find_place(const SimInode *folder, const char *name, bool *out_found)
{
    size_t low = 0, high = folder->entry_count;
    *out_found = false;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(folder->entries[middle].name, name);
        if (order == 0)
            *out_found = true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static int insert_entry(SimInode *folder, size_t place, const char *name)
{
    if (folder->entry_count == folder->entry_capacity) {
        size_t capacity = folder->entry_capacity * 2 + 8;
        SimEntry *grown = rt_arena_resize(folder, folder->entries, capacity * sizeof *grown);
        if (!grown)
            return RT_ENOSPC;
        folder->entries = grown;
        folder->entry_capacity = capacity;
    }
    char *copy = rt_arena_copy(folder, name);
    if (!copy)
        return RT_ENOSPC;
    SimEntry *entry = &folder->entries[place];
    memmove(entry + 1, entry, (folder->entry_count - place) * sizeof *entry);
    *entry = (SimEntry){.name = copy};
    folder->entry_count++;
    return 0;
}

int rt_sim_folder_set(SimTree *tree, SimInode *folder, const char *name, SimInode *node)
{
    bool found;
    size_t place = find_place(folder, name, &found);
    int err = found ? 0 : insert_entry(folder, place, name);
    if (err < 0)
        return err;
    SimInode *before = folder->entries[place].node;
    folder->entries[place].node = node;
    if (node) {
        rt_sim_inode_hold(node);
        node->links++;
        if (rt_sim_inode_type(node) == SIM_TYPE_FOLDER)
            node->parent = folder;
    }
    if (before) {
        before->links--;
        before->changed_ns = tree->now_ns;
        rt_sim_inode_drop(tree, before);
    }
    folder->modified_ns = folder->changed_ns = tree->now_ns;
    return 0;
}

static int join(SimTree *tree, const char *folder, const char *name, char **out)
{
    size_t size = strlen(folder) + strlen(name) + 2;
    char *path = rt_arena_resize(tree, NULL, size);
    if (!path)
        return RT_ENOMEM;
    strcpy(path, folder);
    if (folder[strlen(folder) - 1] != '/')
        strcat(path, "/");
    strcat(path, name);
    *out = path;
    return 0;
}

static int read_link(SimTree *tree, SimInode *node)
{
    char *target;
    int err = rt_readlink(tree->host, node->host, &target);
    if (err < 0)
        return err;
    node->bytes = rt_arena_copy(node, target);
    node->size = (int64_t)strlen(target);
    rt_free(target);
    return node->bytes ? 0 : RT_ENOMEM;
}

/* What the host has at path, as a node. Takes path. */
static int node_from_host(SimTree *tree, char *path, const RtStat *stat, SimInode **out)
{
    SimInode *node = node_new(tree, stat->mode);
    int err = node ? 0 : RT_ENOMEM;
    if (node) {
        node->host = path;
        node->size = stat->size;
        node->accessed_ns = stat->accessed_ns;
        node->modified_ns = stat->modified_ns;
        node->changed_ns = stat->changed_ns;
        path = NULL;
    }
    if (node && rt_sim_inode_type(node) == SIM_TYPE_LINK)
        err = read_link(tree, node);
    rt_arena_release(path);
    if (err < 0 && node) {
        rt_sim_inode_drop(tree, node);
        return err;
    }
    *out = node;
    return err;
}

/* Looks a name up on the host and remembers what was found, be it nothing. */
static int fetch_entry(SimTree *tree, SimInode *folder, size_t place, const char *name,
                       SimInode **out)
{
    char *path;
    RtStat stat;
    SimInode *node = NULL;
    int err = join(tree, folder->host, name, &path);
    if (err < 0)
        return err;
    err = rt_lstat(tree->host, path, &stat);
    if (err == 0)
        err = node_from_host(tree, path, &stat, &node);
    else
        rt_arena_release(path);
    if (err < 0 && err != RT_ENOENT)
        return err;
    err = insert_entry(folder, place, name);
    if (err < 0) {
        if (node)
            rt_sim_inode_drop(tree, node);
        return err;
    }
    folder->entries[place].node = node;
    if (node) {
        node->links = rt_sim_inode_type(node) == SIM_TYPE_FOLDER ? 1 : stat.links;
        node->parent = folder;
    }
    *out = node;
    return 0;
}

/* The node of that name in a folder, or NULL. */
static int look_up(SimTree *tree, SimInode *folder, const char *name, SimInode **out)
{
    if (folder->refused)
        return RT_ESIM_PROC;
    if (rt_sim_inode_type(folder) != SIM_TYPE_FOLDER)
        return RT_ENOTDIR;
    if (rt_sim_inode_access(folder, RT_ACCESS_EXECUTE) < 0)
        return RT_EACCES;
    bool found;
    size_t place = find_place(folder, name, &found);
    if (!found && folder->host)
        return fetch_entry(tree, folder, place, name, out);
    *out = found ? folder->entries[place].node : NULL;
    return 0;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

typedef struct Names {
    char **items;
    size_t count, capacity;
} Names;

static int names_add(Names *names, const char *name)
{
    if (names->count == names->capacity) {
        size_t capacity = names->capacity * 2 + 16;
        char **grown = realloc(names->items, capacity * sizeof *grown);
        if (!grown)
            return RT_ENOMEM;
        names->items = grown;
        names->capacity = capacity;
    }
    char *copy = strdup(name);
    if (!copy)
        return RT_ENOMEM;
    names->items[names->count++] = copy;
    return 0;
}

static int read_names(Rt *host, const char *path, Names *names)
{
    RtDir *dir;
    RtDirEntry entry;
    int err = rt_dir_open(host, path, &dir);
    if (err < 0)
        return err;
    while ((err = rt_dir_next(host, dir, &entry)) > 0) {
        err = names_add(names, entry.name);
        if (err < 0)
            break;
    }
    rt_dir_close(host, dir);
    return err;
}

/* In the order of the names: the host's order must not number the nodes. */
int rt_sim_folder_fill(SimTree *tree, SimInode *folder, size_t *out_count)
{
    if (folder->refused)
        return RT_ESIM_PROC;
    Names names = {0};
    int err = folder->host ? read_names(tree->host, folder->host, &names) : 0;
    if (names.count > 0)
        qsort(names.items, names.count, sizeof *names.items, compare_names);
    for (size_t i = 0; i < names.count; i++) {
        bool found;
        SimInode *node;
        size_t place = find_place(folder, names.items[i], &found);
        if (err == 0 && !found)
            err = fetch_entry(tree, folder, place, names.items[i], &node);
        free(names.items[i]);
    }
    free(names.items);
    if (err < 0)
        return err;
    rt_arena_release(folder->host);
    folder->host = NULL;
    *out_count = 0;
    for (size_t i = 0; i < folder->entry_count; i++)
        *out_count += folder->entries[i].node != NULL;
    return 0;
}

/* --- Walking a path ------------------------------------------------------------------------ */

int rt_sim_tree_absolute(SimTree *tree, const char *path, char out[SIM_PATH_SIZE])
{
    bool relative = path[0] != '/';
    size_t room = relative ? strlen(tree->cwd) + 1 : 0;
    if (path[0] == '\0')
        return RT_ENOENT;
    if (room + strlen(path) >= SIM_PATH_SIZE)
        return RT_ENAMETOOLONG;
    out[0] = '\0';
    if (relative) {
        strcpy(out, tree->cwd);
        strcat(out, "/");
    }
    strcat(out, path);
    return 0;
}

/* Takes the next name off tree->rest. false: there is none left. */
static bool next_name(SimTree *tree, char name[SIM_NAME_SIZE], int *out_err)
{
    char *start = tree->rest + strspn(tree->rest, "/");
    size_t size = strcspn(start, "/");
    *out_err = size < SIM_NAME_SIZE ? 0 : RT_ENAMETOOLONG;
    if (size == 0 || *out_err < 0)
        return false;
    memcpy(name, start, size);
    name[size] = '\0';
    memmove(tree->rest, start + size, strlen(start + size) + 1);
    return true;
}

/* A link's target comes before what is left to walk. */
static int follow_link(SimTree *tree, const SimInode *link, SimInode **folder)
{
    size_t size = strlen(link->bytes), left = strlen(tree->rest);
    if (size + left + 1 > sizeof tree->rest)
        return RT_ENAMETOOLONG;
    if (size == 0)
        return RT_ENOENT;
    memmove(tree->rest + size, tree->rest, left + 1);
    memcpy(tree->rest, link->bytes, size);
    if (link->bytes[0] == '/') {
        *folder = tree->root;
        tree->canonical[0] = '\0';
    }
    return 0;
}

static int append_canonical(SimTree *tree, const char *name)
{
    if (strlen(tree->canonical) + strlen(name) + 2 > sizeof tree->canonical)
        return RT_ENAMETOOLONG;
    strcat(tree->canonical, "/");
    strcat(tree->canonical, name);
    return 0;
}

static bool is_dots(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

bool rt_sim_spot_is_named(const SimSpot *spot)
{
    return spot->name[0] != '\0' && !is_dots(spot->name);
}

/* "." and "..": the folder is the answer, and has no name there. */
static int step_dots(SimTree *tree, const char *name, SimSpot *spot)
{
    if (rt_sim_inode_type(spot->folder) != SIM_TYPE_FOLDER)
        return RT_ENOTDIR;
    if (strcmp(name, "..") == 0) {
        char *last = strrchr(tree->canonical, '/');
        if (last)
            *last = '\0';
        spot->folder = spot->folder->parent;
    }
    spot->node = spot->folder;
    strcpy(spot->name, name);
    return 0;
}

/* One name further. *links counts those followed. */
static int step(SimTree *tree, const char *name, SimFollow follow, int *links, SimSpot *spot)
{
    if (is_dots(name))
        return step_dots(tree, name, spot);
    SimInode *node;
    int err = look_up(tree, spot->folder, name, &node);
    if (err < 0)
        return err;
    bool is_last = tree->rest[strspn(tree->rest, "/")] == '\0';
    spot->slash = is_last && tree->rest[0] == '/';
    bool goes_on = !is_last || follow == SIM_FOLLOW || (spot->slash && follow == SIM_FOLLOW_SLASH);
    if (node && rt_sim_inode_type(node) == SIM_TYPE_LINK && goes_on) {
        if (++*links > LINKS_MAX)
            return RT_ELOOP;
        err = follow_link(tree, node, &spot->folder);
        spot->node = spot->folder;
        spot->name[0] = '\0';
        return err;
    }
    if (!node && !is_last)
        return RT_ENOENT;
    err = append_canonical(tree, name);
    spot->node = node;
    strcpy(spot->name, name);
    if (!is_last)
        spot->folder = node;
    return err;
}

int rt_sim_tree_walk(SimTree *tree, const char *path, SimFollow follow, SimSpot *out)
{
    char name[SIM_NAME_SIZE];
    int links = 0;
    int err = rt_sim_tree_absolute(tree, path, tree->rest);
    tree->canonical[0] = '\0';
    *out = (SimSpot){.folder = tree->root, .node = tree->root};
    while (err == 0 && next_name(tree, name, &err))
        err = step(tree, name, follow, &links, out);
    return err;
}

int rt_sim_tree_find(SimTree *tree, const char *path, SimFollow follow, SimSpot *out)
{
    int err = rt_sim_tree_walk(tree, path, follow, out);
    if (err < 0)
        return err;
    if (!out->node)
        return RT_ENOENT;
    return out->slash && rt_sim_inode_type(out->node) != SIM_TYPE_FOLDER ? RT_ENOTDIR : 0;
}

int rt_sim_tree_add(SimTree *tree, const SimSpot *spot, uint32_t mode, SimInode **out)
{
    ASSERT(!spot->node);
    if (rt_sim_inode_access(spot->folder, RT_ACCESS_WRITE) < 0)
        return RT_EACCES;
    SimInode *node = node_new(tree, mode);
    if (!node)
        return RT_ENOSPC;
    int err = rt_sim_folder_set(tree, spot->folder, spot->name, node);
    if (err == 0)
        *out = node;
    rt_sim_inode_drop(tree, node); /* the entry holds it now */
    return err;
}

/* --- The tree ------------------------------------------------------------------------------ */

/* What the machine has of its own, in place of the host's. */
static const struct {
    const char *path;
    uint32_t mode;
    SimDevice device;
    bool refused, if_missing;
} fixtures[] = {
    {"/home", SIM_TYPE_FOLDER | 0755, .if_missing = true},
    {"/home/user", SIM_TYPE_FOLDER | 0755},
    {"/proc", SIM_TYPE_FOLDER | 0555, .refused = true},
    {"/sys", SIM_TYPE_FOLDER | 0555, .refused = true},
    {"/dev", SIM_TYPE_FOLDER | 0755},
    {"/dev/null", SIM_TYPE_DEVICE | 0666, SIM_DEVICE_NULL},
    {"/dev/zero", SIM_TYPE_DEVICE | 0666, SIM_DEVICE_ZERO},
    {"/dev/full", SIM_TYPE_DEVICE | 0666, SIM_DEVICE_FULL},
    {"/dev/random", SIM_TYPE_DEVICE | 0666, SIM_DEVICE_RANDOM},
    {"/dev/urandom", SIM_TYPE_DEVICE | 0666, SIM_DEVICE_RANDOM},
    {"/dev/tty", SIM_TYPE_DEVICE | 0666, SIM_DEVICE_TTY},
    {"/dev/stdin", SIM_TYPE_DEVICE | 0666, SIM_DEVICE_STDIN},
    {"/dev/stdout", SIM_TYPE_DEVICE | 0666, SIM_DEVICE_STDOUT},
    {"/dev/stderr", SIM_TYPE_DEVICE | 0666, SIM_DEVICE_STDERR},
};

enum { FIXTURE_COUNT = sizeof fixtures / sizeof fixtures[0] };

static int add_fixture(SimTree *tree, int row)
{
    SimSpot spot;
    int err = rt_sim_tree_walk(tree, fixtures[row].path, SIM_FOLLOW_NOT, &spot);
    if (err < 0 || (spot.node && fixtures[row].if_missing))
        return err;
    SimInode *node = node_new(tree, fixtures[row].mode);
    if (!node)
        return RT_ENOMEM;
    node->device = fixtures[row].device;
    node->refused = fixtures[row].refused;
    err = rt_sim_folder_set(tree, spot.folder, spot.name, node);
    rt_sim_inode_drop(tree, node); /* the entry holds it now */
    return err;
}

static int root_new(SimTree *tree)
{
    tree->root = node_new(tree, SIM_TYPE_FOLDER | 0755);
    if (!tree->root)
        return RT_ENOMEM;
    tree->root->parent = tree->root;
    tree->root->links = 1;
    tree->root->host = rt_arena_copy(tree, "/");
    return tree->root->host ? 0 : RT_ENOMEM;
}

int rt_sim_tree_init(SimTree *tree, Rt *host)
{
    *tree = (SimTree){.host = host, .cwd = "/"};
    int err = root_new(tree);
    for (int i = 0; i < FIXTURE_COUNT && err == 0; i++)
        err = add_fixture(tree, i);
    return err;
}

void rt_sim_tree_fini(SimTree *tree)
{
    if (tree->root)
        rt_sim_inode_drop(tree, tree->root);
    tree->root = NULL;
}
