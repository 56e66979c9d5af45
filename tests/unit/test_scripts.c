/* Every script in tests/lang and tests/threads is a test, twice: on this machine and on the virtual
 * one. Those in tests/sim are of that alone, those in tests/processes start processes, those in
 * tests/differs show what gilbox does otherwise than CPython (docs/language.md). What a script must
 * do stands in it:
 *
 *     print(1 + 1)                     # expect: 2
 *     1 / 0                            # expect error: ZeroDivisionError: division by zero
 *
 * The texts after "# expect:" are, in the order of the file, the lines of standard output; such a
 * comment may also stand on a line of its own, for what is printed in a loop. More of them:
 *
 *     # expect error: TEXT     the last line of standard error; the exit status is 1
 *     # expect stderr: TEXT    is in a line of standard error, after the ones before it
 *     # arguments: --as 2.7    gilbox's options; given twice, the script is run twice
 *     # argv: a b              the script's own arguments
 *     # stdin: TEXT            a line of standard input
 *     # exit: 3                the exit status
 *     # timeout: 90            seconds, in place of the usual minute
 *     # real: WHY              it is not run on the virtual machine
 *
 * Standard error is empty unless the script expects something there. Names that begin with _ are
 * not tests: modules that tests import. In the environment, SCRIPTS=lang/dict runs only scripts
 * with that in their path, and OPTIONS="-X gc-every" gives all of them that, and much time. */
#include "tests/unit/child.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH_SIZE = 240, TEXT_SIZE = 1 << 16, WORDS_MAX = 24, RUNS_MAX = 8 };
enum { LONG_TIMEOUT_S = 280 };

/* One run of one script. */
typedef struct Case {
    char path[PATH_SIZE];
    char arguments[PATH_SIZE];
} Case;

/* What a script's comments say. */
typedef struct Script {
    char output[TEXT_SIZE], errors[TEXT_SIZE], input[TEXT_SIZE]; /* lines, each with its newline */
    char last_error[1024];
    char runs[RUNS_MAX][PATH_SIZE];
    char argv[PATH_SIZE];
    int run_count, status;
    double timeout_s;
    bool real;
} Script;

/* Keeps a line. `size` is the room for all of them. */
static void add_line(char *lines, size_t size, const char *line)
{
    size_t used = strlen(lines);
    cr_assert_lt(used + strlen(line) + 2, size);
    sprintf(lines + used, "%s\n", line);
}

/* What follows `# key:` in a line, without the blank that follows; NULL if it has none. */
static const char *comment_value(const char *line, const char *key)
{
    char mark[32];
    int size = snprintf(mark, sizeof mark, "# %s:", key);
    const char *found = strstr(line, mark);
    if (found == NULL)
        return NULL;
    found += size;
    return *found == ' ' ? found + 1 : found;
}

static void read_comment(Script *script, const char *line)
{
    const char *value;
    if ((value = comment_value(line, "expect")) != NULL)
        add_line(script->output, sizeof script->output, value);
    else if ((value = comment_value(line, "expect stderr")) != NULL)
        add_line(script->errors, sizeof script->errors, value);
    else if ((value = comment_value(line, "expect error")) != NULL) {
        snprintf(script->last_error, sizeof script->last_error, "%s", value);
        script->status = 1;
    } else if (line[0] != '#') {
        return; /* The rest are whole lines. */
    } else if ((value = comment_value(line, "arguments")) != NULL) {
        cr_assert_lt(script->run_count, RUNS_MAX);
        snprintf(script->runs[script->run_count++], PATH_SIZE, "%s", value);
    } else if ((value = comment_value(line, "argv")) != NULL)
        snprintf(script->argv, sizeof script->argv, "%s", value);
    else if ((value = comment_value(line, "stdin")) != NULL)
        add_line(script->input, sizeof script->input, value);
    else if ((value = comment_value(line, "exit")) != NULL)
        script->status = atoi(value);
    else if ((value = comment_value(line, "timeout")) != NULL)
        script->timeout_s = atof(value);
    else if (comment_value(line, "real") != NULL)
        script->real = true;
}

static void read_script(Script *script, const char *path)
{
    char *line = NULL;
    size_t capacity = 0;
    ssize_t size;
    FILE *file = fopen(path, "r");

    cr_assert_not_null(file, "cannot read %s", path);
    memset(script, 0, sizeof *script);
    while ((size = getline(&line, &capacity, file)) >= 0) {
        if (size > 0 && line[size - 1] == '\n')
            line[size - 1] = 0;
        read_comment(script, line);
    }
    free(line);
    fclose(file);
    if (script->run_count == 0)
        script->run_count = 1;
}

/* --- Comparing ------------------------------------------------------------------------------- */

static int line_size(const char *text)
{
    return (int)strcspn(text, "\n");
}

/* Are these the same, but for blanks at the end? Editors would not keep those in a comment. */
static bool same_line(const char *a, int a_size, const char *b, int b_size)
{
    while (a_size > 0 && a[a_size - 1] == ' ')
        --a_size;
    while (b_size > 0 && b[b_size - 1] == ' ')
        --b_size;
    return a_size == b_size && memcmp(a, b, (size_t)a_size) == 0;
}

/* Do two texts have the same lines? The last newline does not count. Tells the first difference. */
static bool same_lines(const Case *test, const char *expected, const char *actual)
{
    for (int line = 1; *expected != 0 || *actual != 0; line++) {
        int expected_size = line_size(expected), actual_size = line_size(actual);
        bool missing = *actual == 0, extra = *expected == 0;
        if (missing || extra || !same_line(expected, expected_size, actual, actual_size)) {
            cr_log_error("%s %s: line %d of its output\n  expected: %.*s\n  actual:   %.*s",
                         test->path, test->arguments, line,
                         extra ? 10 : expected_size, extra ? "(no more)" : expected,
                         missing ? 10 : actual_size, missing ? "(no more)" : actual);
            return false;
        }
        expected += expected_size + (expected[expected_size] != 0);
        actual += actual_size + (actual[actual_size] != 0);
    }
    return true;
}

/* Is each expected text in a line of standard error, one after the other? */
static bool has_errors(const Case *test, const char *expected, const char *actual)
{
    char text[1024];
    for (; *expected != 0; expected += line_size(expected) + 1) {
        snprintf(text, sizeof text, "%.*s", line_size(expected), expected);
        const char *found = strstr(actual, text);
        if (found == NULL) {
            cr_log_error("%s %s: not in its standard error: %s", test->path, test->arguments, text);
            return false;
        }
        actual = found + strlen(text);
    }
    return true;
}

static bool same_errors(const Case *test, const Script *script, char *actual)
{
    bool quiet = script->errors[0] == 0 && script->last_error[0] == 0;
    if (quiet && actual[0] != 0) {
        cr_log_error("%s %s: writes to standard error", test->path, test->arguments);
        return false;
    }
    if (!has_errors(test, script->errors, actual))
        return false;
    char *copy = strdup(actual);
    bool same = script->last_error[0] == 0 ||
                strcmp(script->last_error, child_last_line(copy)) == 0;
    free(copy);
    if (!same)
        cr_log_error("%s %s: does not end with: %s", test->path, test->arguments,
                     script->last_error);
    return same;
}

static bool as_expected(const Case *test, const Script *script, Child *child)
{
    if (child->timed_out) {
        cr_log_error("%s %s: takes too long; so far: %s", test->path, test->arguments,
                     child->output);
        return false;
    }
    bool same = same_lines(test, script->output, child->output);
    same &= same_errors(test, script, child->errors);
    if (child->status != script->status) {
        cr_log_error("%s %s: exit status %d, not %d", test->path, test->arguments, child->status,
                     script->status);
        same = false;
    }
    return same;
}

/* --- The tests ------------------------------------------------------------------------------- */

/* Splits at blanks, in place; returns how many words there are. */
static int split(char *text, const char *words[])
{
    int count = 0;
    for (char *rest = text, *word; (word = strtok_r(rest, " ", &rest)) != NULL;) {
        cr_assert_lt(count, WORDS_MAX);
        words[count++] = word;
    }
    return count;
}

static void run_case(Case *test)
{
    static Script script;
    const char *arguments[2 * WORDS_MAX + 2];
    char options[2 * PATH_SIZE];
    Child child;

    const char *more = getenv("OPTIONS");

    read_script(&script, test->path);
    if (more != NULL)
        script.timeout_s = LONG_TIMEOUT_S;
    snprintf(options, sizeof options, "%s %s", more != NULL ? more : "", test->arguments);
    int count = split(options, arguments);
    arguments[count++] = test->path;
    count += split(script.argv, arguments + count);
    arguments[count] = NULL;
    child_run(&child, &(ChildOptions){.input = script.input, .timeout_s = script.timeout_s},
              arguments);
    size_t skipped = child.errors_size > 2000 ? child.errors_size - 2000 : 0;
    cr_assert(as_expected(test, &script, &child), "%s %s\n%s", test->path, test->arguments,
              child.errors + skipped);
    child_free(&child);
}

static struct {
    Case *items;
    size_t count, capacity;
    bool is_virtual; /* they are looked for to be run on the virtual machine */
} found;

static void add_case(const char *path, const char *arguments)
{
    if (found.count == found.capacity) {
        found.capacity = found.capacity * 2 + 64;
        found.items = realloc(found.items, found.capacity * sizeof found.items[0]);
        cr_assert_not_null(found.items);
    }
    Case *test = &found.items[found.count++];
    snprintf(test->path, sizeof test->path, "%s", path);
    snprintf(test->arguments, sizeof test->arguments, "%s%s",
             found.is_virtual ? "--clock virtual " : "", arguments);
}

static int visit_file(const char *path, const struct stat *status, int kind, struct FTW *where)
{
    static Script script;
    const char *only = getenv("SCRIPTS");
    size_t size = strlen(path);

    if (kind == FTW_D)
        return path[where->base] == '_' ? FTW_SKIP_SUBTREE : FTW_CONTINUE;
    if (kind != FTW_F || size < 4 || strcmp(path + size - 3, ".py") != 0 ||
        path[where->base] == '_' || (only != NULL && strstr(path, only) == NULL))
        return FTW_CONTINUE;
    read_script(&script, path);
    if (found.is_virtual && script.real)
        return FTW_CONTINUE;
    for (int i = 0; i < script.run_count; i++)
        add_case(path, script.runs[i]);
    return FTW_CONTINUE;
}

static int compare_cases(const void *a, const void *b)
{
    return strcmp(((const Case *)a)->path, ((const Case *)b)->path);
}

/* All runs of the scripts below a folder, where Criterion's processes see them. */
static struct criterion_test_params find_cases(const char *folder, bool is_virtual)
{
    found.count = 0;
    found.is_virtual = is_virtual;
    nftw(folder, visit_file, 16, FTW_PHYS | FTW_ACTIONRETVAL);
    size_t size = (found.count > 0 ? found.count : 1) * sizeof found.items[0];
    Case *cases = cr_malloc(size);
    if (found.count > 0) {
        qsort(found.items, found.count, sizeof found.items[0], compare_cases);
        memcpy(cases, found.items, found.count * sizeof found.items[0]);
    }
    return cr_make_param_array(Case, cases, found.count);
}

/* A test of each script below a folder, on this machine or on the virtual one. */
#define SCRIPTS(name, folder, is_virtual)                                                          \
    ParameterizedTestParameters(scripts, name)                                                     \
    {                                                                                              \
        return find_cases("tests/" folder, is_virtual);                                            \
    }                                                                                              \
                                                                                                   \
    ParameterizedTest(Case *test, scripts, name, .timeout = 300)                                   \
    {                                                                                              \
        run_case(test);                                                                            \
    }

SCRIPTS(lang, "lang", false)
SCRIPTS(lang_virtual, "lang", true)
SCRIPTS(threads, "threads", false)
SCRIPTS(threads_virtual, "threads", true)
SCRIPTS(processes, "processes", false)
SCRIPTS(processes_virtual, "processes", true)
SCRIPTS(sim, "sim", true)
SCRIPTS(differs, "differs", false)
