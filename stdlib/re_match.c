/* re.Match: where a pattern was found, and what its groups have. */
#include "stdlib/re_parts.h"

/* The group that ended last: of those that end at the same place, the one whose parenthesis closes
 * last. -1: no group took part. */
static int64_t last_group(const RePattern *pattern, const int64_t *ends)
{
    int64_t best = -1;
    for (int64_t i = 1; i <= pattern->tree.group_count; i++) {
        if (ends[2 * i] < 0)
            continue;
        if (best < 0 || ends[2 * i + 1] > ends[2 * best + 1] ||
            (ends[2 * i + 1] == ends[2 * best + 1] &&
             pattern->tree.closing[i] > pattern->tree.closing[best]))
            best = i;
    }
    return best;
}

GbRef gb_re_match_new(GbThread *t, RePattern *pattern, const ReSubject *subject, int64_t start,
                   int64_t end, const int64_t *ends)
{
    size_t size = 2 * ((size_t)pattern->tree.group_count + 1) * sizeof *ends;
    ReMatch *match = gb_object_new_sized(t, gb_spec_type(t, &gb_re_match_spec),
                                         sizeof(ReMatch) + size);
    if (match == NULL)
        return GB_NULL;
    match->pair_count = pattern->tree.group_count + 1;
    match->pattern = pattern;
    gb_incref(gb_value(pattern));
    match->string = gb_new_ref(subject->string);
    match->position = start;
    match->end_position = end;
    memcpy(match->ends, ends, size);
    match->last_index = last_group(pattern, ends);
    return gb_value(match);
}

static int64_t match_size_of(GbObject *object)
{
    ReMatch *match = (ReMatch *)object;
    return (int64_t)sizeof(ReMatch) + 2 * match->pair_count * (int64_t)sizeof match->ends[0];
}

static void match_dealloc(GbThread *t, GbObject *object)
{
    ReMatch *match = (ReMatch *)object;
    GbRef pattern = gb_value(match->pattern);
    match->pattern = NULL;
    gb_xdecref(pattern);
    gb_clear(&match->string);
}

/* --- Groups --- */

static int64_t no_such_group(GbThread *t)
{
    return gb_fail(t, gb_IndexError, "no such group");
}

/* The number of a group given by number or name, or -1. */
static int64_t group_number(GbThread *t, const ReMatch *match, GbBorrow which)
{
    int64_t number = -1;
    GbRef known = GB_NULL;
    if (gb_has_index(t, which)) {
        if (gb_index_i64(t, which, &number, gb_BaseException) < 0)
            return -1;
    } else {
        int found = gb_dict_find(t, match->pattern->tree.names, which, &known);
        if (found < 0)
            return gb_raised_drop_if(t, gb_TypeError) ? no_such_group(t) : -1;
        if (found > 0)
            number = gb_small(known);
        gb_xdecref(known);
    }
    return number < 0 || number > match->pattern->tree.group_count ? no_such_group(t) : number;
}

/* A piece of the text that was searched. */
static GbRef text_between(GbThread *t, const ReMatch *match, int64_t start, int64_t end)
{
    ReSubject subject;
    if (gb_is_exact(match->string, GB_KIND_STR))
        return gb_str_slice(t, match->string, start, end);
    if (gb_re_subject_get(t, match->pattern, match->string, &subject) < 0)
        return GB_NULL;
    /* A bytearray may have shrunk meanwhile. */
    end = end > subject.length ? subject.length : end;
    start = start > end ? end : start;
    GbRef result = gb_re_subject_slice(t, &subject, start, end);
    gb_re_subject_release(t, &subject);
    return result;
}

static GbRef group_text(GbThread *t, const ReMatch *match, int64_t number, GbBorrow missing)
{
    const int64_t *ends = match->ends + 2 * number;
    return ends[0] < 0 ? gb_new_ref(missing) : text_between(t, match, ends[0], ends[1]);
}

static GbRef group_by(GbThread *t, const ReMatch *match, GbBorrow which)
{
    int64_t number = group_number(t, match, which);
    return number < 0 ? GB_NULL : group_text(t, match, number, GB_NONE);
}

static GbRef match_group(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    ReMatch *match = re_as_match(self);
    int64_t count = gb_tuple_count(args[0]);
    if (count == 0)
        return group_text(t, match, 0, GB_NONE);
    if (count == 1)
        return group_by(t, match, gb_tuple_peek(args[0], 0));
    GbRef tuple = gb_tuple_new(t, count);
    for (int64_t i = 0; tuple != GB_NULL && i < count; i++) {
        GbRef text = group_by(t, match, gb_tuple_peek(args[0], i));
        if (text == GB_NULL)
            gb_clear(&tuple);
        else
            gb_tuple_set_take(tuple, i, text);
    }
    return tuple;
}

static GbRef match_getitem(GbThread *t, GbBorrow self, GbBorrow key)
{
    return group_by(t, re_as_match(self), key);
}

static GbRef match_groups(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    ReMatch *match = re_as_match(self);
    int64_t count = match->pattern->tree.group_count;
    GbRef tuple = gb_tuple_new(t, count);
    for (int64_t i = 0; tuple != GB_NULL && i < count; i++) {
        GbRef text = group_text(t, match, i + 1, args[0]);
        if (text == GB_NULL)
            gb_clear(&tuple);
        else
            gb_tuple_set_take(tuple, i, text);
    }
    return tuple;
}

static GbRef match_groupdict(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    ReMatch *match = re_as_match(self);
    GbRef dict = gb_dict_new(t);
    GbBorrow name, number;
    int64_t position = 0;
    while (dict != GB_NULL &&
           gb_dict_next(match->pattern->tree.names, &position, &name, &number)) {
        GbRef text = group_text(t, match, gb_small(number), args[0]);
        if (text == GB_NULL || gb_dict_set(t, dict, name, text) < 0)
            gb_clear(&dict);
        gb_xdecref(text);
    }
    return dict;
}

/* --- Places --- */

static GbRef match_start(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t number = group_number(t, re_as_match(self), args[0]);
    return number < 0 ? GB_NULL : gb_int_new(t, re_as_match(self)->ends[2 * number]);
}

static GbRef match_end(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t number = group_number(t, re_as_match(self), args[0]);
    return number < 0 ? GB_NULL : gb_int_new(t, re_as_match(self)->ends[2 * number + 1]);
}

static GbRef span_of(GbThread *t, const ReMatch *match, int64_t number)
{
    return gb_tuple_of(t, 2, gb_small_new(match->ends[2 * number]),
                       gb_small_new(match->ends[2 * number + 1]));
}

static GbRef match_span(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t number = group_number(t, re_as_match(self), args[0]);
    return number < 0 ? GB_NULL : span_of(t, re_as_match(self), number);
}

static GbRef match_get_regs(GbThread *t, GbBorrow self)
{
    ReMatch *match = re_as_match(self);
    int64_t count = match->pattern->tree.group_count + 1;
    GbRef tuple = gb_tuple_new(t, count);
    for (int64_t i = 0; tuple != GB_NULL && i < count; i++) {
        GbRef span = span_of(t, match, i);
        if (span == GB_NULL)
            gb_clear(&tuple);
        else
            gb_tuple_set_take(tuple, i, span);
    }
    return tuple;
}

static GbRef match_expand(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    ReMatch *match = re_as_match(self);
    ReSubject subject;
    ReSink sink;
    GbRef parts = gb_re_template_get(t, match->pattern, args[0]), result = GB_NULL;
    if (parts == GB_NULL)
        return GB_NULL;
    if (gb_re_subject_get(t, match->pattern, match->string, &subject) == 0) {
        gb_re_sink_init(&sink, t, subject.is_bytes);
        if (gb_re_template_put(&sink, parts, &subject, match->ends) == 0)
            result = gb_re_sink_finish(&sink);
        else
            gb_re_sink_clear(&sink);
        gb_re_subject_release(t, &subject);
    }
    gb_decref(parts);
    return result;
}

/* --- Attributes --- */

static GbRef match_get_string(GbThread *t, GbBorrow self)
{
    return gb_new_ref(re_as_match(self)->string);
}

static GbRef match_get_re(GbThread *t, GbBorrow self)
{
    return gb_new_ref(gb_value(re_as_match(self)->pattern));
}

static GbRef match_get_pos(GbThread *t, GbBorrow self)
{
    return gb_int_new(t, re_as_match(self)->position);
}

static GbRef match_get_endpos(GbThread *t, GbBorrow self)
{
    return gb_int_new(t, re_as_match(self)->end_position);
}

static GbRef match_get_lastindex(GbThread *t, GbBorrow self)
{
    int64_t last = re_as_match(self)->last_index;
    return last < 0 ? GB_NONE : gb_small_new(last);
}

static GbRef match_get_lastgroup(GbThread *t, GbBorrow self)
{
    ReMatch *match = re_as_match(self);
    GbBorrow name, number;
    int64_t position = 0;
    while (gb_dict_next(match->pattern->tree.names, &position, &name, &number)) {
        if (gb_small(number) == match->last_index)
            return gb_new_ref(name);
    }
    return GB_NONE;
}

static GbRef match_repr(GbThread *t, GbBorrow self)
{
    ReMatch *match = re_as_match(self);
    GbRef text = group_text(t, match, 0, GB_NONE);
    if (text == GB_NULL)
        return GB_NULL;
    GbRef repr = gb_repr(t, text), result = GB_NULL;
    if (repr != GB_NULL) {
        int64_t length = gb_str_length(repr);
        GbRef cut = gb_str_slice(t, repr, 0, length < 50 ? length : 50);
        if (cut != GB_NULL)
            result = gb_str_format(t, "<re.Match object; span=(%lld, %lld), match=%U>",
                                   (long long)match->ends[0], (long long)match->ends[1], cut);
        gb_xdecref(cut);
    }
    gb_xdecref(repr);
    gb_decref(text);
    return result;
}

static GbRef itself(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_new_ref(self);
}

static GbRef match_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_raise(t, gb_TypeError, "cannot pickle 're.Match' object");
}

static const GbMethodDef match_methods[] = {
    {"group(*groups)", match_group,
     "group([group1, ...]) -> str or tuple.\n"
     "Return subgroup(s) of the match by indices or names.\n"
     "For 0 returns the entire match."},
    {"groups(default=None)", match_groups,
     "Return a tuple containing all the subgroups of the match, from 1."},
    {"groupdict(default=None)", match_groupdict,
     "Return a dictionary containing all the named subgroups of the match, keyed by the subgroup "
     "name."},
    {"start(group=0, /)", match_start,
     "Return index of the start of the substring matched by group."},
    {"end(group=0, /)", match_end, "Return index of the end of the substring matched by group."},
    {"span(group=0, /)", match_span,
     "For match object m, return the 2-tuple (m.start(group), m.end(group))."},
    {"expand(template)", match_expand,
     "Return the string obtained by doing backslash substitution on the string template, as done "
     "by the sub() method."},
    {"__copy__()", itself, NULL},
    {"__deepcopy__(memo, /)", itself, NULL},
    {"__reduce_ex__(protocol, /)", match_reduce, NULL},
    {"__reduce__()", match_reduce, NULL},
    {"__class_getitem__(item, /)", gb_class_getitem, "See PEP 585", GB_METHOD_CLASS},
    {0},
};

static const GbGetSetDef match_getsets[] = {
    {"string", match_get_string, gb_refuse_set, "The string passed to match() or search()."},
    {"re", match_get_re, gb_refuse_set, "The regular expression object."},
    {"pos", match_get_pos, gb_refuse_set,
     "The index into the string at which the RE engine started looking for a match."},
    {"endpos", match_get_endpos, gb_refuse_set,
     "The index into the string beyond which the RE engine will not go."},
    {"lastindex", match_get_lastindex, NULL,
     "The integer index of the last matched capturing group."},
    {"lastgroup", match_get_lastgroup, NULL, "The name of the last matched capturing group."},
    {"regs", match_get_regs, NULL, NULL},
    {0},
};

const GbTypeSpec gb_re_match_spec = {
    .name = "re.Match",
    .doc = "The result of re.match() and re.search().\n"
           "Match objects always have a boolean value of True.",
    .size = sizeof(ReMatch),
    .flags = GB_TYPE_FINAL | GB_TYPE_NO_CREATE | GB_TYPE_IMMUTABLE | GB_TYPE_VARIABLE,
    .size_of = match_size_of,
    .slots = {.dealloc = match_dealloc, .repr = match_repr, .getitem = match_getitem},
    .methods = match_methods,
    .getsets = match_getsets,
};
