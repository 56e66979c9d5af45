/* posix: folders and their entries. */
#include "stdlib/posix_parts.h"

/* --- listdir --- */

static GbRef posix_listdir(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    PosixPath path;
    RtDir *dir = NULL;
    RtDirEntry entry;
    int allows = POSIX_PATH_FILE | POSIX_PATH_NONE, more = 0;
    if (gb_posix_path_get(t, args[0], "listdir", "path", allows, &path) < 0)
        return GB_NULL;
    bool as_bytes = path.object != GB_NULL && gb_has_layout(path.object, GB_KIND_BYTES);
    gb_unlock_on(t, GIL_OPEN, 0, path.text);
    int error = rt_dir_open(gb_rt(t), path.text, &dir);
    gb_lock(t);
    GbRef list = gb_posix_result(t, error, &path);
    if (list != GB_NULL)
        list = gb_list_new(t, 0);
    while (list != GB_NULL) {
        gb_unlock(t, GIL_READ);
        more = rt_dir_next(gb_rt(t), dir, &entry);
        gb_lock(t);
        if (more <= 0)
            break;
        if (gb_list_append_take(t, list, gb_posix_text(t, entry.name, as_bytes)) < 0)
            gb_clear(&list);
    }
    if (list != GB_NULL && more < 0) {
        gb_clear(&list);
        gb_raise_rt(t, more, path.object, GB_NULL);
    }
    if (dir != NULL)
        rt_dir_close(gb_rt(t), dir);
    gb_posix_path_release(&path);
    return list;
}

/* --- DirEntry --- */

typedef struct Entry {
    GbObject header;
    GbRef name, path;       /* str or bytes */
    GbRef stat, lstat;      /* stat_results once asked for, or GB_NULL */
    RtEntryType type;
    uint64_t inode;
    bool by_number;         /* The folder was given as an open file: `path` can't be looked up. */
    char folder[32];        /* Then what to look in. */
} Entry;

static Entry *as_entry(GbBorrow v)
{
    return (Entry *)gb_object(v);
}

static void entry_dealloc(GbThread *t, GbObject *object)
{
    Entry *entry = (Entry *)object;
    gb_clear(&entry->name);
    gb_clear(&entry->path);
    gb_clear(&entry->stat);
    gb_clear(&entry->lstat);
}

static GbRef entry_repr(GbThread *t, GbBorrow self)
{
    return gb_str_format(t, "<DirEntry %R>", as_entry(self)->name);
}

static GbRef entry_name(GbThread *t, GbBorrow self)
{
    return gb_new_ref(as_entry(self)->name);
}

static GbRef entry_path(GbThread *t, GbBorrow self)
{
    return gb_new_ref(as_entry(self)->path);
}

static GbRef entry_fspath(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_new_ref(as_entry(self)->path);
}

/* What to call for this entry: its path, below the open folder if there is one. Owned text. */
static const char *entry_text(GbThread *t, const Entry *entry, GbRef *holder)
{
    const char *text = gb_path(t, entry->path, holder);
    if (text == NULL || !entry->by_number)
        return text;
    GbRef whole = gb_str_format(t, "%s/%s", entry->folder, text);
    gb_set(holder, whole);
    if (whole == GB_NULL)
        return NULL;
    text = gb_path(t, whole, holder);
    gb_decref(whole);
    return text;
}

/* The stat_result, owned, from the machine or from the last time. */
static GbRef entry_ask(GbThread *t, Entry *entry, bool follow)
{
    GbRef *slot = follow ? &entry->stat : &entry->lstat;
    GbRef holder = GB_NULL;
    RtStat stat;
    if (follow && entry->type != RT_ENTRY_LINK && entry->type != RT_ENTRY_UNKNOWN)
        slot = &entry->lstat;
    if (*slot != GB_NULL)
        return gb_new_ref(*slot);
    const char *text = entry_text(t, entry, &holder);
    if (text == NULL)
        return GB_NULL;
    gb_unlock_on(t, GIL_OPEN, 0, text);
    int error = follow ? rt_stat(gb_rt(t), text, &stat) : rt_lstat(gb_rt(t), text, &stat);
    gb_lock(t);
    gb_decref(holder);
    if (error != 0)
        return gb_raise_rt(t, error, entry->path, GB_NULL);
    GbRef result = gb_posix_stat_result(t, &stat);
    if (result != GB_NULL)
        gb_set(slot, gb_new_ref(result));
    return result;
}

static GbRef entry_stat(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int follow = gb_truth(t, args[0]);
    return follow < 0 ? GB_NULL : entry_ask(t, as_entry(self), follow);
}

/* Is the entry of that type (a file type of st_mode)? What has vanished is of none. */
static GbRef entry_is(GbThread *t, Entry *entry, RtEntryType type, int64_t mode, bool follow)
{
    enum { TYPE_MASK = 0170000 };
    bool known = entry->type != RT_ENTRY_UNKNOWN && !(follow && entry->type == RT_ENTRY_LINK);
    if (known)
        return gb_bool(entry->type == type);
    GbRef stat = entry_ask(t, entry, follow);
    if (stat == GB_NULL)
        return gb_raised_drop_if(t, gb_FileNotFoundError) ? GB_FALSE : GB_NULL;
    bool is = (gb_small(gb_tuple_peek(stat, 0)) & TYPE_MASK) == mode;
    gb_decref(stat);
    return gb_bool(is);
}

static GbRef entry_is_dir(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int follow = gb_truth(t, args[0]);
    return follow < 0 ? GB_NULL : entry_is(t, as_entry(self), RT_ENTRY_DIR, 0040000, follow);
}

static GbRef entry_is_file(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int follow = gb_truth(t, args[0]);
    return follow < 0 ? GB_NULL : entry_is(t, as_entry(self), RT_ENTRY_FILE, 0100000, follow);
}

static GbRef entry_is_symlink(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return entry_is(t, as_entry(self), RT_ENTRY_LINK, 0120000, false);
}

static GbRef entry_inode(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_int_from_u64(t, as_entry(self)->inode);
}

static const GbMethodDef entry_methods[] = {
    {"is_dir(*, follow_symlinks=True)", entry_is_dir,
     "Return True if the entry is a directory; cached per entry."},
    {"is_file(*, follow_symlinks=True)", entry_is_file,
     "Return True if the entry is a file; cached per entry."},
    {"is_symlink()", entry_is_symlink,
     "Return True if the entry is a symbolic link; cached per entry."},
    {"stat(*, follow_symlinks=True)", entry_stat,
     "Return stat_result object for the entry; cached per entry."},
    {"inode()", entry_inode, "Return inode of the entry; cached per entry."},
    {"__fspath__()", entry_fspath, "Returns the path for the entry."},
    {"__class_getitem__(item, /)", gb_class_getitem, "See PEP 585", GB_METHOD_CLASS},
    {0},
};

static const GbGetSetDef entry_getsets[] = {
    {"name", entry_name, NULL,
     "the entry's base filename, relative to scandir() \"path\" argument"},
    {"path", entry_path, NULL,
     "the entry's full path name; equivalent to os.path.join(scandir_path, entry.name)"},
    {0},
};

static const GbTypeSpec entry_spec = {
    .name = "posix.DirEntry",
    .size = sizeof(Entry),
    .flags = GB_TYPE_FINAL | GB_TYPE_NO_CREATE | GB_TYPE_IMMUTABLE,
    .slots = {.dealloc = entry_dealloc, .repr = entry_repr},
    .methods = entry_methods,
    .getsets = entry_getsets,
};

/* --- scandir --- */

typedef struct Scan {
    GbObject header;
    RtDir *dir;             /* NULL: closed, or at the end. */
    PosixPath path;
    bool busy;              /* A thread is in a call on dir, without the lock. */
} Scan;

static const GbTypeSpec scan_spec;

static Scan *as_scan(GbBorrow v)
{
    return (Scan *)gb_object(v);
}

static void scan_end(GbThread *t, Scan *scan)
{
    RtDir *dir = scan->dir;
    if (dir == NULL || scan->busy)
        return;
    scan->dir = NULL;
    rt_dir_close(gb_rt(t), dir);
}

static GbRef posix_scandir(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Scan *scan = gb_object_new(t, gb_spec_type(t, &scan_spec));
    if (scan == NULL)
        return GB_NULL;
    GbRef result = gb_value(scan);
    int allows = POSIX_PATH_FILE | POSIX_PATH_NONE;
    if (gb_posix_path_get(t, args[0], "scandir", "path", allows, &scan->path) < 0) {
        gb_decref(result);
        return GB_NULL;
    }
    gb_unlock_on(t, GIL_OPEN, 0, scan->path.text);
    int error = rt_dir_open(gb_rt(t), scan->path.text, &scan->dir);
    gb_lock(t);
    if (gb_posix_result(t, error, &scan->path) == GB_NULL)
        gb_clear(&result);
    return result;
}

/* The entry's path: its name below the folder's path as it was given. */
static GbRef joined_path(GbThread *t, const Scan *scan, GbBorrow name)
{
    GbBorrow folder = scan->path.object;
    if (scan->path.file >= 0)
        return gb_new_ref(name);
    if (folder == GB_NULL)
        return gb_str_format(t, "./%U", name);
    if (gb_is_str(folder)) {
        int64_t length = gb_str_length(folder);
        bool slash = length > 0 && gb_str_at(folder, length - 1) != '/';
        return gb_str_format(t, slash ? "%U/%U" : "%U%U", folder, name);
    }
    size_t size = (size_t)gb_bytes_size(folder), name_size = (size_t)gb_bytes_size(name);
    size_t slash = size > 0 && gb_bytes_data(folder)[size - 1] != '/';
    GbRef path = gb_bytes_new(t, NULL, size + slash + name_size);
    if (path == GB_NULL)
        return GB_NULL;
    uint8_t *data = gb_bytes_data(path);
    memcpy(data, gb_bytes_data(folder), size);
    data[size] = '/';
    memcpy(data + size + slash, gb_bytes_data(name), name_size);
    return path;
}

static GbRef entry_new(GbThread *t, const Scan *scan, const RtDirEntry *found)
{
    Entry *entry = gb_object_new(t, gb_spec_type(t, &entry_spec));
    if (entry == NULL)
        return GB_NULL;
    GbBorrow folder = scan->path.object;
    entry->type = found->type;
    entry->inode = found->inode;
    entry->by_number = scan->path.file >= 0;
    memcpy(entry->folder, scan->path.name, sizeof entry->folder);
    entry->name = gb_posix_text(t, found->name,
                             folder != GB_NULL && gb_has_layout(folder, GB_KIND_BYTES));
    if (entry->name != GB_NULL)
        entry->path = joined_path(t, scan, entry->name);
    GbRef result = gb_value(entry);
    if (entry->path == GB_NULL)
        gb_clear(&result);
    return result;
}

static GbRef scan_next(GbThread *t, GbBorrow self)
{
    Scan *scan = as_scan(self);
    RtDirEntry found;
    if (scan->dir == NULL || scan->busy)
        return GB_NULL;
    scan->busy = true;
    gb_unlock(t, GIL_READ);
    int more = rt_dir_next(gb_rt(t), scan->dir, &found);
    gb_lock(t);
    scan->busy = false;
    if (more > 0)
        return entry_new(t, scan, &found);
    if (more < 0)
        gb_raise_rt(t, more, scan->path.object, GB_NULL);
    scan_end(t, scan);
    return GB_NULL;
}

static GbRef scan_close(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    scan_end(t, as_scan(self));
    return GB_NONE;
}

static GbRef scan_enter(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_new_ref(self);
}

static void scan_dealloc(GbThread *t, GbObject *object)
{
    scan_end(t, (Scan *)object);
    gb_posix_path_release(&((Scan *)object)->path);
}

static const GbMethodDef scan_methods[] = {
    {"__enter__()", scan_enter, NULL},
    {"__exit__(*exc_info)", scan_close, NULL},
    {"close()", scan_close, NULL},
    {0},
};

static const GbTypeSpec scan_spec = {
    .name = "posix.ScandirIterator",
    .size = sizeof(Scan),
    .flags = GB_TYPE_FINAL | GB_TYPE_NO_CREATE | GB_TYPE_IMMUTABLE,
    .slots = {.dealloc = scan_dealloc, .iter = gb_iter_self, .next = scan_next},
    .methods = scan_methods,
};

/* --- The tables --- */

const GbMethodDef gb_posix_scan_functions[] = {
    {"listdir(path=None)", posix_listdir,
     "Return a list containing the names of the files in the directory."},
    {"scandir(path=None)", posix_scandir,
     "Return an iterator of DirEntry objects for given path."},
    {0},
};

int gb_posix_scan_init(GbThread *t, GbBorrow module)
{
    if (gb_module_add_type(t, module, &scan_spec, NULL) < 0)
        return -1;
    return gb_module_add_type(t, module, &entry_spec, NULL);
}
