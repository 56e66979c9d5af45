/* The world of the virtual machine: its file system, descriptors, pipes, environment and calendar.
 */
#include "runtime/rt.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static Rt *host, *rt;
static char folder[] = "/tmp/gilbox-world-XXXXXX"; /* on the host; with the file "old" in it */

static void make_machine(void)
{
    char path[64];
    RtSimOptions options;
    cr_assert_not_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/old", folder);
    FILE *file = fopen(path, "w");
    fputs("from the disk", file);
    fclose(file);
    cr_assert_eq(rt_real_new(&host), 0);
    rt_sim_options_init(&options);
    cr_assert_eq(rt_sim_new(&options, host, &rt), 0);
    cr_assert_eq(rt_chdir(rt, folder), 0);
}

static void free_machine(void)
{
    char command[64];
    rt_machine_free(rt);
    rt_machine_free(host);
    snprintf(command, sizeof command, "rm -r %s", folder);
    cr_assert_eq(system(command), 0);
}

TestSuite(sim_world, .init = make_machine, .fini = free_machine, .timeout = 300);

static int write_file(const char *path, const char *text)
{
    int file;
    size_t count = 0;
    int err = rt_file_open(rt, path, RT_OPEN_WRITE | RT_OPEN_CREATE | RT_OPEN_TRUNCATE, 0666,
                           &file);
    if (err < 0)
        return err;
    err = rt_file_write(rt, file, text, strlen(text), &count);
    cr_expect_eq(count, strlen(text));
    rt_file_close(rt, file);
    return err;
}

/* The text of a file, or the name of the error. */
static const char *read_file(const char *path)
{
    static char text[256];
    int file;
    size_t count;
    int err = rt_file_open(rt, path, RT_OPEN_READ, 0, &file);
    if (err == 0)
        err = rt_file_read(rt, file, text, sizeof text - 1, &count);
    if (err < 0)
        return rt_error_name(err);
    text[count] = '\0';
    rt_file_close(rt, file);
    return text;
}

/* The names in a folder, each followed by a blank. */
static const char *list(const char *path)
{
    static char names[256];
    RtDir *dir;
    RtDirEntry entry;
    int err = rt_dir_open(rt, path, &dir);
    if (err < 0)
        return rt_error_name(err);
    names[0] = '\0';
    while (rt_dir_next(rt, dir, &entry) > 0)
        strcat(strcat(names, entry.name), " ");
    rt_dir_close(rt, dir);
    return names;
}

static bool is_on_host(const char *name)
{
    char path[64];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return access(path, F_OK) == 0;
}

/* --- Files --------------------------------------------------------------------------------- */

Test(sim_world, files_are_read_from_the_disk_and_written_in_memory)
{
    cr_expect_str_eq(read_file("old"), "from the disk");
    cr_expect_eq(write_file("old", "changed"), 0);
    cr_expect_eq(write_file("new", "made"), 0);
    cr_expect_str_eq(read_file("old"), "changed");
    cr_expect_str_eq(read_file("new"), "made");
    cr_expect_str_eq(list("."), "new old ");
    cr_expect_not(is_on_host("new"));
    RtStat stat;
    cr_assert_eq(rt_stat(host, folder, &stat), 0);
}

Test(sim_world, what_is_deleted_stays_deleted)
{
    cr_expect_eq(rt_unlink(rt, "old"), 0);
    cr_expect_str_eq(read_file("old"), "ENOENT");
    cr_expect_eq(rt_unlink(rt, "old"), RT_ENOENT);
    cr_expect_str_eq(list("."), "");
    cr_expect(is_on_host("old"));
}

Test(sim_world, a_renamed_folder_takes_the_files_of_the_disk_along)
{
    char moved[64];
    snprintf(moved, sizeof moved, "%s.moved", folder);
    cr_assert_eq(rt_rename(rt, folder, moved), 0);
    cr_expect_str_eq(list(moved), "old ");
    cr_assert_eq(rt_chdir(rt, moved), 0);
    cr_expect_str_eq(read_file("old"), "from the disk");
    cr_expect_str_eq(list(folder), "ENOENT");
}

Test(sim_world, positions_and_sizes)
{
    int file;
    size_t count;
    int64_t position;
    char bytes[8] = "";
    cr_assert_eq(rt_file_open(rt, "f", RT_OPEN_READ_WRITE | RT_OPEN_CREATE, 0644, &file), 0);
    cr_expect_eq(rt_file_write(rt, file, "abc", 3, &count), 0);
    cr_expect_eq(rt_file_write_at(rt, file, "xyz", 3, 5, &count), 0);
    cr_expect_eq(rt_file_seek(rt, file, -2, RT_SEEK_END, &position), 0);
    cr_expect_eq(position, 6);
    cr_expect_eq(rt_file_read(rt, file, bytes, 8, &count), 0);
    cr_expect_str_eq(bytes, "yz");
    cr_expect_eq(rt_file_read_at(rt, file, bytes, 5, 1, &count), 0);
    cr_expect_eq(memcmp(bytes, "bc\0\0x", 5), 0);
    cr_expect_eq(rt_file_truncate(rt, file, 2), 0);
    cr_expect_eq(rt_file_seek(rt, file, 0, RT_SEEK_END, &position), 0);
    cr_expect_eq(position, 2);
    cr_expect_eq(rt_file_seek(rt, file, -1, RT_SEEK_START, &position), RT_EINVAL);
    rt_file_close(rt, file);
    cr_expect_eq(rt_file_read(rt, file, bytes, 1, &count), RT_EBADF);
}

Test(sim_world, an_unlinked_file_lives_until_it_is_closed)
{
    int file;
    size_t count;
    char bytes[4] = "";
    cr_assert_eq(rt_file_open(rt, "old", RT_OPEN_READ, 0, &file), 0);
    cr_assert_eq(rt_unlink(rt, "old"), 0);
    cr_expect_eq(rt_file_read(rt, file, bytes, 4, &count), 0);
    cr_expect_eq(memcmp(bytes, "from", 4), 0);
    rt_file_close(rt, file);
}

Test(sim_world, appending_goes_to_the_end)
{
    int file;
    size_t count;
    cr_assert_eq(rt_file_open(rt, "old", RT_OPEN_WRITE | RT_OPEN_APPEND, 0, &file), 0);
    cr_expect_eq(rt_file_write(rt, file, "!", 1, &count), 0);
    rt_file_close(rt, file);
    cr_expect_str_eq(read_file("old"), "from the disk!");
}

/* --- Names --------------------------------------------------------------------------------- */

Test(sim_world, folders)
{
    cr_expect_eq(rt_mkdir(rt, "a/b", 0777), RT_ENOENT);
    cr_expect_eq(rt_mkdir(rt, "a", 0777), 0);
    cr_expect_eq(rt_mkdir(rt, "a", 0777), RT_EEXIST);
    cr_expect_eq(rt_mkdir(rt, "a/b/", 0777), 0);
    cr_expect_eq(rt_rmdir(rt, "a"), RT_ENOTEMPTY);
    cr_expect_eq(rt_rename(rt, "a", "a/b/c"), RT_EINVAL);
    cr_expect_eq(rt_rmdir(rt, "a/b/."), RT_EINVAL);
    cr_expect_eq(rt_rmdir(rt, "old"), RT_ENOTDIR);
    cr_expect_eq(rt_unlink(rt, "a"), RT_EISDIR);
    cr_expect_eq(write_file("a", ""), RT_EISDIR);
    cr_expect_eq(write_file("old/x", ""), RT_ENOTDIR);
    cr_expect_eq(rt_rmdir(rt, "a/b"), 0);
    cr_expect_eq(rt_rmdir(rt, "a"), 0);
    cr_expect_str_eq(list("."), "old ");
}

Test(sim_world, links)
{
    char *text;
    cr_expect_eq(rt_symlink(rt, "old", "soft"), 0);
    cr_expect_eq(rt_link(rt, "old", "hard"), 0);
    cr_expect_eq(write_file("soft", "through"), 0);
    cr_expect_str_eq(read_file("hard"), "through");
    cr_expect_eq(rt_symlink(rt, "loop", "loop"), 0);
    cr_expect_str_eq(read_file("loop"), "ELOOP");
    cr_expect_eq(rt_symlink(rt, "nowhere", "dangling"), 0);
    cr_expect_eq(rt_access(rt, "dangling", RT_ACCESS_EXISTS), RT_ENOENT);
    cr_expect_eq(write_file("dangling", "made"), 0);
    cr_expect_str_eq(read_file("nowhere"), "made");
    cr_assert_eq(rt_readlink(rt, "soft", &text), 0);
    cr_expect_str_eq(text, "old");
    rt_free(text);
    cr_expect_eq(rt_readlink(rt, "old", &text), RT_EINVAL);
    cr_assert_eq(rt_realpath(rt, "./soft", &text), 0);
    cr_expect_str_eq(strrchr(text, '/'), "/old");
    rt_free(text);
    cr_expect_eq(rt_unlink(rt, "old"), 0);
    cr_expect_str_eq(read_file("hard"), "through");
}

Test(sim_world, renaming_replaces)
{
    cr_expect_eq(write_file("new", "1"), 0);
    cr_expect_eq(rt_rename(rt, "new", "old"), 0);
    cr_expect_str_eq(read_file("old"), "1");
    cr_expect_str_eq(list("."), "old ");
    cr_expect_eq(rt_mkdir(rt, "d", 0777), 0);
    cr_expect_eq(rt_rename(rt, "old", "d"), RT_EISDIR);
    cr_expect_eq(rt_rename(rt, "d", "old"), RT_ENOTDIR);
    cr_expect_eq(rt_rename(rt, "gone", "old"), RT_ENOENT);
}

Test(sim_world, what_is_known_of_files)
{
    RtStat stat;
    cr_assert_eq(rt_stat(rt, "old", &stat), 0);
    cr_expect_eq(stat.size, 13);
    cr_expect_eq(stat.mode & 0170000, 0100000);
    rt_umask(rt, 027);
    cr_expect_eq(write_file("new", ""), 0);
    cr_assert_eq(rt_stat(rt, "new", &stat), 0);
    cr_expect_eq(stat.mode, 0100640);
    cr_expect_eq(rt_chmod(rt, "new", 0400), 0);
    cr_expect_eq(write_file("new", ""), RT_EACCES);
    cr_expect_eq(rt_access(rt, "new", RT_ACCESS_WRITE), RT_EACCES);
    cr_expect_eq(rt_utime(rt, "new", 1, 2), 0);
    cr_assert_eq(rt_lstat(rt, "new", &stat), 0);
    cr_expect_eq(stat.modified_ns, 2);
}

Test(sim_world, names_that_are_too_long)
{
    char name[5000];
    memset(name, 'n', sizeof name);
    name[sizeof name - 1] = '\0';
    cr_expect_eq(write_file(name, ""), RT_ENAMETOOLONG);
    name[300] = '\0';
    cr_expect_eq(write_file(name, ""), RT_ENAMETOOLONG);
    cr_expect_eq(write_file("", ""), RT_ENOENT);
}

Test(sim_world, devices_and_what_is_refused)
{
    cr_expect_str_eq(read_file("/dev/null"), "");
    cr_expect_eq(write_file("/dev/null", "gone"), 0);
    cr_expect_str_eq(read_file("/dev/tty"), "ENXIO");
    cr_expect_str_eq(read_file("/proc/cpuinfo"), "ESIM_PROC");
    cr_expect_eq(rt_error_errno(RT_ESIM_PROC), 38);
    cr_expect(rt_error_is_refusal(RT_ESIM_PROC));
    cr_expect_not(rt_error_is_refusal(RT_ENOSYS));
    RtProcessOptions options = {.program = "/bin/true"};
    int64_t pid;
    cr_expect_eq(rt_process_start(rt, &options, &pid), RT_ESIM_PROGRAM);
}

/* --- The same operations on the real machine ------------------------------------------------- */

static const char *const names[] = {"a",    "b",     "a/b", "b/a", "a/b/c", "b/../a", "./b",   "a/",
                                    "b/a/", "a/b/.", "c/",  "..",  ".",     "c",      "a/../c"};

static const char *pick(unsigned *state, const char *const *from, size_t count)
{
    *state = *state * 1103515245 + 12345;
    return from[(*state >> 16) % count];
}

static int open_and_close(Rt *machine, const char *path, int flags)
{
    int file;
    int err = rt_file_open(machine, path, flags, 0755, &file);
    if (err == 0)
        rt_file_close(machine, file);
    return err;
}

/* What a stat tells: the type, the links of what is no folder. */
static int look_at(Rt *machine, const char *path, bool follow)
{
    RtStat stat;
    int err = follow ? rt_stat(machine, path, &stat) : rt_lstat(machine, path, &stat);
    bool is_folder = err == 0 && (stat.mode & 0170000) == 0040000;
    return err < 0 ? err : (int)(stat.mode & 0170000) + (is_folder ? 0 : (int)stat.links);
}

static int operate(Rt *machine, unsigned operation, const char *first, const char *second)
{
    char *text;
    int err;
    switch (operation % 12) {
    case 0: return rt_mkdir(machine, first, 0755);
    case 1: return rt_rmdir(machine, first);
    case 2: return rt_unlink(machine, first);
    case 3: return rt_rename(machine, first, second);
    case 4: return rt_link(machine, first, second);
    case 5: return strchr(first, '/') ? 0 : rt_symlink(machine, first, second);
    case 6: return open_and_close(machine, first, RT_OPEN_WRITE | RT_OPEN_CREATE);
    case 7: return open_and_close(machine, first, RT_OPEN_READ);
    case 8: return look_at(machine, first, true);
    case 9: return look_at(machine, first, false);
    case 10:
        return open_and_close(machine, first, RT_OPEN_WRITE | RT_OPEN_CREATE | RT_OPEN_EXCLUSIVE);
    default:
        err = rt_realpath(machine, first, &text);
        if (err == 0)
            rt_free(text);
        return err;
    }
}

/* So far below that folder that no name leads out of it: each of three parts may be a link to "..".
 */
static void go_below(Rt *machine, const char *path)
{
    cr_assert_eq(rt_chdir(machine, path), 0);
    for (int depth = 0; depth < 4; depth++) {
        cr_assert_eq(rt_mkdir(machine, "below", 0755), 0);
        cr_assert_eq(rt_chdir(machine, "below"), 0);
    }
}

Test(sim_world, names_behave_as_on_the_real_machine)
{
    Rt *other;
    char shadow[] = "/tmp/gilbox-shadow-XXXXXX", command[64];
    unsigned state = 1;
    cr_assert_eq(rt_real_new(&other), 0);
    cr_assert_not_null(mkdtemp(shadow));
    go_below(other, shadow);
    go_below(rt, folder);
    for (int i = 0; i < 20000; i++) {
        enum { COUNT = sizeof names / sizeof names[0] };
        const char *first = pick(&state, names, COUNT), *second = pick(&state, names, COUNT);
        unsigned operation = state >> 8;
        int theirs = operate(other, operation, first, second);
        int ours = operate(rt, operation, first, second);
        cr_assert_eq(ours, theirs, "step %d: operation %u of %s, %s: %s, not %s", i, operation % 12,
                     first, second, ours < 0 ? rt_error_name(ours) : "done",
                     theirs < 0 ? rt_error_name(theirs) : "done");
    }
    cr_assert_eq(rt_chdir(other, "/"), 0); /* The folder goes. */
    rt_machine_free(other);
    snprintf(command, sizeof command, "rm -r %s", shadow);
    cr_assert_eq(system(command), 0);
}

/* --- Descriptors and pipes ----------------------------------------------------------------- */

Test(sim_world, numbers_are_the_lowest_free)
{
    int first, second, copy;
    bool inherited = true, blocking = false;
    cr_assert_eq(rt_file_open(rt, "old", RT_OPEN_READ, 0, &first), 0);
    cr_assert_eq(rt_file_open(rt, "old", RT_OPEN_READ, 0, &second), 0);
    cr_expect_eq(first, 3);
    rt_file_close(rt, first);
    cr_expect_eq(rt_file_dup(rt, second, &copy), 0);
    cr_expect_eq(copy, first);
    cr_expect_eq(rt_file_get_inheritable(rt, copy, &inherited), 0);
    cr_expect_not(inherited);
    cr_expect_eq(rt_file_dup_onto(rt, copy, 20), 0);
    cr_expect_eq(rt_file_get_inheritable(rt, 20, &inherited), 0);
    cr_expect(inherited);
    cr_expect_eq(rt_file_set_blocking(rt, 20, false), 0);
    cr_expect_eq(rt_file_get_blocking(rt, second, &blocking), 0);
    cr_expect_not(blocking, "the open file is one");
    cr_expect_eq(rt_file_dup(rt, 99, &copy), RT_EBADF);
    cr_expect_eq(rt_file_dup_onto(rt, second, -1), RT_EBADF);
}

Test(sim_world, a_pipe_holds_64_kib)
{
    static char bytes[70000];
    int ends[2];
    size_t count, ready;
    cr_assert_eq(rt_pipe(rt, &ends[0], &ends[1]), 0);
    rt_file_set_blocking(rt, ends[0], false);
    rt_file_set_blocking(rt, ends[1], false);
    cr_expect_eq(rt_file_read(rt, ends[0], bytes, 1, &count), RT_EAGAIN);
    cr_expect_eq(rt_file_write(rt, ends[1], bytes, sizeof bytes, &count), 0);
    cr_expect_eq(count, 65536);
    cr_expect_eq(rt_file_write(rt, ends[1], bytes, 1, &count), RT_EAGAIN);
    RtPoll both[] = {{ends[0], RT_POLL_READ, 0}, {ends[1], RT_POLL_WRITE, 0}};
    cr_expect_eq(rt_poll(rt, both, 2, 0, &ready), 0);
    cr_expect_eq(ready, 1);
    cr_expect_eq(both[0].arrived, RT_POLL_READ);
    cr_expect_eq(rt_file_read(rt, ends[0], bytes, 100, &count), 0);
    cr_expect_eq(rt_file_write(rt, ends[1], bytes, 101, &count), RT_EAGAIN, "it is not torn apart");
    cr_expect_eq(rt_file_close(rt, ends[0]), 0);
    rt_signal_ignore(rt, SIGPIPE);
    cr_expect_eq(rt_file_write(rt, ends[1], bytes, 1, &count), RT_EPIPE);
    cr_expect_eq(rt_file_read(rt, ends[1], bytes, 1, &count), RT_EBADF);
}

Test(sim_world, the_end_of_a_pipe)
{
    char bytes[8];
    int ends[2];
    size_t count, ready;
    cr_assert_eq(rt_pipe(rt, &ends[0], &ends[1]), 0);
    cr_expect_eq(rt_file_write(rt, ends[1], "abc", 3, &count), 0);
    rt_file_close(rt, ends[1]);
    RtPoll entry = {ends[0], RT_POLL_READ, 0};
    cr_expect_eq(rt_poll(rt, &entry, 1, 0, &ready), 0);
    cr_expect_eq(entry.arrived, RT_POLL_READ | RT_POLL_HANGUP);
    cr_expect_eq(rt_file_read(rt, ends[0], bytes, 8, &count), 0);
    cr_expect_eq(count, 3);
    cr_expect_eq(rt_file_read(rt, ends[0], bytes, 8, &count), 0);
    cr_expect_eq(count, 0);
    RtPoll bad = {99, RT_POLL_READ, 0};
    cr_expect_eq(rt_poll(rt, &bad, 1, RT_FOREVER, &ready), 0);
    cr_expect_eq(bad.arrived, RT_POLL_BAD);
}

/* --- Environment and calendar -------------------------------------------------------------- */

Test(sim_world, the_environment_is_the_runs_own)
{
    char *value, **entries;
    setenv("SECRET", "of the host", 1);
    cr_expect_eq(rt_env_get(rt, "SECRET", &value), RT_ENOENT);
    cr_assert_eq(rt_env_get(rt, "HOME", &value), 0);
    cr_expect_str_eq(value, "/home/user");
    rt_free(value);
    cr_expect_eq(rt_env_set(rt, "NEW", "1"), 0);
    cr_expect_eq(rt_env_set(rt, "NEW", "2"), 0);
    cr_expect_eq(rt_env_set(rt, "HOME", NULL), 0);
    cr_expect_eq(rt_env_set(rt, "A=B", "2"), RT_EINVAL);
    cr_assert_eq(rt_env_list(rt, &entries), 0);
    bool found = false;
    for (int i = 0; entries[i]; i++) {
        found |= strcmp(entries[i], "NEW=2") == 0;
        cr_expect_neq(strncmp(entries[i], "HOME=", 5), 0);
    }
    cr_expect(found);
    rt_free(entries);
    cr_expect_null(getenv("NEW"));
}

Test(sim_world, calendars_agree_with_the_hosts)
{
    static const int64_t moments[] = {0,          -1,           951782400,    1709164799,
                                      4102444800, -62167219200, 253402300799, 1893456000,
                                      -2208988800};
    Rt *other; /* the host itself may not be asked */
    cr_assert_eq(rt_real_new(&other), 0);
    for (size_t i = 0; i < sizeof moments / sizeof moments[0]; i++) {
        RtCalendar ours, theirs;
        int64_t seconds;
        cr_assert_eq(rt_calendar_utc(rt, moments[i], &ours), 0);
        cr_assert_eq(rt_calendar_utc(other, moments[i], &theirs), 0);
        strcpy(theirs.zone, ours.zone);
        cr_expect_eq(memcmp(&ours, &theirs, offsetof(RtCalendar, zone)), 0, "%ld", moments[i]);
        cr_assert_eq(rt_calendar_seconds(rt, &ours, &seconds), 0);
        cr_expect_eq(seconds, moments[i]);
    }
    rt_machine_free(other);
    RtCalendar absurd;
    cr_expect_eq(rt_calendar_utc(rt, INT64_MAX, &absurd), RT_ERANGE);
    RtCalendar carried = {.year = 2023, .month = 14, .day = 30, .hour = 25};
    int64_t seconds;
    cr_assert_eq(rt_calendar_seconds(rt, &carried, &seconds), 0);
    cr_expect_eq(seconds, 1709341200, "2024-03-02 01:00");
}

#ifdef GB_CHECK
Test(sim_world, the_real_clock_is_out_of_reach, .signal = SIGABRT)
{
    rt_clock(host, RT_CLOCK_WALL);
}
#endif
