/* The program's reports: what is written where, and that they never get in the script's way. */
#include "tests/unit/child.h"
#include "tests/unit/json.h"

#include <criterion/criterion.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

/* Two threads that want the lock, each while the other has it; then an exit status. */
static const char code[] =
    "import threading, time, sys\n"
    "ready = []\n"
    "def spin():\n"
    "    ready.append(1); end = time.perf_counter() + 0.05\n"
    "    while len(ready) < 2 or time.perf_counter() < end: pass\n"
    "threads = [threading.Thread(target=spin, name='caf\u00e9') for _ in range(2)]\n"
    "for t in threads: t.start()\n"
    "for t in threads: t.join()\n"
    "print('done')\n"
    "sys.exit(3)\n";

static void run(Child *child, const ChildOptions *options, const char *const arguments[])
{
    child_run(child, options, arguments);
    cr_expect_eq(child->status, 3, "status %d:\n%s", child->status, child->errors);
    cr_expect_str_eq(child->output, "done\n", "the script's output is its own");
}

/* The whole text of a file, to be freed; "" if there is none. */
static char *read_file(const char *path)
{
    FILE *file = fopen(path, "r");
    char *text = calloc(1, 1 << 22);
    cr_assert_not_null(text);
    if (file) {
        text[fread(text, 1, (1 << 22) - 1, file)] = '\0';
        fclose(file);
    }
    return text;
}

typedef struct Folder {
    char path[40], file[80];
} Folder;

static Folder folder_new(const char *name)
{
    Folder folder = {.path = "/tmp/gilbox-test-XXXXXX"};
    cr_assert_not_null(mkdtemp(folder.path));
    snprintf(folder.file, sizeof folder.file, "%s/%s", folder.path, name);
    return folder;
}

static void folder_free(Folder *folder)
{
    remove(folder->file);
    rmdir(folder->path);
}

Test(reports, statistics_as_json)
{
    Child child;
    run(&child, NULL, WORDS("--stats=json", "-c", code));
    cr_expect(json_is_whole(child.errors), "%s", child.errors);
    cr_expect_not_null(strstr(child.errors, "\"name\":\"caf\u00e9\""));
    cr_expect_not_null(strstr(child.errors, "\"waited_for\":[{\"id\":"));
    cr_expect_not_null(strstr(child.errors, "\"function\":\"spin\""));
    child_free(&child);
}

Test(reports, statistics_say_who_made_whom_wait)
{
    Child child;
    run(&child, NULL, WORDS("--stats", "-c", code));
    cr_expect_not_null(strstr(child.errors, "fairness"));
    cr_expect_not_null(strstr(child.errors, "ms lost to"));
    cr_expect_not_null(strstr(child.errors, "spin, <string>:5"));
    child_free(&child);
}

Test(reports, statistics_say_which_run_it_was)
{
    Child child;
    run(&child, NULL,
        WORDS("--as=2.7", "--clock=virtual", "--cores=2", "--seed=7", "--stats=json", "-c", code));
    cr_expect_not_null(strstr(child.errors, "{\"policy\":\"tick\",\"switch_interval_ms\":5."));
    cr_expect_not_null(strstr(child.errors, "\"checks\":\"every\",\"preset\":\"2.7\","
                                            "\"machine\":\"virtual\",\"cores\":2,\"seed\":\"7\","
                                            "\"version\":\""));
    child_free(&child);
    run(&child, NULL, WORDS("--stats", "-c", code));
    cr_expect_not_null(strstr(child.errors, " --as 3.12, real machine, "));
    child_free(&child);
}

Test(reports, a_comparison_shows_switches_and_virtual_time)
{
    Folder folder = folder_new("spin.py");
    FILE *file = fopen(folder.file, "w");
    cr_assert_not_null(file);
    fwrite(code, 1, (size_t)(strstr(code, "sys.exit") - code), file);
    fclose(file);
    Child child;
    child_run(&child, NULL,
              WORDS("compare", "--runs", "1", "--as", "3.12", "--cores", "1,2", "--json", "-",
                    folder.file));
    cr_expect(json_is_whole(child.output), "%s", child.output);
    cr_expect_not_null(strstr(child.output, "\"name\": \"3.12, 2 cores\""));
    cr_expect_null(strstr(child.output, "\"switches\": null"));
    cr_expect_not_null(strstr(child.output, "\"cpu\": null"), "virtual time is no CPU time");
    child_free(&child);
    child_run(&child, NULL,
              WORDS("compare", "--runs", "1", "--as", "2.7,3.12", "--html", "-", folder.file));
    cr_expect_not_null(strstr(child.output, "<section id=\"comparison\">"));
    cr_expect_not_null(strstr(child.output, "class=\"run\">{\"label\":\"3.12\","));
    child_free(&child);
    folder_free(&folder);
}

Test(reports, a_chrome_trace)
{
    Folder folder = folder_new("trace.json");
    Child child;
    run(&child, NULL, WORDS("--as", "2.7", "--trace", folder.file, "-c", code));
    cr_expect_str_empty(child.errors);
    char *text = read_file(folder.file);
    cr_expect(json_is_whole(text));
    cr_expect_not_null(strstr(text, "\"preset\":\"2.7\""));
    cr_expect_not_null(strstr(text, "\"thread_name\""));
    cr_expect_not_null(strstr(text, "\"name\":\"waiting\""));
    free(text);
    child_free(&child);
    folder_free(&folder);
}

/* However it ends, its trace is written, and it ends as it would have. */
static void expect_trace(const ChildOptions *options, const char *program, int status)
{
    Folder folder = folder_new("trace.json");
    Child child;
    child_run(&child, options, WORDS("--as", "2.7", "--trace", folder.file, "-c", program));
    cr_expect_eq(child.status, status, "%d:\n%s\n%s", child.status, program, child.errors);
    cr_expect_not_null(strstr(child.output, "begun"));
    char *text = read_file(folder.file);
    cr_expect(json_is_whole(text), "%s: %s", program, text);
    cr_expect_not_null(strstr(text, "\"blocked: write standard output\""), "%s", program);
    free(text);
    child_free(&child);
    folder_free(&folder);
}

Test(reports, however_a_script_ends)
{
    ChildOptions terminated = {.await = "begun", .signal = SIGTERM};
    ChildOptions interrupted = {.await = "begun", .signal = SIGINT};
    expect_trace(NULL, "import os; print('begun', flush=True); os._exit(4)", 4);
    expect_trace(NULL, "print('begun', flush=True); 1 / 0", 1);
    expect_trace(NULL,
                 "import threading\n"
                 "def spin():\n"
                 "    while True: pass\n"
                 "threading.Thread(target=spin, daemon=True).start()\n"
                 "print('begun', flush=True)",
                 0);
    expect_trace(&interrupted, "print('begun', flush=True)\nwhile True: pass", 130);
    expect_trace(&terminated, "print('begun', flush=True)\nwhile True: pass", -SIGTERM);
    expect_trace(&terminated,
                 "import threading\n"
                 "lock = threading.Lock(); lock.acquire()\n"
                 "print('begun', flush=True); lock.acquire()",
                 -SIGTERM);
}

Test(reports, a_run_that_is_killed_leaves_no_empty_file)
{
    Folder folder = folder_new("trace.json");
    ChildOptions killed = {.await = "begun", .signal = SIGKILL};
    Child child;
    child_run(&child, &killed,
              WORDS("--trace", folder.file, "-c", "print('begun', flush=True)\nwhile True: pass"));
    cr_expect_eq(child.status, -SIGKILL);
    cr_expect_eq(access(folder.file, F_OK), -1);
    child_free(&child);
    folder_free(&folder);
}

Test(reports, a_page_that_fetches_nothing)
{
    Folder folder = folder_new("page.html");
    Child child;
    run(&child, NULL, WORDS("--timeline", folder.file, "-c", code));
    cr_expect_str_empty(child.errors);
    child_free(&child);
    char option[100];
    snprintf(option, sizeof option, "--timeline=%s", folder.file);
    run(&child, NULL, WORDS("--timeline", option, "-c", code));
    cr_expect_not_null(strstr(child.errors, "MainThread"), "in the terminal, too");
    char *text = read_file(folder.file);
    cr_expect_eq(strncmp(text, "<!doctype html>", 15), 0);
    cr_expect_not_null(strstr(text, "</html>\n"));
    cr_expect_not_null(strstr(text, "while len(ready)"), "the source is there");
    cr_expect_null(strstr(text, "http"));
    cr_expect_null(strstr(text, "src="));
    free(text);
    child_free(&child);
    folder_free(&folder);
}

Test(reports, a_timeline_for_a_narrow_terminal)
{
    Child child;
    run(&child, NULL, WORDS("--timeline", "--ascii", "-c", code));
    cr_expect_not_null(strstr(child.errors, "# running"));
    cr_expect_not_null(strstr(child.errors, "caf?"));
    cr_expect_null(strchr(child.errors, '\x1b'), "no colours but on a terminal");
    child_free(&child);
    setenv("COLUMNS", "20", 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    run(&child, NULL, WORDS("--timeline", "-c", code));
    cr_expect_not_null(strstr(child.errors, "█"));
    child_free(&child);
}

Test(reports, a_file_that_cannot_be_written_is_said_and_no_more)
{
    Child child;
    run(&child, NULL, WORDS("--trace", "/nowhere/t.json", "-c", code));
    cr_expect_str_eq(child.errors, "gilbox: --trace: can't write /nowhere/t.json: "
                                   "No such file or directory\n");
    child_free(&child);
    run(&child, NULL, WORDS("--trace", "/dev/full", "-c", code));
    cr_expect_str_eq(child.errors,
                     "gilbox: --trace: can't write /dev/full: No space left on device\n");
    child_free(&child);
    run(&child, NULL, WORDS("--timeline=/dev/full", "-c", code));
    cr_expect_not_null(strstr(child.errors, "can't write /dev/full"));
    child_free(&child);
}

Test(reports, a_full_ring_says_what_it_dropped)
{
    Child child;
    run(&child, NULL, WORDS("--timeline", "--ascii", "--trace-events", "16", "-c", code));
    cr_expect_not_null(strstr(child.errors, "events had to go"));
    cr_expect_not_null(strstr(child.errors, "|??"), "%s", child.errors);
    cr_expect_not_null(strstr(child.errors, "? not recorded"), "%s", child.errors);
    child_free(&child);
}

Test(reports, a_virtual_run_has_the_same_figures_each_time)
{
    Child first, second;
    run(&first, NULL, WORDS("--clock", "virtual", "--stats=json", "-c", code));
    run(&second, NULL, WORDS("--clock", "virtual", "--stats=json", "-c", code));
    cr_expect_str_eq(first.errors, second.errors);
    cr_expect(json_is_whole(first.errors));
    child_free(&second);
    child_free(&first);
}

/* What a virtual run of `imports` at this path says of its time. */
static char *time_at(const char *path)
{
    static const char imports[] = "import time, multiprocessing, concurrent.futures, tempfile, os\n"
                                  "def child(): print(time.perf_counter_ns(), flush=True)\n"
                                  "process = multiprocessing.Process(target=child)\n"
                                  "process.start(); process.join(); child()\n"
                                  "os.chdir(os.path.dirname(__file__))\n"
                                  "print(len(os.path.abspath('.')) > 9, time.perf_counter_ns())\n";
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file);
    fputs(imports, file);
    fclose(file);
    Child child;
    child_run(&child, NULL, WORDS("--clock", "virtual", path));
    cr_expect_eq(child.status, 0, "%s", child.errors);
    char *output = child.output;
    child.output = NULL;
    child_free(&child);
    remove(path);
    return output;
}

Test(reports, a_virtual_run_does_not_depend_on_the_folder_it_lies_in)
{
    Folder folder = folder_new("a.py");
    char deep[60], deeper[200], path[240];
    snprintf(deep, sizeof deep, "%s/of", folder.path);
    snprintf(deeper, sizeof deeper, "%s/%0120d", deep, 0);
    snprintf(path, sizeof path, "%s/long.py", deeper);
    cr_assert(mkdir(deep, 0700) == 0 && mkdir(deeper, 0700) == 0);
    char *near = time_at(folder.file), *far = time_at(path);
    cr_expect_eq(strncmp(near + strcspn(near, "T"), "True ", 5), 0, "%s", near);
    cr_expect_str_eq(near, far);
    free(far);
    free(near);
    rmdir(deeper);
    rmdir(deep);
    folder_free(&folder);
}

/* --- The live view --------------------------------------------------------------------------- */

/* The picture has come and gone, and the terminal is as it was: the whole of it scrolls, the cursor
 * is shown, lines are wrapped. */
static void expect_tidy(const Child *child)
{
    const char *region = NULL;
    cr_expect_not_null(strstr(child->errors, "\x1b[1;"), "a region was set");
    for (const char *c = child->errors; (c = strstr(c, "\x1b[")) != NULL; c++) {
        if (c[2 + strspn(c + 2, "0123456789;")] == 'r')
            region = c;
    }
    cr_assert_not_null(region);
    cr_expect_eq(strncmp(region, "\x1b[r", 3), 0, "and reset");
    cr_expect_null(strstr(region, "?25l"));
    cr_expect_null(strstr(region, "?7l"));
    cr_expect_not_null(strstr(region, "hand-overs"), "the last picture stays");
    cr_expect_not_null(strstr(region, "held ms"), "then the summary");
}

static const ChildOptions small_terminal = {.columns = 60, .rows = 12};

Test(reports, a_live_view_below_the_output)
{
    Child child;
    setenv("NO_COLOR", "1", 1);
    run(&child, &small_terminal, WORDS("--live", "-c", code));
    expect_tidy(&child);
    cr_expect_null(strstr(child.errors, "\x1b[32"), "no colours");
    child_free(&child);
    run(&child, &(ChildOptions){.columns = 20, .rows = 5}, WORDS("--live", "--ascii", "-c", code));
    cr_expect_null(strstr(child.errors, "\x1b[1;"), "no room for it");
    cr_expect_not_null(strstr(child.errors, "held ms"));
    child_free(&child);
    run(&child, &small_terminal, WORDS("--clock", "virtual", "--live=2", "-c", code));
    expect_tidy(&child);
    child_free(&child);
}

Test(reports, a_live_view_ends_as_the_script_does)
{
    Child child;
    ChildOptions options = small_terminal;
    child_run(&child, &options,
              WORDS("--live", "-c", "import os, time; time.sleep(.1); os._exit(5)"));
    cr_expect_eq(child.status, 5);
    expect_tidy(&child);
    child_free(&child);
    options.await = "ready";
    options.signal = SIGINT;
    child_run(&child, &options,
              WORDS("--live", "-uc", "import time; time.sleep(.1); print('ready'); time.sleep(9)"));
    cr_expect_eq(child.status, 130);
    cr_expect_not_null(strstr(child.errors, "KeyboardInterrupt"));
    expect_tidy(&child);
    child_free(&child);
}

Test(reports, a_live_view_needs_a_terminal)
{
    Child child;
    run(&child, NULL, WORDS("--live", "-c", code));
    cr_expect_eq(strncmp(child.errors, "gilbox: --live: standard error is not a terminal", 48), 0);
    cr_expect_not_null(strstr(child.errors, "held ms"));
    cr_expect_null(strchr(child.errors, '\x1b'));
    child_free(&child);
}

Test(reports, words_that_are_not_understood)
{
    Child child;
    child_run(&child, NULL, WORDS("--live=2", "-c", ""));
    cr_expect_eq(child.status, 2);
    cr_expect_not_null(strstr(child.errors, "--pace"));
    child_free(&child);
    child_run(&child, NULL, WORDS("--live=fast", "-c", ""));
    cr_expect_eq(child.status, 2);
    child_free(&child);
    child_run(&child, NULL, WORDS("--stats=xml", "-c", ""));
    cr_expect_eq(child.status, 2);
    cr_expect_not_null(strstr(child.errors, "'xml' is not json"));
    child_free(&child);
    child_run(&child, NULL, WORDS("--trace-events=0", "-c", ""));
    cr_expect_eq(child.status, 2);
    child_free(&child);
}
