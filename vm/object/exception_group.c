/* BaseExceptionGroup and ExceptionGroup: several exceptions raised as one, and taking them apart
 * again. */
#include "vm/object/exception_parts.h"

#include "vm/interp.h"
#include "vm/object/list.h"
#include "vm/object/type.h"

bool gb_is_exception_group(GbThread *t, GbBorrow v)
{
    return gb_is_exception(v) &&
           gb_is_instance_of(t, v, t->interp->exceptions[gb_BaseExceptionGroup]);
}

static GbBorrow members(GbBorrow group)
{
    return gb_as_exception(group)->fields[GB_GROUP_EXCEPTIONS];
}

/* --- Construction --- */

static bool is_sequence(GbThread *t, GbBorrow v)
{
    return !gb_is_dict(v) && gb_type_of(t, v)->slots.getitem != NULL;
}

/* The members as a tuple. *has_base: some are no Exceptions. */
static GbRef check_members(GbThread *t, GbBorrow sequence, bool *has_base)
{
    if (!is_sequence(t, sequence))
        return gb_raise(t, gb_TypeError, "second argument (exceptions) must be a sequence");
    GbRef tuple = gb_tuple_from(t, sequence);
    if (tuple == GB_NULL)
        return GB_NULL;
    int64_t count = gb_tuple_count(tuple);
    if (count == 0) {
        gb_decref(tuple);
        return gb_raise(t, gb_ValueError,
                        "second argument (exceptions) must be a non-empty sequence");
    }
    *has_base = false;
    for (int64_t i = 0; i < count; ++i) {
        GbBorrow item = gb_tuple_peek(tuple, i);
        if (!gb_is_exception(item)) {
            gb_decref(tuple);
            return gb_raise(t, gb_ValueError,
                            "Item %lld of second argument (exceptions) is not an exception",
                            (long long)i);
        }
        if (!gb_is_instance_of(t, item, t->interp->exceptions[gb_Exception]))
            *has_base = true;
    }
    return tuple;
}

/* BaseExceptionGroup of Exceptions only is an ExceptionGroup, and that refuses others. NULL with an
 * exception set. */
static GbType *choose_class(GbThread *t, GbType *type, bool has_base)
{
    GbType *group = t->interp->exceptions[gb_ExceptionGroup];
    if (!has_base)
        return type == t->interp->exceptions[gb_BaseExceptionGroup] ? group : type;
    if (type == group) {
        gb_raise(t, gb_TypeError, "Cannot nest BaseExceptions in an ExceptionGroup");
        return NULL;
    }
    if (gb_type_is_subtype(type, t->interp->exceptions[gb_Exception])) {
        gb_raise(t, gb_TypeError, "Cannot nest BaseExceptions in '%.200N'", type);
        return NULL;
    }
    return type;
}

GbRef gb_group_create(GbThread *t, GbBorrow type, const GbBorrow *args, int count, GbBorrow names)
{
    GbRef self = GB_NULL;
    bool has_base = false;
    int positional = gb_positional_count(count, names);
    if (positional != 2)
        return gb_raise(t, gb_TypeError,
                        "BaseExceptionGroup.__new__() takes exactly 2 arguments (%d given)",
                        positional);
    if (!gb_is_str(args[0]))
        return gb_raise(t, gb_TypeError,
                        "BaseExceptionGroup.__new__() argument 1 must be str, not %K", args[0]);
    GbRef tuple = check_members(t, args[1], &has_base);
    if (tuple == GB_NULL)
        return GB_NULL;
    GbType *chosen = choose_class(t, gb_as_type(type), has_base);
    if (chosen != NULL)
        self = gb_exception_create(t, gb_value(chosen), args, positional, GB_NULL);
    if (self != GB_NULL) {
        gb_field_set(self, GB_GROUP_MESSAGE, args[0]);
        gb_field_set(self, GB_GROUP_EXCEPTIONS, tuple);
    }
    gb_decref(tuple);
    return self;
}

static GbRef group_new(GbThread *t, GbBorrow message, GbBorrow exceptions)
{
    return gb_call2(t, gb_value(t->interp->exceptions[gb_BaseExceptionGroup]), message, exceptions);
}

GbRef gb_group_str(GbThread *t, GbBorrow self)
{
    int64_t count = gb_tuple_count(members(self));
    return gb_str_format(t, "%S (%lld sub-exception%s)", gb_field_peek(self, GB_GROUP_MESSAGE),
                         (long long)count, count == 1 ? "" : "s");
}

/* --- Taking apart --- */

/* What decides whether a member is in: classes, a function, or (for re-raising) membership in a set
 * of exceptions. */
typedef enum MatcherKind { MATCH_CLASSES, MATCH_PREDICATE, MATCH_LEAVES } MatcherKind;

typedef struct Matcher {
    MatcherKind kind;
    GbBorrow value;
} Matcher;

static bool is_class_or_classes(GbThread *t, GbBorrow v)
{
    if (!gb_is_tuple(v))
        return gb_is_exception_class(t, v);
    for (int64_t i = 0; i < gb_tuple_count(v); ++i) {
        if (!gb_is_exception_class(t, gb_tuple_peek(v, i)))
            return false;
    }
    return true;
}

static int matcher_init(GbThread *t, GbBorrow value, Matcher *matcher)
{
    matcher->value = value;
    if (gb_is_exact(value, GB_KIND_FUNCTION))
        matcher->kind = MATCH_PREDICATE;
    else if (is_class_or_classes(t, value))
        matcher->kind = MATCH_CLASSES;
    else
        return gb_fail(t, gb_TypeError,
                       "expected a function, exception type or tuple of exception types");
    return 0;
}

static int matcher_accepts(GbThread *t, const Matcher *matcher, GbBorrow exception)
{
    if (matcher->kind == MATCH_CLASSES)
        return gb_exception_matches(t, exception, matcher->value);
    if (matcher->kind == MATCH_LEAVES) {
        for (int64_t i = 0; i < gb_list_count(matcher->value); ++i) {
            if (gb_list_peek(matcher->value, i) == exception)
                return !gb_is_exception_group(t, exception);
        }
        return 0;
    }
    GbRef verdict = gb_call1(t, matcher->value, exception);
    if (verdict == GB_NULL)
        return -1;
    int accepts = gb_truth(t, verdict);
    gb_decref(verdict);
    return accepts;
}

static int copy_notes(GbThread *t, GbBorrow from, GbBorrow to)
{
    GbRef notes = GB_NULL, copy = GB_NULL;
    int result = gb_attr_find(t, from, gb_name(t, __notes__), &notes);
    if (result <= 0)
        return result;
    result = 0;
    if (is_sequence(t, notes)) { /* Anything else is somebody's mistake, and not ours to report. */
        copy = gb_list_from(t, notes);
        result = copy == GB_NULL ? -1 : gb_attr_set(t, to, gb_name(t, __notes__), copy);
    }
    gb_clear(&notes);
    gb_clear(&copy);
    return result;
}

/* A group as `original`, of a part of its members; None if there are none. */
static GbRef subset(GbThread *t, GbBorrow original, GbBorrow list)
{
    if (gb_list_count(list) == 0)
        return GB_NONE;
    GbRef group = gb_call_method_c(t, original, "derive", &list, 1);
    if (group == GB_NULL)
        return GB_NULL;
    if (!gb_is_exception_group(t, group)) {
        gb_decref(group);
        return gb_raise(t, gb_TypeError, "derive must return an instance of BaseExceptionGroup");
    }
    GbException *from = gb_as_exception(original), *to = gb_as_exception(group);
    gb_xincref(from->traceback);
    gb_set(&to->traceback, from->traceback);
    gb_xincref(from->context);
    gb_set(&to->context, from->context);
    gb_exception_set_cause(group, from->cause);
    if (copy_notes(t, original, group) < 0)
        gb_clear(&group);
    return group;
}

static int split(GbThread *t, GbBorrow exception, const Matcher *matcher, GbRef *match,
                 GbRef *rest);

static int split_members(GbThread *t, GbBorrow group, const Matcher *matcher, GbBorrow matched,
                         GbBorrow others)
{
    GbRef tuple = gb_new_ref(members(group));
    int result = 0;
    for (int64_t i = 0; result == 0 && i < gb_tuple_count(tuple); ++i) {
        GbRef match = GB_NONE, rest = GB_NONE;
        result = split(t, gb_tuple_peek(tuple, i), matcher, &match, &rest);
        if (result == 0 && match != GB_NONE)
            result = gb_list_append(t, matched, match);
        if (result == 0 && rest != GB_NONE)
            result = gb_list_append(t, others, rest);
        gb_decref(match);
        gb_decref(rest);
    }
    gb_decref(tuple);
    return result;
}

static int split_group(GbThread *t, GbBorrow group, const Matcher *matcher, GbRef *match,
                       GbRef *rest)
{
    GbRef matched = GB_NULL, others = GB_NULL, part = GB_NULL, remainder = GB_NULL;
    int result = -1;
    if (gb_recursion_enter(t, " in exceptiongroup_split_recursive") < 0)
        return -1;
    if ((matched = gb_list_new(t, 0)) == GB_NULL || (others = gb_list_new(t, 0)) == GB_NULL)
        goto done;
    if (split_members(t, group, matcher, matched, others) < 0)
        goto done;
    if ((part = subset(t, group, matched)) == GB_NULL ||
        (remainder = subset(t, group, others)) == GB_NULL)
        goto done;
    *match = gb_new_ref(part);
    *rest = gb_new_ref(remainder);
    result = 0;
done:
    gb_recursion_leave(t);
    gb_clear(&matched);
    gb_clear(&others);
    gb_clear(&part);
    gb_clear(&remainder);
    return result;
}

/* *match and *rest, None at first, are set to owned values. */
static int split(GbThread *t, GbBorrow exception, const Matcher *matcher, GbRef *match, GbRef *rest)
{
    int accepts = matcher_accepts(t, matcher, exception);
    if (accepts < 0)
        return -1;
    if (accepts)
        *match = gb_new_ref(exception);
    else if (gb_is_exception_group(t, exception))
        return split_group(t, exception, matcher, match, rest);
    else
        *rest = gb_new_ref(exception);
    return 0;
}

/* --- Methods --- */

static GbRef group_derive(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return group_new(t, gb_field_peek(self, GB_GROUP_MESSAGE), args[0]);
}

static GbRef group_split(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Matcher matcher;
    GbRef match = GB_NONE, rest = GB_NONE, result = GB_NULL;
    if (matcher_init(t, args[0], &matcher) < 0)
        return GB_NULL;
    if (split(t, self, &matcher, &match, &rest) == 0)
        result = gb_tuple_of(t, 2, match, rest);
    gb_decref(match);
    gb_decref(rest);
    return result;
}

static GbRef group_subgroup(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Matcher matcher;
    GbRef match = GB_NONE, rest = GB_NONE;
    if (matcher_init(t, args[0], &matcher) < 0)
        return GB_NULL;
    int failed = split(t, self, &matcher, &match, &rest);
    gb_decref(rest);
    if (failed == 0)
        return match;
    gb_decref(match);
    return GB_NULL;
}

static GbRef group_class_getitem(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    return gb_call2(t, gb_value(gb_type(t, GENERIC_ALIAS)), type, args[0]);
}

/* --- except* --- */

static bool has_group_class(GbThread *t, GbBorrow classes)
{
    GbType *group = t->interp->exceptions[gb_BaseExceptionGroup];
    if (!gb_is_tuple(classes))
        return gb_is_type(classes) && gb_type_is_subtype(gb_as_type(classes), group);
    for (int64_t i = 0; i < gb_tuple_count(classes); ++i) {
        if (has_group_class(t, gb_tuple_peek(classes, i)))
            return true;
    }
    return false;
}

/* A naked exception that except* catches comes as a group of one. */
static GbRef wrap(GbThread *t, GbBorrow exception)
{
    GbRef one = gb_tuple_of(t, 1, exception);
    if (one == GB_NULL)
        return GB_NULL;
    GbRef group = group_new(t, t->interp->empty_str, one);
    gb_decref(one);
    return group;
}

/* Ask the group itself: `split` may be overridden. */
static int split_by_method(GbThread *t, GbBorrow group, GbBorrow classes, GbRef *match, GbRef *rest)
{
    GbRef pair = gb_call_method_c(t, group, "split", &classes, 1);
    if (pair == GB_NULL)
        return -1;
    int result = -1;
    if (!gb_is_tuple(pair)) {
        gb_fail(t, gb_TypeError, "%T.split must return a tuple, not %T", group, pair);
    } else if (gb_tuple_count(pair) < 2) {
        gb_fail(t, gb_TypeError, "%T.split must return a 2-tuple, got tuple of size %lld", group,
                (long long)gb_tuple_count(pair));
    } else {
        *match = gb_new_ref(gb_tuple_peek(pair, 0));
        *rest = gb_new_ref(gb_tuple_peek(pair, 1));
        result = 0;
    }
    gb_decref(pair);
    return result;
}

int gb_exception_group_match(GbThread *t, GbBorrow exception, GbBorrow classes, GbRef *match,
                             GbRef *rest)
{
    *match = *rest = GB_NONE;
    GbBorrow asked =
        exception == GB_NONE ? gb_value(t->interp->exceptions[gb_BaseException]) : exception;
    int matches = gb_exception_matches(t, asked, classes);
    if (matches < 0)
        return -1;
    if (has_group_class(t, classes))
        return gb_fail(t, gb_TypeError,
                       "catching ExceptionGroup with except* is not allowed. Use except instead.");
    if (exception == GB_NONE)
        return 0;
    if (matches) {
        *match = gb_is_exception_group(t, exception) ? gb_new_ref(exception) : wrap(t, exception);
        return *match == GB_NULL ? -1 : 0;
    }
    if (gb_is_exception_group(t, exception))
        return split_by_method(t, exception, classes, match, rest);
    *rest = gb_new_ref(exception);
    return 0;
}

/* Was `exception`, raised in an except* block, only passed on? Then it still has the original's
 * history. */
static bool is_passed_on(GbBorrow exception, GbBorrow original)
{
    GbException *a = gb_as_exception(exception), *b = gb_as_exception(original);
    return a->traceback == b->traceback && a->cause == b->cause && a->context == b->context;
}

static int collect_leaves(GbThread *t, GbBorrow exception, GbBorrow leaves)
{
    if (!gb_is_exception_group(t, exception))
        return gb_list_append(t, leaves, exception);
    if (gb_recursion_enter(t, " in collect_exception_group_leaf_ids") < 0)
        return -1;
    int result = 0;
    GbBorrow tuple = members(exception);
    for (int64_t i = 0; result == 0 && i < gb_tuple_count(tuple); ++i)
        result = collect_leaves(t, gb_tuple_peek(tuple, i), leaves);
    gb_recursion_leave(t);
    return result;
}

/* The part of `original` whose leaves occur in the groups of `kept`, in the original's shape. */
static GbRef project(GbThread *t, GbBorrow original, GbBorrow kept)
{
    GbRef leaves = gb_list_new(t, 0), match = GB_NONE, rest = GB_NONE;
    if (leaves == GB_NULL)
        return GB_NULL;
    int result = 0;
    for (int64_t i = 0; result == 0 && i < gb_list_count(kept); ++i)
        result = collect_leaves(t, gb_list_peek(kept, i), leaves);
    Matcher matcher = {MATCH_LEAVES, leaves};
    if (result == 0)
        result = split(t, original, &matcher, &match, &rest);
    gb_decref(rest);
    gb_decref(leaves);
    if (result == 0)
        return match;
    gb_decref(match);
    return GB_NULL;
}

static int sort_out(GbThread *t, GbBorrow original, GbBorrow raised_list, GbBorrow raised,
                    GbBorrow passed_on)
{
    for (int64_t i = 0; i < gb_list_count(raised_list); ++i) {
        GbBorrow exception = gb_list_peek(raised_list, i);
        if (exception == GB_NONE)
            continue;
        GbBorrow list = is_passed_on(exception, original) ? passed_on : raised;
        if (gb_list_append(t, list, exception) < 0)
            return -1;
    }
    return 0;
}

GbRef gb_exception_group_rejoin(GbThread *t, GbBorrow original, GbBorrow raised_list)
{
    if (gb_list_count(raised_list) == 0)
        return GB_NONE;
    if (!gb_is_exception_group(t, original)) /* Naked: one clause at most has run. */
        return gb_new_ref(gb_list_peek(raised_list, 0));
    GbRef raised = gb_list_new(t, 0), passed_on = gb_list_new(t, 0), remainder = GB_NULL,
          result = GB_NULL;
    if (raised == GB_NULL || passed_on == GB_NULL ||
        sort_out(t, original, raised_list, raised, passed_on) < 0)
        goto done;
    remainder = project(t, original, passed_on);
    if (remainder == GB_NULL)
        goto done;
    if (gb_list_count(raised) == 0) {
        result = gb_new_ref(remainder);
        goto done;
    }
    if (remainder != GB_NONE && gb_list_append(t, raised, remainder) < 0)
        goto done;
    if (gb_list_count(raised) > 1)
        result = group_new(t, t->interp->empty_str, raised);
    else
        result = gb_new_ref(gb_list_peek(raised, 0));
done:
    gb_clear(&raised);
    gb_clear(&passed_on);
    gb_clear(&remainder);
    return result;
}

/* --- Tables --- */

const GbMethodDef gb_group_methods[] = {
    {"__class_getitem__(item, /)", group_class_getitem, "See PEP 585", GB_METHOD_CLASS},
    {"derive(excs, /)", group_derive, NULL},
    {"split(condition, /)", group_split, NULL},
    {"subgroup(condition, /)", group_subgroup, NULL},
    {0},
};

const GbGetSetDef gb_group_getsets[] = {
    GB_FIELD_READONLY("message", 0, "exception message"),
    GB_FIELD_READONLY("exceptions", 1, "nested exceptions"),
    {0},
};
