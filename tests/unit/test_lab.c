/* The laboratory's commands: gilbox compare, sweep and lesson. Nearly all runs are in the virtual
 * machine, where the same command prints the same figures. */
#include "tests/unit/child.h"
#include "tests/unit/json.h"

#include <criterion/criterion.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define VIRTUAL "--clock", "virtual", "--runs", "2"

TestSuite(lab, .timeout = 300);

/* A file of the test's own, for a script or a result. */
typedef struct File {
    char folder[40], path[80];
} File;

static File file_new(const char *text)
{
    File file = {.folder = "/tmp/gilbox-lab-XXXXXX"};
    cr_assert_not_null(mkdtemp(file.folder));
    snprintf(file.path, sizeof file.path, "%s/script.py", file.folder);
    FILE *stream = fopen(file.path, "w");
    cr_assert_not_null(stream);
    fputs(text, stream);
    fclose(stream);
    return file;
}

static void file_free(File *file)
{
    remove(file->path);
    rmdir(file->folder);
}

/* Two threads that count, and a time, which is another each time. */
static const char counting[] =
    "import threading, time\n"
    "def count(n):\n"
    "    while n: n -= 1\n"
    "ts = [threading.Thread(target=count, args=(60000,)) for _ in '12']\n"
    "for t in ts: t.start()\n"
    "for t in ts: t.join()\n"
    "print(f'done after {time.perf_counter():.6f} s')\n";

static const char forever_under_tick[] = "import gilbox\n"
                                         "while gilbox.policy().name == 'tick': pass\n"
                                         "print('ends')\n";

static void run(Child *child, const ChildOptions *options, const char *const words[], int status)
{
    child_run(child, options, words);
    cr_expect_not(child->timed_out);
    cr_expect_eq(child->status, status, "status %d:\n%s%s", child->status, child->output,
                 child->errors);
    cr_expect_null(strstr(child->errors, "Traceback"), "%s", child->errors);
    cr_expect_null(strchr(child->output, '\033'), "nothing is coloured, whatever NO_COLOR says");
}

static int count_of(const char *text, const char *part)
{
    int count = 0;
    for (const char *at = text; (at = strstr(at, part)) != NULL; at += strlen(part))
        count++;
    return count;
}

/* A refusal: status 2, nothing printed, and the last line of the errors has this text. */
static void expect_refusal(const char *const words[], const char *text)
{
    Child child;
    run(&child, NULL, words, 2);
    cr_expect_str_empty(child.output);
    cr_expect_not_null(strstr(child_last_line(child.errors), text), "%s: %s", text, child.errors);
    child_free(&child);
}

/* --- compare --- */

Test(lab, compare_under_every_lock_with_every_number_of_cores)
{
    static const char *const rows[] = {"2.7, 1 core ",  "2.7, 2 cores",  "2.7, 4 cores",
                                       "3.9, 1 core ",  "3.9, 2 cores",  "3.9, 4 cores",
                                       "3.12, 1 core ", "3.12, 2 cores", "3.12, 4 cores"};
    File script = file_new(counting);
    const char *const *words = WORDS("compare", VIRTUAL, "--as", "2.7,3.9,3.12", "--cores", "1,2,4",
                                     script.path);
    Child child, again;
    run(&child, NULL, words, 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect_eq(count_of(child.output, rows[i]), 1, "%s in:\n%s", rows[i], child.output);
    cr_expect_eq(count_of(child.output, "\n"), 2 + 9, "%s", child.output);
    cr_expect_not_null(strstr(child.output, "0%"), "two runs, of one length");
    cr_expect_str_empty(child.errors, "no progress where no terminal is");
    run(&again, NULL, words, 0);
    cr_expect_str_eq(child.output, again.output);
    child_free(&again);
    child_free(&child);
    file_free(&script);
}

Test(lab, compare_as_json_and_csv)
{
    File script = file_new(counting);
    Child child;
    run(&child, NULL, WORDS("compare", VIRTUAL, "--gil", "tick,fifo", "--json", "-", script.path),
        0);
    cr_expect(json_is_whole(child.output), "%s", child.output);
    cr_expect_eq(count_of(child.output, "\"timed_out\": false"), 4);
    child_free(&child);
    run(&child, NULL, WORDS("compare", VIRTUAL, "--gil", "tick,fifo", "--csv", "-", script.path),
        0);
    cr_expect_eq(strncmp(child.output, "name,command,failure,ratio,", 27), 0, "%s", child.output);
    cr_expect_eq(count_of(child.output, "\n"), 3);
    child_free(&child);
    file_free(&script);
}

Test(lab, compare_goes_on_when_a_script_never_ends_or_fails)
{
    File script = file_new(forever_under_tick);
    Child child;
    run(&child, NULL,
        WORDS("compare", "--runs", "1", "--timeout", "10", "--as", "2.7,3.12", script.path), 0);
    cr_expect_not_null(strstr(child.output, "A  timeout"), "%s", child.output);
    cr_expect_not_null(strstr(child.output, "s      1 "), "the first that ended: %s",
                       child.output);
    cr_expect_not_null(strstr(child.output, "B  ends"), "%s", child.output);
    child_free(&child);
    file_free(&script);
    script = file_new("1 / 0\n");
    run(&child, NULL, WORDS("compare", VIRTUAL, "--as", "2.7,3.12", script.path), 1);
    cr_expect_eq(count_of(child.output, "A  exit 1"), 2);
    cr_expect_eq(count_of(child.output, ", exit 1: ZeroDivisionError: division by zero\n"), 2);
    child_free(&child);
    file_free(&script);
}

Test(lab, compare_against_other_interpreters)
{
    File script = file_new(counting);
    char other[4200];
    snprintf(other, sizeof other, "other=%s", child_program());
    Child child;
    run(&child, NULL,
        WORDS("compare", "--runs", "1", "--as", "3.12", "--against", other, script.path), 0);
    cr_expect_not_null(strstr(child.output, "\nother "), "%s", child.output);
    child_free(&child);
    expect_refusal(WORDS("compare", "--against", "py=/no/such/python", script.path),
                   "'/no/such/python' is not a program");
    expect_refusal(WORDS("compare", "--against", "python3", script.path), "is not NAME=PATH");
    file_free(&script);
}

Test(lab, compare_refuses)
{
    File script = file_new("");
    expect_refusal(WORDS("compare"), "which script?");
    expect_refusal(WORDS("compare", "/no/such/script.py"), "no such file");
    expect_refusal(WORDS("compare", "--runs", "0", script.path), "'0' is not a positive number");
    expect_refusal(WORDS("compare", "--runs", "many", script.path), "'many' is not a positive");
    expect_refusal(WORDS("compare", "--timeout", "nan", script.path), "'nan' is not a positive");
    expect_refusal(WORDS("compare", "--as", "2.7,,3.9", script.path), "an empty word");
    expect_refusal(WORDS("compare", "--as", "9.9", script.path), "9.9: --as: there is no preset");
    expect_refusal(WORDS("compare", "--gil", "fifo,odd", script.path), "odd: --gil: there is no");
    expect_refusal(WORDS("compare", "--cores", "0", script.path),
                   "'0' is not a number from 1 to 64");
    expect_refusal(WORDS("compare", "--clock", "sand", script.path),
                   "'sand' is not real or virtual");
    file_free(&script);
}

/* --- Where results go --- */

Test(lab, a_result_that_can_not_be_written)
{
    File script = file_new(counting);
    Child child;
    run(&child, NULL,
        WORDS("compare", VIRTUAL, "--as", "3.12", "--json", "/no/such/x", script.path), 1);
    cr_expect_not_null(strstr(child.output, "3.12 "), "the table is there");
    cr_expect_str_eq(child.errors, "gilbox: /no/such/x: No such file or directory\n");
    child_free(&child);
    run(&child, NULL, WORDS("compare", VIRTUAL, "--as", "3.12", "--html", "/dev/full", script.path),
        1);
    cr_expect_str_eq(child.errors, "gilbox: /dev/full: No space left on device\n");
    child_free(&child);
    run(&child, NULL, WORDS("sweep", VIRTUAL, "--cores", "1..2", "--svg", "/dev/full", script.path),
        1);
    cr_expect_str_eq(child.errors, "gilbox: /dev/full: No space left on device\n");
    child_free(&child);
    run(&child, NULL, WORDS("lesson", "--page", "/no/such/folder", "overlap"), 1);
    cr_expect_str_eq(child.errors,
                     "gilbox: /no/such/folder/README.md: No such file or directory\n");
    child_free(&child);
    file_free(&script);
}

Test(lab, standard_output_that_is_full_or_read_by_nobody)
{
    File script = file_new(counting);
    const char *const *words = WORDS("compare", VIRTUAL, "--as", "3.12", script.path);
    Child child;
    run(&child, &(ChildOptions){.output_path = "/dev/full"}, words, 1);
    cr_expect_str_eq(child.errors, "gilbox: standard output: No space left on device\n");
    child_free(&child);
    run(&child, &(ChildOptions){.output_broken = true}, words, 141);
    cr_expect_str_empty(child.errors);
    child_free(&child);
    file_free(&script);
}

Test(lab, progress_is_shown_on_a_terminal_alone)
{
    File script = file_new(counting);
    const char *const *words = WORDS("compare", VIRTUAL, "--as", "3.12", script.path);
    Child child, plain;
    run(&plain, NULL, words, 0);
    cr_expect_str_empty(plain.errors);
    run(&child, &(ChildOptions){.columns = 20, .rows = 5}, words, 0);
    cr_expect_not_null(strstr(child.errors, "\r\033[K["), "%s", child.errors);
    cr_expect_not_null(strstr(child.errors, "1/2"), "%s", child.errors);
    cr_expect_str_eq(child.output, plain.output);
    child_free(&child);
    child_free(&plain);
    file_free(&script);
}

/* --- sweep --- */

Test(lab, sweep_over_an_axis)
{
    File script = file_new(counting);
    Child child, again;
    const char *const *words = WORDS("sweep", VIRTUAL, "--switch-interval", "0.01ms..1ms",
                                     "--points", "3", "--metric", "switches", "--as", "3.9,3.12",
                                     script.path);
    run(&child, NULL, words, 0);
    cr_expect_not_null(strstr(child.output, "\n10 us "), "%s", child.output);
    cr_expect_not_null(strstr(child.output, "\n100 us "), "%s", child.output);
    cr_expect_not_null(strstr(child.output, "\n1 ms "), "%s", child.output);
    cr_expect_not_null(strstr(child.output, "both axes logarithmic"));
    run(&again, NULL, words, 0);
    cr_expect_str_eq(child.output, again.output);
    child_free(&again);
    child_free(&child);
    run(&child, &(ChildOptions){.variable = "COLUMNS=20"}, words, 0);
    cr_expect_not_null(strstr(child.output, "+----------\n"), "narrow: %s", child.output);
    child_free(&child);
    file_free(&script);
}

Test(lab, sweep_with_a_curve_for_each_value)
{
    File script = file_new("import sys, threading\n"
                           "ts = [threading.Thread(target=print, args=(7,))\n"
                           "      for _ in range(int(sys.argv[1]))]\n"
                           "for t in ts: t.start()\n");
    Child child;
    run(&child, NULL,
        WORDS("sweep", VIRTUAL, "--cores", "1..2", "--threads", "1,3", "--csv", "-", script.path,
              "{}"),
        0);
    cr_expect_eq(count_of(child.output, "\"3.12, 1 thread\",1,"), 1, "%s", child.output);
    cr_expect_eq(count_of(child.output, "\"3.12, 3 threads\",2,"), 1, "%s", child.output);
    child_free(&child);
    run(&child, &(ChildOptions){.variable = "LC_ALL=C"},
        WORDS("sweep", VIRTUAL, "--threads", "1..4", "--cores", "1,2", script.path, "{}"), 0);
    cr_expect_not_null(strstr(child.output, "\na 3.12, 1 core   b 3.12, 2 cores\n"), "%s",
                       child.output);
    for (const char *c = child.output; *c; c++)
        cr_assert_lt((unsigned char)*c, 0x80, "ASCII, as the locale says");
    child_free(&child);
    file_free(&script);
}

Test(lab, sweep_as_csv_and_svg)
{
    File script = file_new(counting);
    Child child;
    run(&child, NULL, WORDS("sweep", VIRTUAL, "--cores", "1..4", "--csv", "-", script.path), 0);
    cr_expect_eq(strncmp(child.output, "lock,cores,wall,", 16), 0, "%s", child.output);
    cr_expect_eq(count_of(child.output, "\n"), 5);
    child_free(&child);
    run(&child, NULL,
        WORDS("sweep", VIRTUAL, "--check-interval", "1..100", "--svg", "-", script.path), 0);
    cr_expect_eq(strncmp(child.output, "<svg xmlns=", 11), 0, "%s", child.output);
    cr_expect_str_eq(child_last_line(child.output), "</svg>");
    cr_expect_eq(count_of(child.output, "<text"), count_of(child.output, "</text>"));
    child_free(&child);
    file_free(&script);
}

Test(lab, sweep_refuses_what_is_no_range)
{
    static const char *const times[] = {"5ms",     "5ms..", "..5ms",    "10ms..1ms", "0..5ms",
                                        "1ms..2x", "a..b",  "1ms..inf", "nan..1s",   "1..2..3"};
    static const char *const counts[] = {"1", "1..x", "0..3", "4..2", "1.5..3", "1..-4"};
    File script = file_new("");
    for (size_t i = 0; i < sizeof times / sizeof *times; i++)
        expect_refusal(WORDS("sweep", "--switch-interval", times[i], script.path),
                       "--switch-interval: ");
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        expect_refusal(WORDS("sweep", "--threads", counts[i], script.path), "--threads: ");
    expect_refusal(WORDS("sweep", script.path), "is required");
    expect_refusal(WORDS("sweep", "--cores", "1..4", "--threads", "1..2", script.path),
                   "--threads: one range at a time");
    expect_refusal(WORDS("sweep", "--threads", "1..2", script.path), "put {} among its arguments");
    expect_refusal(WORDS("sweep", "--cores", "1..4", "--metric", "joy", script.path),
                   "invalid choice: 'joy'");
    expect_refusal(WORDS("sweep", "--cores", "65..80", script.path),
                   "'65' is not a number from 1 to 64");
    file_free(&script);
}

/* --- lesson --- */

Test(lab, closed_streams_are_no_failure)
{
    Child child;
    run(&child, &(ChildOptions){.output_closed = true}, WORDS("lesson"), 0);
    cr_expect_str_empty(child.errors);
    child_free(&child);
}

Test(lab, lessons_are_listed_and_named)
{
    Child child;
    run(&child, NULL, WORDS("lesson"), 0);
    cr_expect_not_null(strstr(child.output, "The convoy\n  convoy "), "%s", child.output);
    cr_expect_geq(count_of(child.output, "\n"), 36);
    child_free(&child);
    expect_refusal(WORDS("lesson", "no-such-lesson"), "no lesson 'no-such-lesson'");
}

Test(lab, a_quiz_takes_any_answer)
{
    static const struct {
        const char *input, *column;
    } quizzes[] = {
        {"0.3\n9\n0.35\n", "0.3, right   as predicted"},
        {"0.3\n9\n0.35\n", "9, wrong     as predicted"},
        {"a third\n\n0.35\n", "-            as predicted"},
        {"", "0.3       as predicted"},
    };
    for (size_t i = 0; i < sizeof quizzes / sizeof *quizzes; i++) {
        Child child;
        run(&child, &(ChildOptions){.input = quizzes[i].input},
            WORDS("lesson", "--quiz", "overlap"), 0);
        cr_expect_not_null(strstr(child.output, quizzes[i].column), "%s in:\n%s", quizzes[i].column,
                           child.output);
        child_free(&child);
    }
}

Test(lab, a_lesson_is_interrupted)
{
    Child child;
    ChildOptions options = {.await = "Expect:", .signal = SIGINT};
    run(&child, &options, WORDS("lesson", "--real", "long-quantum"), 130);
    cr_expect_str_empty(child.errors);
    child_free(&child);
}

Test(lab, a_page_of_a_lesson)
{
    File folder = file_new("");
    Child child;
    run(&child, NULL, WORDS("lesson", "--page", folder.folder, "overlap"), 0);
    child_free(&child);
    static const char *const names[] = {"README.md", "overlap.md", "overlap.svg"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[80];
        snprintf(path, sizeof path, "%s/%s", folder.folder, names[i]);
        cr_expect_eq(remove(path), 0, "%s is there", names[i]);
    }
    file_free(&folder);
}

/* --- calibrate --pace --- */

/* As another Python would print its five times. */
#define FAKE_PYTHON "fake=printf '20\\n28\\n60\\n45\\n40\\n'"

Test(lab, a_pace_is_measured_and_kept)
{
    File file = file_new("");
    Child child;
    run(&child, NULL, WORDS("calibrate", "--pace", FAKE_PYTHON), 0);
    cr_expect_str_eq(child.output, "gilbox-cost 1\n"
                                   "name fake\n"
                                   "tick-light        1.000\n"
                                   "tick              5.000\n"
                                   "tick-heavy       10.500\n"
                                   "call             20.000\n"
                                   "alloc             7.500\n");
    child_free(&child);
    run(&child, NULL, WORDS("calibrate", "--rounds", "500", "-o", file.path, "--pace", FAKE_PYTHON),
        0);
    cr_expect_not_null(strstr(child.errors, "takes, of that: countdown "), "%s", child.errors);
    child_free(&child);
    run(&child, NULL, WORDS("--pace", file.path, "-c", "print(sum(range(9)))"), 0);
    cr_expect_str_eq(child.output, "36\n");
    child_free(&child);
    run(&child, NULL, WORDS("calibrate", "--pace", "--rounds", "500"), 0);
    cr_expect_not_null(strstr(child.output, "name gilbox\n"), "%s", child.output);
    child_free(&child);
    file_free(&file);
}

Test(lab, a_pace_that_cannot_be_measured)
{
    static const char *const refused[][2] = {
        {"x=/no/such/python", "'/no/such/python' is not a program"},
        {"python3", "'python3' is not NAME=PATH"},
        {"x=true,y=true", "one interpreter at a time"},
    };
    static const char *const failing[][3] = {
        {"x=false", "calibrate: x fails: exit 1", "-"},
        {"x=sh -c 'echo no floats >&2; exit 3'", "calibrate: x fails: no floats", "-"},
        {"x=true", "calibrate: x prints no times: ''", "-"},
        {"x=echo 1 2 3", "calibrate: x prints no times: \"1 2 3 -c", "-"},
        {"x=printf '1\\n2\\n3\\nnan\\n5\\n'", "calibrate: x prints no times", "-"},
        {FAKE_PYTHON, "/no/folder/file: No such file", "/no/folder/file"},
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        expect_refusal(WORDS("calibrate", "--pace", refused[i][0]), refused[i][1]);
    for (size_t i = 0; i < sizeof failing / sizeof *failing; i++) {
        Child child;
        run(&child, NULL, WORDS("calibrate", "--pace", failing[i][0], "-o", failing[i][2]), 1);
        cr_expect_str_empty(child.output);
        cr_expect_not_null(strstr(child.errors, failing[i][1]), "%s: %s", failing[i][1],
                           child.errors);
        child_free(&child);
    }
}
