/* Cost tables: the presets, and the files that users and `gilbox calibrate` write.
 *
 *     gilbox-cost 1              the format's version: always the first line
 *     name my laptop             what reports call it
 *     from desktop               rows that are not given are this preset's
 *     lock 17.5                  a row of costs.def, in nanoseconds with at most three decimals
 *     # a remark
 *
 * Figures are read as integers: no floating-point number comes near a clock. */
#include "runtime/rt.h"

#include "runtime/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PS_PER_NS 1000
#define COST_MAX_PS (INT64_C(1000000000) * PS_PER_NS) /* one second: nothing here takes longer */
#define FILE_MAX_BYTES 65536

enum { PRESET_COUNT = 5 };

static const char *const preset_names[PRESET_COUNT] = {"ideal", "desktop", "cloud-vm", "pi",
                                                       "py27-dualcore-2009"};

static const struct {
    const char *name, *sentence;
    int64_t ps[PRESET_COUNT];
} rows[RT_COST_COUNT] = {
#define RT_COST(NAME, name, ideal, desktop, cloud_vm, pi, py27_dualcore_2009, sentence) \
    {#name, sentence, {ideal, desktop, cloud_vm, pi, py27_dualcore_2009}},
#include "runtime/costs.def"
#undef RT_COST
};

const char *rt_cost_name(RtCost cost)
{
    return rows[cost].name;
}

const char *rt_cost_sentence(RtCost cost)
{
    return rows[cost].sentence;
}

const char *rt_costs_preset_name(int index)
{
    return index >= 0 && index < PRESET_COUNT ? preset_names[index] : NULL;
}

int rt_costs_preset(const char *name, RtCosts *out)
{
    int preset = 0;
    while (preset < PRESET_COUNT && strcmp(preset_names[preset], name) != 0)
        preset++;
    if (preset == PRESET_COUNT)
        return -1;
    snprintf(out->name, sizeof out->name, "%s", name);
    for (int i = 0; i < RT_COST_COUNT; i++)
        out->ps[i] = rows[i].ps[preset];
    return 0;
}

/* --- Reading --------------------------------------------------------------------------------- */

static int wrong(RtSimProblem *problem, int line, const char *reason, const char *word)
{
    problem->line = line;
    snprintf(problem->reason, sizeof problem->reason, reason, word);
    return RT_EINVAL;
}

static int find_row(const char *name)
{
    for (int i = 0; i < RT_COST_COUNT; i++) {
        if (strcmp(rows[i].name, name) == 0)
            return i;
    }
    return -1;
}

/* "17.5" to 17500. -1: not such a number; -2: more than COST_MAX_PS, or finer than a picosecond. */
static int64_t parse_ps(const char *text)
{
    int64_t ps = 0;
    int digits = 0, decimals = -1;
    for (const char *at = text; *at; at++) {
        if (*at == '.' && decimals < 0 && digits > 0) {
            decimals = 0;
            continue;
        }
        if (*at < '0' || *at > '9')
            return -1;
        digits++;
        decimals += decimals >= 0;
        ps = ps * 10 + (*at - '0');
        if (ps > COST_MAX_PS || decimals > 3)
            return -2;
    }
    if (digits == 0 || decimals == 0)
        return -1;
    for (decimals = decimals < 0 ? 0 : decimals; decimals < 3; decimals++)
        ps *= 10;
    return ps > COST_MAX_PS ? -2 : ps;
}

typedef struct Reader {
    RtCosts costs;
    RtSimProblem *problem;
    int line;
    bool has_version;
    bool given[RT_COST_COUNT];
} Reader;

static int read_row(Reader *reader, const char *word, const char *value)
{
    RtSimProblem *problem = reader->problem;
    int row = find_row(word);
    if (row < 0)
        return wrong(problem, reader->line, "there is no row '%s'", word);
    if (reader->given[row])
        return wrong(problem, reader->line, "'%s' is given twice", word);
    int64_t ps = parse_ps(value);
    if (ps == -1)
        return wrong(problem, reader->line, "'%s' is not a number of nanoseconds", value);
    if (ps < 0)
        return wrong(problem, reader->line,
                     "'%s' is absurd: from 0 to 1000000000 ns, with at most three decimals", value);
    reader->given[row] = true;
    reader->costs.ps[row] = ps;
    return 0;
}

static int read_base(Reader *reader, const char *name)
{
    RtCosts base;
    if (rt_costs_preset(name, &base) < 0)
        return wrong(reader->problem, reader->line, "there is no preset '%s'", name);
    for (int i = 0; i < RT_COST_COUNT; i++) {
        if (!reader->given[i])
            reader->costs.ps[i] = base.ps[i];
    }
    return 0;
}

/* A line that is neither blank nor a remark: a word, blanks, a value. */
static int read_line(Reader *reader, char *text)
{
    char *value = text + strcspn(text, " \t");
    if (*value)
        *value++ = '\0';
    value += strspn(value, " \t");
    if (!reader->has_version) {
        reader->has_version = strcmp(text, "gilbox-cost") == 0;
        if (!reader->has_version)
            return wrong(reader->problem, reader->line,
                         "a cost file starts with 'gilbox-cost 1', not with '%s'", text);
        if (strcmp(value, "1") != 0)
            return wrong(reader->problem, reader->line,
                         "the format's version is 1; this gilbox does not know '%s'", value);
        return 0;
    }
    if (*value == '\0')
        return wrong(reader->problem, reader->line, "'%s' needs a value", text);
    if (strcmp(text, "from") == 0)
        return read_base(reader, value);
    if (strcmp(text, "name") == 0) {
        snprintf(reader->costs.name, sizeof reader->costs.name, "%s", value);
        return 0;
    }
    return read_row(reader, text, value);
}

/* Time must move, or a loop would never end. */
static int check_whole(Reader *reader)
{
    if (!reader->has_version)
        return wrong(reader->problem, 0, "the file is empty: it starts with '%s'", "gilbox-cost 1");
    for (RtCost cost = RT_COST_TICK_LIGHT; cost <= RT_COST_TICK_HEAVY; cost++) {
        if (reader->costs.ps[cost] == 0)
            return wrong(reader->problem, 0, "'%s' is 0: a bytecode must take time",
                         rows[cost].name);
    }
    return 0;
}

static void cut_remark(char *text)
{
    text[strcspn(text, "#\r")] = '\0';
    size_t size = strlen(text);
    while (size > 0 && (text[size - 1] == ' ' || text[size - 1] == '\t'))
        text[--size] = '\0';
}

int rt_costs_parse(const char *text, RtCosts *out, RtSimProblem *problem)
{
    Reader reader = {.problem = problem};
    rt_costs_preset("desktop", &reader.costs);
    snprintf(reader.costs.name, sizeof reader.costs.name, "%s", "unnamed");
    int err = 0;
    while (err == 0 && *text) {
        char line[200];
        size_t size = strcspn(text, "\n");
        reader.line++;
        if (size >= sizeof line)
            return wrong(problem, reader.line, "the line is longer than %s bytes", "199");
        memcpy(line, text, size);
        line[size] = '\0';
        text += size + (text[size] == '\n');
        cut_remark(line);
        char *start = line + strspn(line, " \t");
        if (*start)
            err = read_line(&reader, start);
    }
    if (err == 0)
        err = check_whole(&reader);
    if (err == 0)
        *out = reader.costs;
    return err;
}

/* Reads at most FILE_MAX_BYTES, which is far more than a table has. */
static int read_text(Rt *host, const char *path, char **out)
{
    int file;
    int err = rt_file_open(host, path, RT_OPEN_READ, 0, &file);
    if (err < 0)
        return err;
    char *text = malloc(FILE_MAX_BYTES + 1);
    if (!text)
        err = RT_ENOMEM;
    size_t size = 0, count = 1;
    while (err == 0 && count > 0 && size < FILE_MAX_BYTES) {
        err = rt_file_read(host, file, text + size, FILE_MAX_BYTES - size, &count);
        if (err == 0)
            size += count;
    }
    rt_file_close(host, file);
    if (err == 0 && memchr(text, '\0', size))
        err = RT_EILSEQ;
    if (err < 0) {
        free(text);
        return err;
    }
    text[size] = '\0';
    *out = text;
    return 0;
}

int rt_costs_read(Rt *host, const char *path, RtCosts *out, RtSimProblem *problem)
{
    char *text;
    int err = read_text(host, path, &text);
    if (err < 0) {
        problem->line = 0;
        snprintf(problem->reason, sizeof problem->reason, "%s", rt_error_text(err));
        return err;
    }
    err = rt_costs_parse(text, out, problem);
    free(text);
    return err;
}

/* --- Writing --------------------------------------------------------------------------------- */

int rt_costs_text(const RtCosts *costs, char **out_text)
{
    size_t capacity = 256 + RT_COST_COUNT * 160, size;
    char *text = malloc(capacity);
    if (!text)
        return RT_ENOMEM;
    size = (size_t)snprintf(text, capacity, "gilbox-cost 1\nname %s\n", costs->name);
    for (int i = 0; i < RT_COST_COUNT; i++) {
        int64_t ps = costs->ps[i];
        char figure[40];
        snprintf(figure, sizeof figure, "%lld.%03d", (long long)(ps / PS_PER_NS),
                 (int)(ps % PS_PER_NS));
        size += (size_t)snprintf(text + size, capacity - size, "%-14s %14s   # %s\n", rows[i].name,
                                 figure, rows[i].sentence);
        ASSERT(size < capacity);
    }
    *out_text = text;
    return 0;
}
