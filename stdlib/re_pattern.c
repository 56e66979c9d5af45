/* re.Pattern: searching, replacing, splitting. */
#include "stdlib/re_parts.h"

#include <stdlib.h>

/* --- Subjects --- */

int gb_re_subject_get(GbThread *t, const RePattern *pattern, GbBorrow string, ReSubject *out)
{
    *out = (ReSubject){.string = string, .width = 1};
    if (gb_is_str(string)) {
        if (pattern->is_bytes)
            return gb_fail(t, gb_TypeError, "cannot use a bytes pattern on a string-like object");
        out->data = gb_str_data(string, &out->width);
        out->length = gb_str_length(string);
        gb_incref(string);
        return 0;
    }
    out->is_bytes = true;
    if (gb_has_layout(string, GB_KIND_BYTES)) {
        out->data = gb_bytes_data(string);
        out->length = gb_bytes_size(string);
    } else {
        if (gb_buffer_get(t, string, &out->buffer) < 0) {
            if (gb_raised_drop_if(t, gb_TypeError))
                gb_raise(t, gb_TypeError, "expected string or bytes-like object, got '%T'", string);
            return -1;
        }
        out->data = out->buffer.data;
        out->length = out->buffer.size;
    }
    gb_incref(string);
    if (pattern->is_bytes)
        return 0;
    gb_re_subject_release(t, out);
    return gb_fail(t, gb_TypeError, "cannot use a string pattern on a bytes-like object");
}

void gb_re_subject_release(GbThread *t, ReSubject *subject)
{
    if (subject->widened != NULL)
        gb_mem_free(t, subject->widened, (size_t)(subject->length + 1) * sizeof(uint32_t));
    if (subject->buffer.owner != GB_NULL)
        gb_buffer_release(t, &subject->buffer);
    subject->widened = NULL;
    gb_clear(&subject->string);
}

static uint32_t subject_at(const ReSubject *subject, int64_t index)
{
    return subject->width == 1   ? ((const uint8_t *)subject->data)[index]
           : subject->width == 2 ? ((const uint16_t *)subject->data)[index]
                                 : ((const uint32_t *)subject->data)[index];
}

static int subject_widen(GbThread *t, ReSubject *subject)
{
    if (subject->widened != NULL)
        return 0;
    subject->widened = gb_mem_new(t, (size_t)(subject->length + 1) * sizeof(uint32_t));
    if (subject->widened == NULL)
        return -1;
    for (int64_t i = 0; i < subject->length; i++)
        subject->widened[i] = subject_at(subject, i);
    return 0;
}

GbRef gb_re_subject_slice(GbThread *t, const ReSubject *subject, int64_t start, int64_t end)
{
    bool whole = start == 0 && end == subject->length;
    if (!subject->is_bytes) {
        if (whole && gb_is_exact(subject->string, GB_KIND_STR))
            return gb_new_ref(subject->string);
        return gb_str_slice(t, subject->string, start, end);
    }
    if (whole && gb_is_exact(subject->string, GB_KIND_BYTES))
        return gb_new_ref(subject->string);
    return gb_bytes_new(t, (const uint8_t *)subject->data + start, (size_t)(end - start));
}

/* --- Running --- */

static const uint32_t highest[] = {0xff, 0xffff, 0x10ffff};

/* The code for a mode and a width's index, compiled when first asked for. NULL without an
 * exception: that width can't have it. */
static ReCode *pattern_code(GbThread *t, RePattern *pattern, ReMode mode, int index)
{
    ReText text;
    char message[256] = "";
    ReCode **slot = &pattern->codes[mode][index];
    if (*slot != NULL || pattern->too_large[mode] & 1 << index)
        return *slot;
    if (gb_re_emit(t, &pattern->tree, mode, highest[index], &text) < 0)
        return NULL;
    int failed = gb_re_code_new(&text, 1 << index, slot, message);
    gb_re_text_free(t, &text);
    if (failed == RE_TOO_LARGE && index < 2)
        pattern->too_large[mode] |= (uint8_t)(1 << index);
    else if (failed == RE_NO_MEMORY)
        gb_raise_memory(t);
    else if (failed != 0)
        gb_re_raise(t,
                    gb_str_new(t, failed == RE_BAD ? message : "regular expression is too large"),
                    pattern->source, -1);
    return *slot;
}

int gb_re_pattern_run(GbThread *t, RePattern *pattern, ReMode mode, ReSubject *subject,
                      int64_t start, int64_t end, bool advance, int64_t *ends)
{
    int index = subject->widened != NULL ? 2 : subject->width >> 1;
    const void *data = subject->data;
    if (start > end)
        return 0;
    ReCode *code = pattern_code(t, pattern, mode, index);
    if (code == NULL && !gb_raised(t) && subject_widen(t, subject) == 0)
        code = pattern_code(t, pattern, mode, 2);
    if (code == NULL)
        return -1;
    if (subject->widened != NULL)
        data = subject->widened;
    int outcome = gb_re_code_match(code, data == NULL ? "" : data, (size_t)end, (size_t)start,
                                   advance, (size_t *)ends, pattern->tree.group_count + 1);
    if (outcome >= 0)
        return outcome;
    gb_raise_memory(t); /* It can only have run out of memory. */
    return -1;
}

int gb_re_ends_init(GbThread *t, const RePattern *pattern, ReEnds *ends)
{
    size_t count = 2 * ((size_t)pattern->tree.group_count + 1);
    ends->items = ends->space;
    ends->bytes = 0;
    if (count <= sizeof ends->space / sizeof ends->space[0])
        return 0;
    ends->items = gb_mem_new(t, count * sizeof *ends->items);
    ends->bytes = count * sizeof *ends->items;
    return ends->items == NULL ? -1 : 0;
}

void gb_re_ends_free(GbThread *t, ReEnds *ends)
{
    if (ends->bytes > 0)
        gb_mem_free(t, ends->items, ends->bytes);
}

/* A search under way: a subject, its limits, and where the last match ended. */
typedef struct Search {
    RePattern *pattern; /* Owned. */
    ReSubject subject;
    int64_t start, end; /* pos and endpos, in range. */
    int64_t next;       /* Where to go on. */
    bool advance;       /* The last match was empty: another there won't do. */
    ReEnds ends;
} Search;

static int search_begin(GbThread *t, Search *search, GbBorrow pattern, GbBorrow string,
                        GbBorrow start, GbBorrow end)
{
    search->pattern = re_as_pattern(pattern);
    search->start = search->next = 0;
    search->end = INT64_MAX;
    search->advance = false;
    if (gb_position_argument(t, start, &search->start) < 0 ||
        gb_position_argument(t, end, &search->end) < 0 ||
        gb_re_subject_get(t, search->pattern, string, &search->subject) < 0)
        return -1;
    int64_t length = search->subject.length;
    search->start = search->start < 0 ? 0 : search->start > length ? length : search->start;
    search->end = search->end < 0 ? 0 : search->end > length ? length : search->end;
    search->next = search->start;
    if (gb_re_ends_init(t, search->pattern, &search->ends) < 0) {
        gb_re_subject_release(t, &search->subject);
        return -1;
    }
    gb_incref(pattern);
    return 0;
}

static void search_end(GbThread *t, Search *search)
{
    GbRef pattern = gb_value(search->pattern);
    gb_re_subject_release(t, &search->subject);
    gb_re_ends_free(t, &search->ends);
    gb_clear(&pattern);
}

/* The next match: 1, 0, -1. */
static int search_next(GbThread *t, Search *search, ReMode mode)
{
    int64_t *ends = search->ends.items;
    int found = gb_re_pattern_run(t, search->pattern, mode, &search->subject, search->next,
                                  search->end, search->advance, ends);
    if (found == 1) {
        search->next = ends[1];
        search->advance = ends[0] == ends[1];
    }
    return found;
}

static GbRef search_match(GbThread *t, Search *search)
{
    return gb_re_match_new(t, search->pattern, &search->subject, search->start, search->end,
                           search->ends.items);
}

static GbRef search_slice(GbThread *t, Search *search, int64_t start, int64_t end)
{
    return gb_re_subject_slice(t, &search->subject, start, end);
}

/* What group `number` has matched; `missing` when it took no part. */
static GbRef search_group(GbThread *t, Search *search, int number, GbBorrow missing)
{
    const int64_t *ends = search->ends.items + 2 * number;
    return ends[0] < 0 ? gb_new_ref(missing) : search_slice(t, search, ends[0], ends[1]);
}

/* --- match, fullmatch, search --- */

static GbRef run_once(GbThread *t, GbBorrow self, const GbBorrow *args, ReMode mode)
{
    Search search;
    if (search_begin(t, &search, self, args[0], args[1], args[2]) < 0)
        return GB_NULL;
    int found = search_next(t, &search, mode);
    GbRef result = found > 0 ? search_match(t, &search) : found == 0 ? GB_NONE : GB_NULL;
    search_end(t, &search);
    return result;
}

static GbRef pattern_match(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return run_once(t, self, args, RE_MATCH);
}

static GbRef pattern_fullmatch(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return run_once(t, self, args, RE_FULLMATCH);
}

static GbRef pattern_search(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return run_once(t, self, args, RE_SEARCH);
}

/* --- findall and split --- */

/* What findall lists for a match. */
static GbRef found_item(GbThread *t, Search *search, GbBorrow empty)
{
    int count = search->pattern->tree.group_count;
    if (count <= 1)
        return search_group(t, search, count, empty);
    GbRef tuple = gb_tuple_new(t, count);
    for (int i = 0; tuple != GB_NULL && i < count; i++) {
        GbRef text = search_group(t, search, i + 1, empty);
        if (text == GB_NULL)
            gb_clear(&tuple);
        else
            gb_tuple_set_take(tuple, i, text);
    }
    return tuple;
}

static GbRef pattern_findall(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Search search;
    int found = 0;
    if (search_begin(t, &search, self, args[0], args[1], args[2]) < 0)
        return GB_NULL;
    GbRef list = gb_list_new(t, 0), empty = search_slice(t, &search, 0, 0);
    if (list != GB_NULL && empty == GB_NULL)
        gb_clear(&list);
    while (list != GB_NULL && (found = search_next(t, &search, RE_SEARCH)) > 0) {
        if (gb_list_append_take(t, list, found_item(t, &search, empty)) < 0)
            gb_clear(&list);
    }
    if (found < 0)
        gb_clear(&list);
    gb_xdecref(empty);
    search_end(t, &search);
    return list;
}

static int split_groups(GbThread *t, Search *search, GbBorrow list)
{
    for (int i = 1; i <= search->pattern->tree.group_count; i++) {
        if (gb_list_append_take(t, list, search_group(t, search, i, GB_NONE)) < 0)
            return -1;
    }
    return 0;
}

static GbRef pattern_split(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Search search;
    int64_t most, last = 0;
    int found = 0;
    if (gb_size_argument(t, args[1], &most) < 0 ||
        search_begin(t, &search, self, args[0], GB_NULL, GB_NULL) < 0)
        return GB_NULL;
    GbRef list = gb_list_new(t, 0);
    for (int64_t count = 0; list != GB_NULL && (most == 0 || count < most); count++) {
        found = search_next(t, &search, RE_SEARCH);
        if (found <= 0)
            break;
        GbRef piece = search_slice(t, &search, last, search.ends.items[0]);
        if (gb_list_append_take(t, list, piece) < 0 || split_groups(t, &search, list) < 0)
            gb_clear(&list);
        last = search.ends.items[1];
    }
    if (found < 0)
        gb_clear(&list);
    if (list != GB_NULL &&
        gb_list_append_take(t, list, search_slice(t, &search, last, search.subject.length)) < 0)
        gb_clear(&list);
    search_end(t, &search);
    return list;
}

/* --- sub --- */

/* What stands for one match: from a function, or from a template's parts. */
static int put_replacement(GbThread *t, Search *search, GbBorrow replacement, GbBorrow parts,
                           ReSink *sink)
{
    if (parts != GB_NULL)
        return gb_re_template_put(sink, parts, &search->subject, search->ends.items);
    GbRef match = search_match(t, search);
    GbRef text = match == GB_NULL ? GB_NULL : gb_call1(t, replacement, match);
    gb_xdecref(match);
    if (text == GB_NULL)
        return -1;
    int failed = text == GB_NONE ? 0 : gb_re_sink_object(sink, text);
    gb_decref(text);
    return failed;
}

/* The text with replacements, and how many there were. */
static GbRef substitute(GbThread *t, GbBorrow self, const GbBorrow *args, int64_t *out_count)
{
    Search search;
    ReSink sink;
    int64_t most, last = 0, count = 0;
    int found = 0, failed = 0;
    RePattern *pattern = re_as_pattern(self);
    GbRef parts = GB_NULL;
    if (gb_size_argument(t, args[2], &most) < 0)
        return GB_NULL;
    if (!gb_is_callable(t, args[0])) {
        parts = gb_re_template_get(t, pattern, args[0]);
        if (parts == GB_NULL)
            return GB_NULL;
    }
    if (search_begin(t, &search, self, args[1], GB_NULL, GB_NULL) < 0) {
        gb_xdecref(parts);
        return GB_NULL;
    }
    gb_re_sink_init(&sink, t, search.subject.is_bytes);
    while (failed == 0 && (most == 0 || count < most) &&
           (found = search_next(t, &search, RE_SEARCH)) > 0) {
        int64_t start = search.ends.items[0], end = search.ends.items[1];
        if (last < start)
            failed = gb_re_sink_slice(&sink, &search.subject, last, start);
        if (failed == 0)
            failed = put_replacement(t, &search, args[0], parts, &sink);
        last = end;
        ++count;
    }
    GbRef result = GB_NULL;
    if (found < 0 || failed < 0)
        gb_re_sink_clear(&sink);
    else if (count == 0)
        result = search_slice(t, &search, 0, search.subject.length);
    else if (gb_re_sink_slice(&sink, &search.subject, last, search.subject.length) == 0)
        result = gb_re_sink_finish(&sink);
    if (count == 0)
        gb_re_sink_clear(&sink);
    *out_count = count;
    search_end(t, &search);
    gb_xdecref(parts);
    return result;
}

static GbRef pattern_sub(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t count;
    return substitute(t, self, args, &count);
}

static GbRef pattern_subn(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t count;
    GbRef text = substitute(t, self, args, &count);
    GbRef result = text == GB_NULL ? GB_NULL : gb_tuple_of(t, 2, text, gb_small_new(count));
    gb_xdecref(text);
    return result;
}

/* --- finditer and scanner --- */

/* One struct for both: an iterator of matches, and an object with match() and search(). */
typedef struct Scanner {
    GbObject header;
    Search search;
    bool begun, ended;
} Scanner;

static Scanner *as_scanner(GbBorrow v)
{
    return (Scanner *)gb_object(v);
}

static GbRef scanner_new(GbThread *t, const GbTypeSpec *spec, GbBorrow self, const GbBorrow *args)
{
    Scanner *scanner = gb_object_new(t, gb_spec_type(t, spec));
    if (scanner == NULL)
        return GB_NULL;
    GbRef result = gb_value(scanner);
    scanner->begun = search_begin(t, &scanner->search, self, args[0], args[1], args[2]) == 0;
    if (!scanner->begun)
        gb_clear(&result);
    return result;
}

static void scanner_dealloc(GbThread *t, GbObject *object)
{
    Scanner *scanner = (Scanner *)object;
    if (scanner->begun)
        search_end(t, &scanner->search);
    scanner->begun = false;
}

static GbRef pattern_scanner(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return scanner_new(t, &gb_re_scanner_spec, self, args);
}

static GbRef pattern_finditer(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return scanner_new(t, &gb_re_iterator_spec, self, args);
}

/* The next match; GB_NULL without an exception: no more. */
static GbRef scanner_step(GbThread *t, Scanner *scanner, ReMode mode)
{
    if (scanner->ended)
        return GB_NULL;
    int found = search_next(t, &scanner->search, mode);
    scanner->ended = found == 0;
    return found > 0 ? search_match(t, &scanner->search) : GB_NULL;
}

static GbRef iterator_next(GbThread *t, GbBorrow self)
{
    return scanner_step(t, as_scanner(self), RE_SEARCH);
}

static GbRef scanner_run(GbThread *t, GbBorrow self, ReMode mode)
{
    GbRef match = scanner_step(t, as_scanner(self), mode);
    return match != GB_NULL || gb_raised(t) ? match : GB_NONE;
}

static GbRef scanner_match(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return scanner_run(t, self, RE_MATCH);
}

static GbRef scanner_search(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return scanner_run(t, self, RE_SEARCH);
}

static GbRef scanner_pattern(GbThread *t, GbBorrow self)
{
    return gb_new_ref(gb_value(as_scanner(self)->search.pattern));
}

static const GbMethodDef scanner_methods[] = {
    {"match()", scanner_match, NULL},
    {"search()", scanner_search, NULL},
    {0},
};

static const GbGetSetDef scanner_getsets[] = {
    {"pattern", scanner_pattern, NULL, NULL},
    {0},
};

const GbTypeSpec gb_re_scanner_spec = {
    .name = "_sre.SRE_Scanner",
    .size = sizeof(Scanner),
    .flags = GB_TYPE_FINAL | GB_TYPE_NO_CREATE | GB_TYPE_IMMUTABLE,
    .slots = {.dealloc = scanner_dealloc},
    .methods = scanner_methods,
    .getsets = scanner_getsets,
};

const GbTypeSpec gb_re_iterator_spec = {
    .name = "callable_iterator",
    .size = sizeof(Scanner),
    .flags = GB_TYPE_FINAL | GB_TYPE_NO_CREATE | GB_TYPE_IMMUTABLE,
    .slots = {.dealloc = scanner_dealloc, .iter = gb_iter_self, .next = iterator_next},
};

/* --- Pattern --- */

GbRef gb_re_pattern_new(GbThread *t, GbBorrow source, uint32_t flags)
{
    RePattern *pattern = gb_object_new(t, gb_spec_type(t, &gb_re_pattern_spec));
    if (pattern == NULL)
        return GB_NULL;
    GbRef result = gb_value(pattern);
    pattern->source = gb_new_ref(source);
    pattern->is_bytes = !gb_is_str(source);
    if (gb_re_parse(t, source, flags, &pattern->tree) < 0)
        gb_clear(&result);
    return result;
}

static void pattern_dealloc(GbThread *t, GbObject *object)
{
    RePattern *pattern = (RePattern *)object;
    for (int mode = 0; mode < RE_MODE_COUNT; mode++) {
        for (int index = 0; index < 3; index++)
            gb_re_code_free(pattern->codes[mode][index]);
    }
    gb_re_tree_free(t, &pattern->tree);
    gb_clear(&pattern->source);
    gb_clear(&pattern->index);
    gb_clear(&pattern->template);
    gb_clear(&pattern->parts);
}

static int put_flags(GbWriter *writer, uint32_t flags, bool is_text)
{
    static const char *const names[] = {"TEMPLATE", "IGNORECASE", "LOCALE", "MULTILINE", "DOTALL",
                                        "UNICODE",  "VERBOSE",    "DEBUG",  "ASCII"};
    enum { COUNT = sizeof names / sizeof names[0] };
    bool first = true;
    if (is_text && (flags & RE_TYPE_FLAGS) == RE_UNICODE)
        flags &= ~(uint32_t)RE_UNICODE;
    for (int i = 0; i < COUNT; i++) {
        if (flags & 1U << i) {
            gb_writer_format(writer, "%sre.%s", first ? ", " : "|", names[i]);
            first = false;
        }
    }
    if (flags >> COUNT != 0)
        gb_writer_format(writer, "%s0x%x", first ? ", " : "|", flags >> COUNT << COUNT);
    return writer->failed ? -1 : 0;
}

static GbRef pattern_repr(GbThread *t, GbBorrow self)
{
    enum { LONGEST = 200 };
    RePattern *pattern = re_as_pattern(self);
    GbWriter writer;
    GbRef source = gb_repr(t, pattern->source);
    if (source == GB_NULL)
        return GB_NULL;
    int64_t length = gb_str_length(source);
    gb_writer_init(&writer, t);
    gb_writer_c(&writer, "re.compile(");
    gb_writer_slice(&writer, source, 0, length < LONGEST ? length : LONGEST);
    gb_decref(source);
    put_flags(&writer, pattern->tree.flags, !pattern->is_bytes);
    gb_writer_char(&writer, ')');
    return gb_writer_finish(&writer);
}

static int pattern_hash(GbThread *t, GbBorrow self, int64_t *hash)
{
    RePattern *pattern = re_as_pattern(self);
    if (gb_hash(t, pattern->source, hash) < 0)
        return -1;
    *hash ^= (int64_t)pattern->tree.flags * 1000003;
    return 0;
}

static GbRef pattern_compare(GbThread *t, GbBorrow a, GbBorrow b, GbCompare op)
{
    if ((op != GB_EQ && op != GB_NE) || !gb_is_spec(t, b, &gb_re_pattern_spec))
        return GB_NOT_IMPLEMENTED;
    RePattern *left = re_as_pattern(a), *right = re_as_pattern(b);
    int equal = left == right;
    if (!equal && left->tree.flags == right->tree.flags && left->is_bytes == right->is_bytes)
        equal = gb_equal(t, left->source, right->source);
    return equal < 0 ? GB_NULL : gb_bool(equal == (op == GB_EQ));
}

static GbRef pattern_get_pattern(GbThread *t, GbBorrow self)
{
    return gb_new_ref(re_as_pattern(self)->source);
}

static GbRef pattern_get_flags(GbThread *t, GbBorrow self)
{
    return gb_small_new(re_as_pattern(self)->tree.flags);
}

static GbRef pattern_get_groups(GbThread *t, GbBorrow self)
{
    return gb_small_new(re_as_pattern(self)->tree.group_count);
}

static GbRef pattern_get_groupindex(GbThread *t, GbBorrow self)
{
    RePattern *pattern = re_as_pattern(self);
    if (pattern->index == GB_NULL)
        pattern->index = gb_call1(t, gb_value(gb_type(t, MAPPING_PROXY)), pattern->tree.names);
    return pattern->index == GB_NULL ? GB_NULL : gb_new_ref(pattern->index);
}

static GbRef itself(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_new_ref(self);
}

#define FROM_TO "string, pos=0, endpos=9223372036854775807)"

static const GbMethodDef pattern_methods[] = {
    {"match(" FROM_TO, pattern_match,
     "Matches zero or more characters at the beginning of the string."},
    {"fullmatch(" FROM_TO, pattern_fullmatch, "Matches against all of the string."},
    {"search(" FROM_TO, pattern_search,
     "Scan through string looking for a match, and return a corresponding match object instance."},
    {"sub(repl, string, count=0)", pattern_sub,
     "Return the string obtained by replacing the leftmost non-overlapping occurrences of pattern "
     "in string by the replacement repl."},
    {"subn(repl, string, count=0)", pattern_subn,
     "Return the tuple (new_string, number_of_subs_made)."},
    {"findall(" FROM_TO, pattern_findall,
     "Return a list of all non-overlapping matches of pattern in string."},
    {"split(string, maxsplit=0)", pattern_split, "Split string by the occurrences of pattern."},
    {"finditer(" FROM_TO, pattern_finditer,
     "Return an iterator over all non-overlapping matches for the RE pattern in string."},
    {"scanner(" FROM_TO, pattern_scanner, NULL},
    {"__copy__()", itself, NULL},
    {"__deepcopy__(memo, /)", itself, NULL},
    {"__class_getitem__(item, /)", gb_class_getitem, "See PEP 585", GB_METHOD_CLASS},
    {0},
};

static const GbGetSetDef pattern_getsets[] = {
    {"pattern", pattern_get_pattern, gb_refuse_set,
     "The pattern string from which the RE object was compiled."},
    {"flags", pattern_get_flags, gb_refuse_set, "The regex matching flags."},
    {"groups", pattern_get_groups, gb_refuse_set, "The number of capturing groups in the pattern."},
    {"groupindex", pattern_get_groupindex, NULL,
     "A dictionary mapping group names to group numbers."},
    {0},
};

const GbTypeSpec gb_re_pattern_spec = {
    .name = "re.Pattern",
    .doc = "Compiled regular expression object.",
    .size = sizeof(RePattern),
    .flags = GB_TYPE_FINAL | GB_TYPE_NO_CREATE | GB_TYPE_IMMUTABLE | GB_TYPE_HAS_WEAKREF,
    .slots = {.dealloc = pattern_dealloc,
              .repr = pattern_repr,
              .hash = pattern_hash,
              .compare = pattern_compare},
    .methods = pattern_methods,
    .getsets = pattern_getsets,
};
