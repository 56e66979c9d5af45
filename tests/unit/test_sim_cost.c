/* Cost tables: presets, files, and what is wrong with them. */
#include "runtime/rt.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <string.h>

Test(sim_cost, there_are_presets)
{
    RtCosts costs;
    int count = 0;
    for (; rt_costs_preset_name(count); count++) {
        cr_assert_eq(rt_costs_preset(rt_costs_preset_name(count), &costs), 0);
        cr_expect_str_eq(costs.name, rt_costs_preset_name(count));
        cr_expect_gt(costs.ps[RT_COST_TICK], 0);
    }
    cr_expect_eq(count, 5);
    cr_expect_eq(rt_costs_preset("mainframe", &costs), -1);
    cr_assert_eq(rt_costs_preset("ideal", &costs), 0);
    for (int i = RT_COST_LOCK; i < RT_COST_COUNT; i++)
        cr_expect(costs.ps[i] == 0 || i == RT_COST_SYSTEM_CALL, "%s", rt_cost_name((RtCost)i));
}

Test(sim_cost, a_file_changes_what_it_names)
{
    RtCosts desktop, costs;
    RtSimProblem problem;
    rt_costs_preset("desktop", &desktop);
    cr_assert_eq(rt_costs_parse("# mine\n\ngilbox-cost 1\nname my laptop\n\tlock 17.5 # fast\r\n"
                                "wake 0\nswitch 1.234",
                                &costs, &problem),
                 0);
    cr_expect_str_eq(costs.name, "my laptop");
    cr_expect_eq(costs.ps[RT_COST_LOCK], 17500);
    cr_expect_eq(costs.ps[RT_COST_WAKE], 0);
    cr_expect_eq(costs.ps[RT_COST_SWITCH], 1234);
    cr_expect_eq(costs.ps[RT_COST_CALL], desktop.ps[RT_COST_CALL]);
}

Test(sim_cost, a_file_can_start_from_any_preset)
{
    RtCosts pi, costs;
    RtSimProblem problem;
    rt_costs_preset("pi", &pi);
    cr_assert_eq(rt_costs_parse("gilbox-cost 1\nlock 1\nfrom pi\n", &costs, &problem), 0);
    cr_expect_eq(costs.ps[RT_COST_LOCK], 1000, "what stands before 'from' stays");
    cr_expect_eq(costs.ps[RT_COST_WAKE], pi.ps[RT_COST_WAKE]);
}

Test(sim_cost, what_is_written_reads_back)
{
    RtCosts before, after;
    RtSimProblem problem;
    char *text;
    rt_costs_preset("py27-dualcore-2009", &before);
    before.ps[RT_COST_LOCK] = 12345;
    cr_assert_eq(rt_costs_text(&before, &text), 0);
    cr_assert_eq(rt_costs_parse(text, &after, &problem), 0, "%d: %s", problem.line, problem.reason);
    cr_expect_str_eq(after.name, before.name);
    cr_expect_eq(memcmp(after.ps, before.ps, sizeof before.ps), 0);
    rt_free(text);
}

typedef struct BadFile {
    char text[80];
    int line;
    char reason[80];
} BadFile;

ParameterizedTestParameters(sim_cost, a_bad_file_is_refused_by_line)
{
    static BadFile files[] = {
        {"", 0, "the file is empty: it starts with 'gilbox-cost 1'"},
        {"lock 5\n", 1, "a cost file starts with 'gilbox-cost 1', not with 'lock'"},
        {"gilbox-cost 2\n", 1, "the format's version is 1; this gilbox does not know '2'"},
        {"gilbox-cost 1\n\nlok 5\n", 3, "there is no row 'lok'"},
        {"gilbox-cost 1\nlock\n", 2, "'lock' needs a value"},
        {"gilbox-cost 1\nlock fast\n", 2, "'fast' is not a number of nanoseconds"},
        {"gilbox-cost 1\nlock -5\n", 2, "'-5' is not a number of nanoseconds"},
        {"gilbox-cost 1\nlock 5.\n", 2, "'5.' is not a number of nanoseconds"},
        {"gilbox-cost 1\nlock 5 6\n", 2, "'5 6' is not a number of nanoseconds"},
        {"gilbox-cost 1\nlock 1000000001\n", 2, "'1000000001' is absurd"},
        {"gilbox-cost 1\nlock 99999999999999999999999\n", 2, "'99999999999999999999999' is absurd"},
        {"gilbox-cost 1\nlock 0.0001\n", 2, "'0.0001' is absurd"},
        {"gilbox-cost 1\nlock 5\nlock 6\n", 3, "'lock' is given twice"},
        {"gilbox-cost 1\nfrom cray\n", 2, "there is no preset 'cray'"},
        {"gilbox-cost 1\ntick 0\n", 0, "'tick' is 0: a bytecode must take time"},
    };
    return cr_make_param_array(BadFile, files, sizeof files / sizeof files[0]);
}

ParameterizedTest(BadFile *file, sim_cost, a_bad_file_is_refused_by_line)
{
    RtCosts costs;
    RtSimProblem problem = {.line = -1};
    cr_assert_eq(rt_costs_parse(file->text, &costs, &problem), RT_EINVAL, "%s", file->text);
    cr_expect_eq(problem.line, file->line, "%s: line %d", file->text, problem.line);
    cr_expect(strncmp(problem.reason, file->reason, strlen(file->reason)) == 0, "%s",
              problem.reason);
}

Test(sim_cost, files_come_from_a_machine)
{
    Rt *host;
    RtCosts costs;
    RtSimProblem problem;
    cr_assert_eq(rt_real_new(&host), 0);
    cr_expect_eq(rt_costs_read(host, "/nowhere/at/all", &costs, &problem), RT_ENOENT);
    cr_expect_str_eq(problem.reason, "No such file or directory");
    cr_expect_eq(rt_costs_read(host, "/dev/zero", &costs, &problem), RT_EILSEQ);
    cr_expect_eq(rt_costs_read(host, "/", &costs, &problem), RT_EISDIR);
    rt_machine_free(host);
}
