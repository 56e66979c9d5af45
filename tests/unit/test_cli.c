/* The program gilbox: its command line, what it prints and where, its exit statuses, and how it
 * behaves when its surroundings do not: signals, closed and full outputs, bad files, no memory. */
#include "tests/unit/child.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void expect_text(const char *what, const char *text, const char *wanted)
{
    cr_expect(strstr(text, wanted) != NULL, "%s lacks '%s':\n%s", what, wanted, text);
}

/* Runs gilbox: the exit status is this, standard output has one text in it and standard error the
 * other. NULL: nothing at all is there. */
static void expect_run(const ChildOptions *options, const char *const arguments[], int status,
                       const char *output, const char *errors)
{
    Child child;
    child_run(&child, options, arguments);
    cr_expect_not(child.timed_out, "%s takes too long", arguments[0]);
    cr_expect_eq(child.status, status, "status %d, not %d:\n%s%s", child.status, status,
                 child.output, child.errors);
    if (output == NULL)
        cr_expect_str_empty(child.output);
    else
        expect_text("output", child.output, output);
    if (errors == NULL)
        cr_expect_str_empty(child.errors);
    else
        expect_text("errors", child.errors, errors);
    child_free(&child);
}

static void expect_code(const char *code, int status, const char *output, const char *errors)
{
    expect_run(NULL, WORDS("-c", code), status, output, errors);
}

/* A file with this text, in a new folder; the name is good until the next call. */
static const char *write_file(const char *name, const char *text, size_t size)
{
    static char path[200];
    char folder[] = "/tmp/gilbox-test-XXXXXX";
    cr_assert_not_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file);
    fwrite(text, 1, size, file);
    fclose(file);
    return path;
}

static void remove_file(const char *path)
{
    char folder[200];
    remove(path);
    snprintf(folder, sizeof folder, "%s", path);
    *strrchr(folder, '/') = 0;
    rmdir(folder);
}

/* Runs a file with this literal for a text, which may have NULs. */
#define EXPECT_FILE(text, ...) expect_file(text, sizeof text - 1, __VA_ARGS__)
static void expect_file(const char *text, size_t size, int status, const char *output,
                        const char *errors)
{
    const char *path = write_file("script.py", text, size);
    expect_run(NULL, WORDS(path), status, output, errors);
    remove_file(path);
}

/* --- Options --------------------------------------------------------------------------------- */

Test(cli, help_lists_every_option_and_command)
{
    static const char *const names[] = {
#define CLI_OPTION(id, group, letter, name, argument, sentence) name,
#include "cli/options.def"
#undef CLI_OPTION
    }, *const sentences[] = {
#define CLI_OPTION(id, group, letter, name, argument, sentence) sentence,
#include "cli/options.def"
#undef CLI_OPTION
#define CLI_COMMAND(name, function, arguments, sentence) sentence,
#include "cli/commands.def"
#undef CLI_COMMAND
    };
    Child child;
    child_run(&child, NULL, WORDS("--help"));
    cr_expect_eq(child.status, 0);
    cr_expect_str_empty(child.errors);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        expect_text("the help", child.output, names[i]);
    for (size_t i = 0; i < sizeof sentences / sizeof sentences[0]; i++)
        expect_text("the help", child.output, sentences[i]);
    child_free(&child);
    expect_run(NULL, WORDS("-h"), 0, "Usage: gilbox", NULL);
}

Test(cli, commands_say_what_they_take)
{
    expect_run(NULL, WORDS("dis", "--help"), 0, "Usage: gilbox dis FILE\n\nPrint a script", NULL);
    expect_run(NULL, WORDS("policies", "-h"), 0, "Usage: gilbox policies", NULL);
    expect_run(NULL, WORDS("lesson", "--help"), 0, "usage: gilbox lesson", NULL);
    expect_run(NULL, WORDS("presets", "3.12"), 2, NULL, "gilbox: presets takes no arguments\n");
    expect_run(NULL, WORDS("--clock", "virtual", "compare", "x.py"), 2, NULL,
               "its options come after it: gilbox compare --clock ...");
    expect_run(&(ChildOptions){.output_path = "/dev/full"}, WORDS("policies"), 1, NULL,
               "standard output can't be written");
}

Test(cli, version)
{
    expect_run(NULL, WORDS("--version"), 0, "(Python 3.11)", NULL);
    expect_run(NULL, WORDS("-V"), 0, "gilbox ", NULL);
}

Test(cli, unknown_options_are_usage_errors)
{
    expect_run(NULL, WORDS("--nope"), 2, NULL, "unknown option --nope");
    expect_run(NULL, WORDS("-Z"), 2, NULL, "unknown option -Z");
    expect_run(NULL, WORDS("--ascii=yes", "-c", ""), 2, NULL, "takes no value");
    expect_run(NULL, WORDS("-c"), 2, NULL, "argument expected for the -c option");
    expect_run(NULL, WORDS("-m"), 2, NULL, "argument expected for the -m option");
    expect_run(NULL, WORDS("--as"), 2, NULL, "argument expected for the --as option");
}

Test(cli, a_lock_must_exist_and_fit_its_options)
{
    expect_run(NULL, WORDS("--as", "9.9", "-c", ""), 2, NULL, "there is no preset '9.9'");
    expect_run(NULL, WORDS("--gil", "big", "-c", ""), 2, NULL, "there is no lock 'big'");
    expect_run(NULL, WORDS("--gil", "none", "-c", ""), 2, NULL,
               "--gil none: only the virtual machine runs without a lock");
    expect_run(NULL, WORDS("--checks", "often", "-c", ""), 2, NULL, "neither every nor edges");
    expect_run(NULL, WORDS("--as", "2.7", "--switch-interval", "5ms", "-c", ""), 2, NULL,
               "--switch-interval is for locks that measure time");
    expect_run(NULL, WORDS("--gil", "timed", "--check-interval", "5", "-c", ""), 2, NULL,
               "--check-interval is for locks that count ticks");
    expect_run(NULL,
               WORDS("--gil", "tick", "--check-interval", "7", "-c",
                     "import sys; print(sys.getcheckinterval())"),
               0, "7\n", NULL);
}

Test(cli, a_plugin_brings_a_lock_of_its_own)
{
    const char *gilbox = getenv("GILBOX");
    char path[300];
    snprintf(path, sizeof path, "%.*slifo.so",
             gilbox ? (int)(strrchr(gilbox, '/') + 1 - gilbox) : 6, gilbox ? gilbox : "build/");
    expect_run(NULL, WORDS("--gil-plugin", path, "--stats", "-c", "print(1)"), 0, "1\n",
               "lock lifo: switch interval 5 ms");
    expect_run(NULL, WORDS("--gil-plugin", "Makefile", "-c", ""), 2, NULL,
               "--gil-plugin: ./Makefile: ");
    expect_run(NULL, WORDS("--gil-plugin", "libm.so.6", "-c", ""), 2, NULL,
               "--gil-plugin: ./libm.so.6: cannot open");
    expect_run(NULL, WORDS("--gil", "tick", "--gil-plugin", path, "-c", ""), 2, NULL,
               "which of the two?");
    expect_run(NULL,
               WORDS("compare", "--runs", "1", "--clock", "virtual", "--scheduler", "rr",
                     "--gil-plugin", path, "--csv", "-", "samples/countdown.py", "1000"),
               0, "\nlifo,", NULL);
}

Test(cli, a_pace_stretches_the_ticks)
{
    static const char code[] = "import time; start = time.perf_counter(); n = 100000\n"
                               "while n: n -= 1\n"
                               "print(time.perf_counter() - start > 0.15)";
    expect_run(NULL, WORDS("--pace", "1000", "-c", code), 0, "True\n", NULL);
    expect_run(NULL, WORDS("--pace", "1000", "--as", "2.7", "-c", code), 0, "True\n", NULL);
    expect_run(NULL, WORDS("--pace", "2.7", "-c", "print(1)"), 0, "1\n", NULL);
    expect_run(NULL, WORDS("--pace", "0.5", "-c", ""), 2, NULL, "neither a factor from 1");
    expect_run(NULL, WORDS("--pace", "fast", "-c", ""), 2, NULL, "nor one of 2.7 3.9 3.11");
    expect_run(NULL, WORDS("--pace", "/", "-c", ""), 2, NULL, "--pace: /: Is a directory");
    expect_run(NULL, WORDS("--pace", "/dev/null", "-c", ""), 2, NULL, "the file is empty");
}

Test(cli, intervals_are_positive_times)
{
    static const struct {
        const char *text, *error;
    } refused[] = {
        {"0", "must be strictly positive"}, {"-1", "must be strictly positive"},
        {"-5ms", "must be strictly positive"}, {"inf", "too large"}, {"1e300", "too large"},
        {"nan", "is not a time"}, {"abc", "is not a time"}, {"", "is not a time"},
        {"5 ms", "is not a time"}, {"5kg", "is not a time"},
    }, accepted[] = {
        {"5ms", "0.005"}, {"0.25", "0.25"}, {"100us", "0.0001"}, {"1s", "1.0"}, {"1e-3", "0.001"},
    };
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        expect_run(NULL, WORDS("--switch-interval", refused[i].text, "-c", ""), 2, NULL,
                   refused[i].error);
    for (size_t i = 0; i < sizeof accepted / sizeof accepted[0]; i++)
        expect_run(NULL, WORDS("--switch-interval", accepted[i].text, "-c",
                               "import sys; print(sys.getswitchinterval())"),
                   0, accepted[i].error, NULL);
    expect_run(NULL, WORDS("--as", "2.7", "--check-interval", "many", "-c", ""), 2, NULL,
               "is not a number of ticks");
    expect_run(NULL, WORDS("--as", "2.7", "--check-interval", "-7", "-c", ""), 2, NULL,
               "is not a number of ticks");
}

Test(cli, every_preset_runs)
{
    static const char *const versions[] = {"2.7", "3.0", "3.1", "3.2", "3.6", "3.9",
                                           "3.10", "3.11", "3.12", "3.13", "3.14"};
    for (size_t i = 0; i < sizeof versions / sizeof versions[0]; i++)
        expect_run(NULL, WORDS("--as", versions[i], "-c", "print('ran')"), 0, "ran\n", NULL);
}

Test(cli, statistics_name_threads_and_reasons)
{
    static const char code[] =
        "import threading, time\n"
        "t = threading.Thread(target=time.sleep, args=(.01,), name='napper')\n"
        "t.start(); t.join()";
    Child child;
    child_run(&child, NULL, WORDS("--stats", "-c", code));
    cr_expect_eq(child.status, 0);
    expect_text("statistics", child.errors, "MainThread");
    expect_text("statistics", child.errors, "napper");
    expect_text("statistics", child.errors, "sleep");
    expect_text("statistics", child.errors, "total");
    child_free(&child);
}

/* --- What runs ------------------------------------------------------------------------------- */

Test(cli, code_module_and_standard_input)
{
    ChildOptions options = {.input = "import sys\nprint(__name__, sys.argv)\n"};
    expect_run(NULL, WORDS("-c", "import sys; print(sys.argv)", "a", "-b"), 0,
               "['-c', 'a', '-b']\n", NULL);
    expect_run(&options, WORDS("-", "x"), 0, "__main__ ['-', 'x']\n", NULL);
    expect_run(&options, WORDS(NULL), 0, "__main__ ['']\n", NULL);
    expect_run(NULL, WORDS("-m", "no_such_module"), 1, NULL, "No module named no_such_module");
}

Test(cli, options_after_the_script_are_the_scripts)
{
    static const char text[] = "import sys; print(sys.argv[1:])";
    const char *path = write_file("script.py", text, strlen(text));
    expect_run(NULL, WORDS("--as", "2.7", path, "--as", "-c"), 0, "['--as', '-c']\n", NULL);
    remove_file(path);
}

Test(cli, files_that_cannot_be_read)
{
    expect_run(NULL, WORDS("/no/such/file.py"), 2, NULL,
               "can't open file '/no/such/file.py': [Errno 2] No such file or directory");
    expect_run(NULL, WORDS("/tmp"), 1, NULL, "can't find '__main__' module in '/tmp'");
    const char *path = write_file("secret.py", "", 0);
    chmod(path, 0);
    if (access(path, R_OK) != 0) /* root may read everything */
        expect_run(NULL, WORDS(path), 2, NULL, "[Errno 13] Permission denied");
    remove_file(path);
}

Test(cli, a_folder_runs_its_main)
{
    static const char text[] = "print('main of', __name__)";
    const char *path = write_file("__main__.py", text, strlen(text));
    char folder[200];
    snprintf(folder, sizeof folder, "%s", path);
    *strrchr(folder, '/') = 0;
    expect_run(NULL, WORDS(folder), 0, "main of __main__\n", NULL);
    remove_file(path);
}

Test(cli, broken_source_tells_file_line_and_caret)
{
    EXPECT_FILE("x = 1\ndef f(:\n    pass\n", 1, NULL,
                "script.py\", line 2\n    def f(:\n          ^\nSyntaxError: invalid syntax\n");
    EXPECT_FILE("if True:\nprint(1)\n", 1, NULL,
                "IndentationError: expected an indented block after 'if' statement on line 1");
    EXPECT_FILE("print(1)\n\0print(2)\n", 1, NULL,
                "SyntaxError: source code cannot contain null bytes");
    EXPECT_FILE("s = '\xff'\n", 1, NULL,
                "SyntaxError: Non-UTF-8 code starting with '\\xff' in file ");
    EXPECT_FILE("# coding: nonsense\n", 1, NULL, "nonsense");
}

Test(cli, source_of_many_kinds)
{
    EXPECT_FILE("# coding: latin-1\nprint(ascii('\xe9'))\n", 0, "'\\xe9'\n", NULL);
    EXPECT_FILE("\xef\xbb\xbfprint('mark')", 0, "mark\n", NULL);
    EXPECT_FILE("print('no newline at the end')", 0, "no newline at the end\n", NULL);
    EXPECT_FILE("print(1)\r\nprint(2)\rprint(3)", 0, "1\n2\n3\n", NULL);
    EXPECT_FILE("", 0, NULL, NULL);
}

Test(cli, dis_prints_bytecode)
{
    static const char text[] = "def f(a):\n    return a + 1\n";
    const char *path = write_file("script.py", text, strlen(text));
    expect_run(NULL, WORDS("dis", path), 0, "BINARY_OP", NULL);
    expect_run(NULL, WORDS("dis", path), 0, "RETURN_VALUE", NULL);
    expect_run(NULL, WORDS("dis", path), 0, "Disassembly of <code object f", NULL);
    expect_run(NULL, WORDS("dis"), 2, NULL, "which file?");
    expect_run(NULL, WORDS("dis", "/no/such/file"), 1, NULL, "No such file");
    remove_file(path);
}

Test(cli, a_session_at_the_prompt)
{
    ChildOptions options = {.input = "x = 20\n"
                                     "x * 2\n"
                                     "def f():\n"
                                     "    return 'f'\n"
                                     "\n"
                                     "f()\n"
                                     "1 / 0\n"
                                     "x +\n"
                                     "print('still', _)\n"
                                     "None\n"
                                     "raise SystemExit(7)\n"};
    expect_run(&options, WORDS("-i", "-q"), 7, "40\n'f'\nstill f\n", "ZeroDivisionError");
    expect_run(&options, WORDS("-i", "-q"), 7, "40\n", "SyntaxError: invalid syntax");
    options.input = "print(y)\n";
    expect_run(&options, WORDS("-i", "-q", "-c", "y = 'from the script'"), 0, "from the script\n",
               ">>> ");
}

/* --- How it ends ----------------------------------------------------------------------------- */

Test(cli, exit_statuses)
{
    expect_code("pass", 0, NULL, NULL);
    expect_code("import sys; sys.exit()", 0, NULL, NULL);
    expect_code("import sys; sys.exit(3)", 3, NULL, NULL);
    expect_code("import sys; sys.exit(300)", 44, NULL, NULL);
    expect_code("import sys; sys.exit(-1)", 255, NULL, NULL);
    expect_code("import sys; sys.exit(True)", 1, NULL, NULL);
    expect_code("import sys; sys.exit('a message')", 1, NULL, "a message\n");
    expect_code("raise SystemExit([1, 2])", 1, NULL, "[1, 2]\n");
    expect_code("import os; os._exit(9)", 9, NULL, NULL);
    expect_code("1 / 0", 1, NULL, "ZeroDivisionError: division by zero\n");
    expect_code("raise KeyboardInterrupt", 130, NULL, "KeyboardInterrupt\n");
    expect_code("exit(4)", 4, NULL, NULL);
    expect_code("import atexit; atexit.register(print, 'bye'); 1 / 0", 1, "bye\n", "ZeroDivision");
    expect_code("import atexit, sys; atexit.register(lambda: 1 / 0); sys.exit(5)", 5, NULL,
                "Exception ignored in atexit callback");
}

Test(cli, exceptions_at_exit_are_told)
{
    expect_code("class A:\n    def __del__(self): 1 / 0\na = A()", 0, NULL,
                "Exception ignored in: ");
    expect_code("import sys\nsys.excepthook = lambda *e: print('hook', e[0].__name__)\n1 / 0", 1,
                "hook ZeroDivisionError\n", NULL);
    expect_code("import sys\nsys.excepthook = lambda *e: 1 / 0\n[][1]", 1, NULL,
                "Error in sys.excepthook:");
    expect_code("import threading\nthreading.Thread(target=lambda: 1 / 0).start()", 0, NULL,
                "Exception in thread Thread-1 (<lambda>)");
}

Test(cli, endless_recursion_is_an_exception)
{
    expect_code("def f(): f()\nf()", 1, NULL,
                "RecursionError: maximum recursion depth exceeded");
    expect_code("import threading\ndef f(): f()\nthreading.Thread(target=f).start()", 0, NULL,
                "RecursionError: maximum recursion depth exceeded");
    expect_code("import sys\nsys.setrecursionlimit(10**6)\n"
                "class A:\n    def __repr__(self): return repr(self)\n"
                "try: repr(A())\nexcept RecursionError: print('caught')",
                0, "caught\n", NULL);
    expect_code("eval('(' * 100000)", 1, NULL, "");
    expect_code("x = '-' * 100000 + '1'\ntry: eval(x)\n"
                "except (RecursionError, MemoryError): print('caught')",
                0, "caught\n", NULL);
}

Test(cli, enormous_allocations_are_memory_errors)
{
    expect_code("[0] * 10**15", 1, NULL, "MemoryError");
    expect_code("'a' * 10**15", 1, NULL, "MemoryError");
    expect_code("bytearray(10**15)", 1, NULL, "MemoryError");
    expect_code("try: (1,) * 10**15\nexcept MemoryError: print('goes on')", 0, "goes on\n", NULL);
    expect_code("'%*d' % (10**15, 1)", 1, NULL, "Error");
    expect_code("1 << 10**15", 1, NULL, "Error");
}

/* --- Output that cannot be written ----------------------------------------------------------- */

Test(cli, closed_output_is_no_output)
{
    ChildOptions options = {.output_closed = true};
    expect_run(&options, WORDS("-c", "print('lost')"), 0, NULL, NULL);
    expect_run(&options, WORDS("-c", "import sys; sys.exit(sys.stdout is None)"), 1, NULL, NULL);
}

Test(cli, a_full_device_is_an_error)
{
    ChildOptions options = {.output_path = "/dev/full"};
    expect_run(&options, WORDS("-c", "print('lost')"), 120, NULL,
               "OSError: [Errno 28] No space left on device");
    expect_run(&options, WORDS("-c", "print('x' * 100000)"), 1, NULL,
               "OSError: [Errno 28] No space left on device");
    expect_run(&options, WORDS("-c", "print('lost', flush=True)"), 120, NULL, "[Errno 28]");
    expect_run(&options, WORDS("-u", "-c", "print('lost')"), 1, NULL, "[Errno 28]");
}

static void expect_with(const char *variable, const char *code, const char *output)
{
    ChildOptions options = {.variable = variable};
    expect_run(&options, WORDS("-c", code), 0, output, NULL);
}

Test(cli, python_s_environment_is_read)
{
    expect_with("PYTHONHASHSEED=42", "print(hash('abcdefghijk'))", "7764564197781545852\n");
    expect_with("PYTHONHASHSEED=0", "print({'a', 'b', 'c'})", "{'c', 'a', 'b'}\n");
    expect_with("PYTHONWARNINGS=ignore,error", "import sys; print(sys.warnoptions)",
                "['ignore', 'error']\n");
    expect_with("PYTHONIOENCODING=ascii:replace", "print('\xc3\xa9')", "?\n");
    expect_with("PYTHONPATH=/nowhere", "import sys; print('/nowhere' in sys.path)", "True\n");
    expect_with("PYTHONOPTIMIZE=1", "assert False", "");
    ChildOptions wrong = {.variable = "PYTHONHASHSEED=x"};
    expect_run(&wrong, WORDS("-c", "0"), 2, "", "PYTHONHASHSEED must be");
}

/* A script imports from its folder; what is in no file, from the current one. */
Test(cli, code_without_a_file_imports_from_the_current_folder)
{
    ChildOptions options = {.input = "import sys; print(repr(sys.path[0]))\n"};
    expect_run(&options, WORDS("-"), 0, "''\n", NULL);
    expect_run(&options, WORDS("-c", options.input), 0, "''\n", NULL);
    expect_run(&options, WORDS("-I", "-c", "import sys; print('' in sys.path)"), 0, "False\n",
               NULL);
}

/* A module in GILBOXPATH comes before the embedded one of its name; the others work with it. */
Test(cli, the_library_path_comes_first)
{
    static const char module[] = "import string\nbisect = 'own'\ndigits = string.digits\n";
    const char *path = write_file("bisect.py", module, sizeof module - 1);
    char variable[300];
    snprintf(variable, sizeof variable, "GILBOXPATH=%s", path);
    *strrchr(variable, '/') = '\0';
    expect_with(variable, "import bisect as b; print(b.bisect, b.digits)", "own 0123456789\n");
    expect_with(variable, "import random; print(random._bisect)", "own\n");
    remove_file(path);
}

/* As from 3.12 on, which is the default; only a program with several threads is warned. */
Test(cli, forks_with_threads_are_warned_of)
{
    static const char code[] = "import os, sys, threading\n"
                               "sys.stderr = sys.stdout\n"
                               "def fork():\n"
                               "    pid = os.fork()\n"
                               "    if pid == 0: os._exit(0)\n"
                               "    os.waitpid(pid, 0)\n"
                               "fork()\n"
                               "event = threading.Event()\n"
                               "threading.Thread(target=event.wait).start()\n"
                               "fork()\n"
                               "event.set()";
    Child child;
    child_run(&child, NULL, WORDS("-c", code));
    cr_expect(strstr(child.output, "is multi-threaded, use of fork() may lead to deadlocks"));
    child_free(&child);
    expect_run(NULL, WORDS("--as", "3.11", "-c", code), 0, "", NULL);
}

/* It would be CPython's, which needs another _multiprocessing. */
Test(cli, the_library_path_has_no_multiprocessing)
{
    const char *path = write_file("multiprocessing.py", "never = 1\n", 10);
    char variable[300];
    snprintf(variable, sizeof variable, "GILBOXPATH=%s", path);
    *strrchr(variable, '/') = '\0';
    expect_with(variable, "import multiprocessing as m; print(m.__spec__.origin)", "frozen\n");
    remove_file(path);
}

Test(cli, a_broken_pipe_is_an_error)
{
    ChildOptions options = {.output_broken = true};
    expect_run(&options, WORDS("-c", "print('x' * 100000)"), 1, NULL,
               "BrokenPipeError: [Errno 32] Broken pipe");
    expect_run(&options, WORDS("-c", "print('short')"), 120, NULL, "BrokenPipeError");
}

Test(cli, no_line_of_many_threads_is_lost)
{
    static const char code[] = "import threading\n"
                               "def f():\n"
                               "    for i in range(500): print('line')\n"
                               "for _ in range(8): threading.Thread(target=f).start()";
    Child child;
    int lines = 0;
    child_run(&child, NULL, WORDS("--switch-interval", "1us", "-c", code));
    for (const char *at = child.output; *at != 0; at++)
        lines += *at == '\n';
    cr_expect_eq(lines, 4000);
    cr_expect_eq(child.output_size, 4000 * 5);
    child_free(&child);
}

/* --- Ctrl-C ---------------------------------------------------------------------------------- */

/* The script says "ready" and then does this until it is interrupted: by one signal, or by more. */
static void expect_interrupts(const char *preset, bool again, const char *code)
{
    char script[1000];
    snprintf(script, sizeof script,
             "import _thread, queue, sys, threading, time\nprint('ready', flush=True)\n%s", code);
    const ChildOptions options = {.await = "ready", .signal = SIGINT, .signal_again = again};
    expect_run(&options, WORDS("--as", preset, "-c", script), 130, "ready", "KeyboardInterrupt\n");
}

static void expect_interrupt(const char *preset, const char *code)
{
    expect_interrupts(preset, false, code);
}

/* One that ends a wait for a lock, to which the locks of 2.7 are deaf until it is said again: and
 * two signals that come before the program runs are one. */
static void expect_wait_interrupted(const char *preset, const char *code)
{
    expect_interrupts(preset, strcmp(preset, "2.7") == 0, code);
}

static const char *const presets[] = {"2.7", "3.9", "3.12"};
enum { PRESETS = sizeof presets / sizeof presets[0] };

Test(cli, interrupt_ends_loops, .timeout = 300)
{
    for (int i = 0; i < PRESETS; i++) {
        expect_interrupt(presets[i], "while True: pass");
        expect_interrupt(presets[i], "for _ in iter(int, 1): pass");
        expect_interrupt(presets[i], "x = 0\nwhile True: x = x + 1 if x < 100 else 0");
    }
}

Test(cli, interrupt_ends_waits, .timeout = 300)
{
    for (int i = 0; i < PRESETS; i++) {
        expect_interrupt(presets[i], "time.sleep(1000)");
        expect_wait_interrupted(presets[i], "lock = threading.Lock()\nlock.acquire()\n"
                                            "lock.acquire()");
        expect_wait_interrupted(presets[i], "threading.Event().wait()");
        expect_wait_interrupted(presets[i], "queue.Queue().get()");
        expect_interrupt(presets[i], "sys.stdin.read() if not sys.stdin.isatty() else 0\n"
                                     "time.sleep(1000)");
    }
}

Test(cli, interrupt_ends_joins_and_deadlocks, .timeout = 300)
{
    for (int i = 0; i < PRESETS; i++) {
        expect_wait_interrupted(presets[i], "t = threading.Thread(target=time.sleep,\n"
                                            "                     args=(1000,), daemon=True)\n"
                                            "t.start()\nt.join()");
        expect_wait_interrupted(presets[i],
                                "a, b = threading.Lock(), threading.Lock()\n"
                                "def f(x, y):\n    with x:\n        time.sleep(.05)\n"
                                "        y.acquire()\n"
                                "t = threading.Thread(target=f, args=(a, b), daemon=True)\n"
                                "t.start()\nf(b, a)");
    }
}

/* As in 2.7: main sits in join, and learns of the signal when the worker has ended. The worker
 * gives main a second to be in join, and then, from the signal on, so many to hear of it. */
Test(cli, a_deaf_join_ends_with_the_worker, .timeout = 300)
{
    static const char code[] = "import os, signal, sys, threading, time\n"
                               "here, there = os.pipe()\n"
                               "os.set_blocking(there, False)\n"
                               "signal.set_wakeup_fd(there)\n"
                               "heard = threading.Event()\n"
                               "def work():\n"
                               "    time.sleep(1)\n"
                               "    print('ready', flush=True)\n"
                               "    os.read(here, 1)\n"
                               "    heard.wait(float(sys.argv[1]))\n"
                               "    print('worked', flush=True)\n"
                               "t = threading.Thread(target=work)\nt.start()\n"
                               "try: t.join()\n"
                               "except KeyboardInterrupt: print('interrupted'); heard.set()\n";
    const ChildOptions options = {.await = "ready", .signal = SIGINT};
    expect_run(&options, WORDS("--as", "2.7", "-c", code, "0.3"), 0,
               "ready\nworked\ninterrupted\n", NULL);
    expect_run(&options, WORDS("--as", "3.2", "-c", code, "50"), 0,
               "ready\ninterrupted\nworked\n", NULL);
}

Test(cli, interrupt_may_be_caught)
{
    expect_run(&(ChildOptions){.await = "ready", .signal = SIGINT},
               WORDS("-c", "import time\n"
                           "try: print('ready', flush=True); time.sleep(1000)\n"
                           "except KeyboardInterrupt: print('caught')\n"
                           "finally: print('cleaned up')"),
               0, "caught\ncleaned up\n", NULL);
    expect_run(&(ChildOptions){.await = "ready", .signal = SIGTERM},
               WORDS("-c", "import signal, sys, threading, time\n"
                           "def handler(number, frame):\n"
                           "    print(number, threading.current_thread().name)\n"
                           "    sys.exit(6)\n"
                           "signal.signal(signal.SIGTERM, handler)\n"
                           "print('ready', flush=True)\ntime.sleep(1000)"),
               6, "15 MainThread\n", NULL);
}
