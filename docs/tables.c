/* A tool of the build: prints the pages of docs/ that derive from tables.
 *
 *     tables opcodes > docs/opcodes.md
 *     tables locks > docs/locks.md */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

typedef struct Opcode {
    const char *name, *operand, *pops, *pushes, *on_jump, *ticks, *flags, *doc;
} Opcode;

static const Opcode opcodes[] = {
#define GB_OP(name, operand, pops, pushes, on_jump, ticks, flags, doc) \
    {#name, #operand, #pops, #pushes, #on_jump, #ticks, #flags, doc},
#include "vm/code/opcode.def"
#undef GB_OP
};

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

static void print_opcodes(void)
{
    printf("# Opcodes\n\n"
           "Generated from `vm/code/opcode.def` by `make docs`. The vocabulary is CPython 3.11's.\n"
           "`arg` is the instruction's argument; *jump* is what a taken jump adds to the stack\n"
           "effect; *ticks* is what the instruction takes from the ticker of the old lock; an\n"
           "*EDGE* is a place where the lock may be given up under `--checks edges`.\n\n"
           "| opcode | operand | pops | pushes | jump | ticks | flags | |\n"
           "|---|---|---|---|---|---|---|---|\n");
    for (size_t i = 0; i < COUNT(opcodes); i++) {
        const Opcode *op = &opcodes[i];
        printf("| `%s` | %s | %s | %s | %s | %s | ", op->name,
               strcmp(op->operand, "NONE") == 0 ? "" : op->operand, op->pops, op->pushes,
               strcmp(op->on_jump, "0") == 0 ? "" : op->on_jump, op->ticks);
        for (const char *c = strcmp(op->flags, "0") == 0 ? "" : op->flags; *c; c++)
            printf(*c == '|' ? "\\|" : "%c", *c);
        printf(" | %s |\n", op->doc);
    }
}

static void print_policies(void)
{
    printf("## Policies (`--gil`)\n\n| policy | as in | knob | |\n|---|---|---|---|\n");
#define GIL_POLICY(name, word, counts_ticks, knob, origin, sentence) \
    printf("| `%s` | %s | %s | %s |\n", #word, origin, knob, sentence);
#include "gil/policies.def"
#undef GIL_POLICY
}

static void print_preset(const char *version, const char *policy, double switch_interval_ns,
                         int check_interval, const char *checks, bool deaf)
{
    printf("| %s | %s | %g ms | %d | ", version, policy, switch_interval_ns / 1e6, check_interval);
    for (const char *c = checks; *c; c++)
        putchar(tolower((unsigned char)*c));
    printf(" | %s |\n", deaf ? "no" : "yes");
}

static void print_presets(void)
{
    static const char *const policies[] = {
#define GIL_POLICY(name, word, counts_ticks, knob, origin, sentence) #word,
#include "gil/policies.def"
#undef GIL_POLICY
    };
    enum {
#define GIL_POLICY(name, word, counts_ticks, knob, origin, sentence) name,
#include "gil/policies.def"
#undef GIL_POLICY
    };

    printf("\n## Presets (`--as`)\n\n"
           "| version | policy | switch interval | check interval | checks | "
           "Ctrl-C ends lock waits |\n"
           "|---|---|---|---|---|---|\n");
#define GIL_PRESET(version, policy, switch_interval_ns, check_interval, checks, deaf) \
    print_preset(version, policies[policy], switch_interval_ns, check_interval, #checks, deaf);
#include "gil/presets.def"
#undef GIL_PRESET
}

static void print_reasons(void)
{
    printf("\n## Why a thread gives the lock up\n\n| reason | |\n|---|---|\n");
#define GIL_REASON(name, word, noun, sentence) printf("| %s | %s |\n", word, sentence);
#include "gil/reasons.def"
#undef GIL_REASON
}

static void print_event(const char *name, const char *heading, const char *sentence)
{
    printf("| %s | %s | %s |\n", name, heading ? heading : "", sentence);
}

static void print_events(void)
{
    printf("\n## What can happen between a thread and the lock\n\n"
           "*Column* is where `--stats` counts it.\n\n| event | column | |\n|---|---|---|\n");
#define GIL_EVENT(name, heading, sentence) print_event(#name, heading, sentence);
#include "gil/events.def"
#undef GIL_EVENT
}

static void print_locks(void)
{
    printf("# Locks\n\nGenerated from the tables in `gil/` by `make docs`. "
           "`docs/gil.md` explains them.\n\n");
    print_policies();
    print_presets();
    print_reasons();
    print_events();
}

int main(int count, char **arguments)
{
    const char *page = count == 2 ? arguments[1] : "";
    if (strcmp(page, "opcodes") == 0)
        print_opcodes();
    else if (strcmp(page, "locks") == 0)
        print_locks();
    else
        return fprintf(stderr, "usage: tables opcodes|locks\n"), 2;
    return 0;
}
