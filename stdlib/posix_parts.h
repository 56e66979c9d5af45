/* What the files of module posix share: path arguments, results, and the tables each file offers.
 *
 * Every call that may block gives the lock up. One that a signal may interrupt (opens, reads,
 * writes, waits) runs in a loop:
 *
 *     do {
 *         gb_unlock(t, GIL_READ);
 *         error = rt_file_read(...);
 *         gb_lock(t);
 *     } while (gb_posix_interrupted(t, &error));
 */
#ifndef STDLIB_POSIX_PARTS_H
#define STDLIB_POSIX_PARTS_H

#include "vm/gilbox.h"

/* A path as an argument: str, bytes, os.PathLike, and where allowed the number of an open file or
 * None. An open file is reached through its name in /proc, so every call knows it. */
typedef struct PosixPath {
    const char *text; /* For the machine; "." for None. */
    GbRef object;     /* The str, bytes or int as the script gave it, for OSError.filename. */
    GbRef holder;     /* Owns text. */
    int file;         /* The number of an open file, or -1. */
    char name[32];    /* "/proc/self/fd/7" */
} PosixPath;

enum { POSIX_PATH_FILE = 1, POSIX_PATH_NONE = 2 };

/* 0, or -1 with "stat: path should be string, ...". `function` NULL: messages without it. */
int gb_posix_path_get(GbThread *t, GbBorrow v, const char *function, const char *argument,
                      int allows, PosixPath *out);
void gb_posix_path_release(PosixPath *path);

/* A name from the machine as a str, or as bytes. */
GbRef gb_posix_text(GbThread *t, const char *text, bool as_bytes);

/* Was the call interrupted? True: signal handlers ran, call again. An exception of theirs leaves
 * *error at 1. */
bool gb_posix_interrupted(GbThread *t, int *error);

/* None, or the exception for an error; path may be NULL. */
GbRef gb_posix_result(GbThread *t, int error, const PosixPath *path);
GbRef gb_posix_result2(GbThread *t, int error, const PosixPath *path, const PosixPath *path2);

/* A C int. 0 or -1. */
int gb_posix_int(GbThread *t, GbBorrow v, int *out);

/* "stat: dir_fd unavailable on this platform" unless v is None. 0 or -1. */
int gb_posix_no_folder(GbThread *t, GbBorrow v, const char *function);

GbRef gb_posix_stat_result(GbThread *t, const RtStat *stat);

/* fork(): 0 in the child. */
GbRef gb_posix_fork(GbThread *t, GbBorrow self, const GbBorrow *args);

/* Wait for the end of a child; its status as wait() packs it. 0 or -1. */
int gb_posix_wait_status(GbThread *t, int64_t pid, int *status);

/* resource.struct_rusage. */
GbRef gb_resource_used(GbThread *t, const RtUsed *used);

/* A set of signals from an iterable of their numbers, as signal.pthread_sigmask() takes it. 0 or
 * -1. */
int gb_signals_read(GbThread *t, GbBorrow v, RtSignals *out);

/* Each file's functions, and what it has to put into the module. */
extern const GbMethodDef gb_posix_file_functions[];
extern const GbMethodDef gb_posix_path_functions[];
extern const GbMethodDef gb_posix_bulk_functions[];
extern const GbMethodDef gb_posix_scan_functions[];
extern const GbMethodDef gb_posix_process_functions[];
extern const GbMethodDef gb_posix_start_functions[];
extern const GbMethodDef gb_posix_machine_functions[];
int gb_posix_file_init(GbThread *t, GbBorrow module);
int gb_posix_path_init(GbThread *t, GbBorrow module);
int gb_posix_bulk_init(GbThread *t, GbBorrow module);
int gb_posix_scan_init(GbThread *t, GbBorrow module);
int gb_posix_machine_init(GbThread *t, GbBorrow module);
int gb_posix_process_init(GbThread *t, GbBorrow module);

#endif
