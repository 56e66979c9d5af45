/* _warnings: which warnings are shown. warnings.py offers the filters to scripts and shows what
 * passes.
 *
 * A filter is (action, message pattern, category, module pattern, line); the first that fits
 * decides. A module's
 * __warningregistry__ remembers what was shown there; it is good as long as its "version" is that
 * of the filters. */
#include "vm/gilbox.h"

/* --- The module's state: attributes of its own, which warnings.py may overrule --- */

/* warnings.<name>, owned; GB_NULL with nothing set when warnings.py is not (yet) imported, or lacks
 * it. */
static GbRef overruled(GbThread *t, const char *name)
{
    GbRef sys = gb_import(t, "sys"), modules = GB_NULL, key = GB_NULL, module = GB_NULL,
          value = GB_NULL;
    if (sys != GB_NULL)
        modules = gb_attr_get_c(t, sys, "modules");
    if (modules != GB_NULL)
        key = gb_str_new(t, "warnings");
    if (key != GB_NULL && gb_is_dict(modules))
        gb_dict_find(t, modules, key, &module);
    gb_clear(&key);
    if (module != GB_NULL)
        key = gb_str_new(t, name);
    if (key != GB_NULL)
        gb_attr_find(t, module, key, &value);
    gb_clear(&key);
    gb_clear(&module);
    gb_clear(&modules);
    gb_clear(&sys);
    return value;
}

/* The state `name` of warnings.py, or else `own` of this module. Owned. */
static GbRef state_get(GbThread *t, GbBorrow self, const char *name, const char *own)
{
    GbRef value = overruled(t, name);
    return value != GB_NULL || gb_raised(t) ? value : gb_attr_get_c(t, self, own);
}

/* The number of the filters' present state. */
static GbRef version_get(GbThread *t, GbBorrow self)
{
    return gb_attr_get_c(t, self, "_filters_version");
}

static GbRef warnings_filters_mutated(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef version = version_get(t, self);
    GbRef next = version == GB_NULL ? GB_NULL : gb_binary(t, GB_ADD, version, gb_small_new(1));
    gb_xdecref(version);
    return gb_module_set_take(t, self, "_filters_version", next) < 0 ? GB_NULL : GB_NONE;
}

/* --- Filters --- */

/* What a warning is, and where. All borrowed. */
typedef struct Warning {
    GbBorrow category, text; /* text: str of the message */
    GbBorrow module, line;   /* str (or None), int */
} Warning;

/* Does a pattern of a filter (None, a str, or something with match()) fit? 1, 0, -1. */
static int pattern_fits(GbThread *t, GbBorrow pattern, GbBorrow text)
{
    if (pattern == GB_NONE)
        return 1;
    if (gb_is_exact(pattern, GB_KIND_STR))
        return gb_compare_truth(t, pattern, text, GB_EQ);
    GbRef match = gb_call_method_c(t, pattern, "match", &text, 1);
    int result = match == GB_NULL ? -1 : gb_truth(t, match);
    gb_xdecref(match);
    return result;
}

/* 1, 0, -1. */
static int filter_fits(GbThread *t, GbBorrow filter, const Warning *warning)
{
    int64_t line, wanted;
    int fits = gb_is_subclass(t, warning->category, gb_tuple_peek(filter, 2));
    if (fits > 0)
        fits = pattern_fits(t, gb_tuple_peek(filter, 1), warning->text);
    if (fits > 0)
        fits = pattern_fits(t, gb_tuple_peek(filter, 3), warning->module);
    if (fits <= 0)
        return fits;
    if (gb_index_i64(t, gb_tuple_peek(filter, 4), &wanted, gb_OverflowError) < 0 ||
        gb_index_i64(t, warning->line, &line, gb_OverflowError) < 0)
        return -1;
    return wanted == 0 || wanted == line;
}

static GbRef default_action(GbThread *t, GbBorrow self)
{
    GbRef action = state_get(t, self, "defaultaction", "_defaultaction");
    if (action == GB_NULL || gb_is_str(action))
        return action;
    gb_raise(t, gb_TypeError, "_warnings.defaultaction must be a string, not '%T'", action);
    gb_decref(action);
    return GB_NULL;
}

/* The action for a warning, a str; *filter is the one that says so, or None. Both owned. */
static GbRef find_action(GbThread *t, GbBorrow self, const Warning *warning, GbRef *filter)
{
    GbRef filters = state_get(t, self, "filters", "filters");
    if (filters == GB_NULL)
        return GB_NULL;
    if (!gb_is_list(filters)) {
        gb_decref(filters);
        return gb_raise(t, gb_ValueError, "_warnings.filters must be a list");
    }
    *filter = GB_NONE;
    for (int64_t i = 0; i < gb_list_count(filters) && *filter == GB_NONE;
         i++) { /* match() may change it. */
        GbRef item = gb_new_ref(gb_list_peek(filters, i));
        int fits = -1;
        if (!gb_is_tuple(item) || gb_tuple_count(item) != 5)
            gb_raise(t, gb_ValueError, "_warnings.filters item %lld isn't a 5-tuple", (long long)i);
        else if (!gb_is_str(gb_tuple_peek(item, 0)))
            gb_raise(t, gb_TypeError, "action must be a string, not '%.200T'",
                     gb_tuple_peek(item, 0));
        else
            fits = filter_fits(t, item, warning);
        if (fits > 0)
            *filter = gb_new_ref(item);
        gb_decref(item);
        if (fits < 0) {
            gb_decref(filters);
            return GB_NULL;
        }
    }
    gb_decref(filters);
    return *filter == GB_NONE ? default_action(t, self) : gb_new_ref(gb_tuple_peek(*filter, 0));
}

/* --- Registries --- */

/* Does the registry, a dict, know the key? 1, 0, -1. A registry of older filters is emptied first.
 * `note`: it does from now on. */
static int registry_knows(GbThread *t, GbBorrow self, GbBorrow registry, GbBorrow key, bool note)
{
    GbRef word = gb_str_new(t, "version"), version = version_get(t, self), old = GB_NULL,
          known = GB_NULL;
    int result = word == GB_NULL || version == GB_NULL ? -1 : gb_dict_find(t, registry, word, &old);
    if (result < 0)
        goto done;
    if (result == 0 || !gb_is_int(old) || gb_compare_truth(t, old, version, GB_EQ) <= 0) {
        gb_xdecref(gb_call_method_c(t, registry, "clear", NULL, 0));
        result = gb_dict_set(t, registry, word, version);
    } else {
        result = gb_dict_find(t, registry, key, &known);
        if (result > 0)
            result = gb_truth(t, known);
    }
    if (result == 0 && note)
        result = gb_dict_set(t, registry, key, GB_TRUE);
done:
    gb_clear(&word);
    gb_clear(&version);
    gb_clear(&old);
    gb_clear(&known);
    return result;
}

/* Notes a warning whatever its line. 1 when that was done before, 0, -1. */
static int registry_note(GbThread *t, GbBorrow self, GbBorrow registry, const Warning *warning)
{
    GbRef key = gb_tuple_of(t, 2, warning->text, warning->category);
    int result = key == GB_NULL ? -1 : registry_knows(t, self, registry, key, true);
    gb_xdecref(key);
    return result;
}

/* The same in the registry of all modules. */
static int once_note(GbThread *t, GbBorrow self, const Warning *warning)
{
    GbRef registry = state_get(t, self, "onceregistry", "_onceregistry");
    if (registry == GB_NULL)
        return -1;
    int result = gb_is_dict(registry)
                     ? registry_note(t, self, registry, warning)
                     : gb_fail(t, gb_TypeError,
                               "_warnings.onceregistry must be a dict, not '%.200T'", registry);
    gb_decref(registry);
    return result;
}

/* After an action other than error and ignore: was the warning shown already? `registry` may be
 * GB_NULL. 1, 0, -1. */
static int was_shown(GbThread *t, GbBorrow self, GbBorrow action, GbBorrow filter,
                     GbBorrow registry, GbBorrow key, const Warning *warning)
{
    if (gb_str_equal_c(action, "always"))
        return 0;
    if (registry != GB_NULL && gb_dict_set(t, registry, key, GB_TRUE) < 0)
        return -1;
    if (gb_str_equal_c(action, "once"))
        return registry == GB_NULL ? once_note(t, self, warning)
                                   : registry_note(t, self, registry, warning);
    if (gb_str_equal_c(action, "module"))
        return registry == GB_NULL ? 0 : registry_note(t, self, registry, warning);
    if (gb_str_equal_c(action, "default"))
        return 0;
    return gb_fail(t, gb_RuntimeError, "Unrecognized action (%R) in warnings.filters:\n %R", action,
                   filter);
}

/* --- Showing --- */

/* warnings._showwarnmsg(warnings.WarningMessage(...)). 0 or -1. */
static int show(GbThread *t, GbBorrow message, GbBorrow category, GbBorrow filename, GbBorrow line,
                GbBorrow source)
{
    GbRef module = gb_import(t, "warnings");
    GbRef function = module == GB_NULL ? GB_NULL : gb_attr_get_c(t, module, "_showwarnmsg");
    GbRef class = GB_NULL, record = GB_NULL, answer = GB_NULL;
    if (function == GB_NULL)
        goto done;
    if (!gb_is_callable(t, function)) {
        gb_raise(t, gb_TypeError, "warnings._showwarnmsg() must be set to a callable");
        goto done;
    }
    class = gb_attr_get_c(t, module, "WarningMessage");
    GbBorrow values[] = {message, category, filename, line, GB_NONE, GB_NONE, source};
    if (class != GB_NULL)
        record = gb_call(t, class, values, 7, GB_NULL);
    if (record != GB_NULL)
        answer = gb_call1(t, function, record);
done:;
    int result = answer == GB_NULL ? -1 : 0;
    gb_clear(&answer);
    gb_clear(&record);
    gb_clear(&class);
    gb_clear(&function);
    gb_clear(&module);
    return result;
}

/* "a/b.py" is module "a/b". Owned. */
static GbRef module_of_file(GbThread *t, GbBorrow filename)
{
    int64_t length = gb_str_length(filename);
    if (length == 0)
        return gb_str_new(t, "<unknown>");
    static const char ending[] = ".py";
    bool ends = length >= 3;
    for (int64_t i = 0; ends && i < 3; i++)
        ends = gb_str_at(filename, length - 3 + i) == (uint32_t)ending[i];
    return gb_str_slice(t, filename, 0, ends ? length - 3 : length);
}

/* The heart: filter one warning and do what is due. `module` GB_NULL: by the file's name.
 * `registry` and `source` may be None. 0 or -1. */
static int warn_at(GbThread *t, GbBorrow self, GbBorrow category, GbBorrow message,
                   GbBorrow filename, GbBorrow line, GbBorrow module, GbBorrow registry,
                   GbBorrow source)
{
    GbRef text = GB_NULL, instance = GB_NULL, key = GB_NULL, action = GB_NULL, filter = GB_NULL,
          named = GB_NULL;
    int result = -1, known;
    if (module == GB_NONE) /* The module is on its way out. */
        return 0;
    if (registry == GB_NONE)
        registry = GB_NULL;
    if (registry != GB_NULL && !gb_is_dict(registry))
        return gb_fail(t, gb_TypeError, "'registry' must be a dict or None");
    named = module != GB_NULL ? gb_new_ref(module) : module_of_file(t, filename);
    known = named == GB_NULL
                ? -1
                : gb_is_instance(t, message, gb_value(gb_exception_type(t, gb_Warning)));
    if (known < 0)
        goto done;
    if (known > 0) {
        text = gb_str(t, message);
        instance = gb_new_ref(message);
        category = gb_value(gb_type_of(t, message));
    } else {
        text = gb_new_ref(message);
        instance = gb_call1(t, category, message);
    }
    key =
        text == GB_NULL || instance == GB_NULL ? GB_NULL : gb_tuple_of(t, 3, text, category, line);
    if (key == GB_NULL)
        goto done;
    known = registry == GB_NULL ? 0 : registry_knows(t, self, registry, key, false);
    if (known != 0) {
        result = known < 0 ? -1 : 0;
        goto done;
    }
    Warning warning = {category, text, named, line};
    action = find_action(t, self, &warning, &filter);
    if (action == GB_NULL)
        goto done;
    if (gb_str_equal_c(action, "error")) {
        gb_raise_instance(t, instance);
        goto done;
    }
    known = gb_str_equal_c(action, "ignore")
                ? 1
                : was_shown(t, self, action, filter, registry, key, &warning);
    result = known == 0 ? show(t, instance, category, filename, line, source) : known < 0 ? -1 : 0;
done:
    gb_clear(&text);
    gb_clear(&instance);
    gb_clear(&key);
    gb_clear(&action);
    gb_clear(&filter);
    gb_clear(&named);
    return result;
}

/* --- warn() --- */

/* The class of a warning: the message's own, or the one asked for, or UserWarning. Borrowed. */
static GbBorrow choose_category(GbThread *t, GbBorrow message, GbBorrow category)
{
    GbBorrow base = gb_value(gb_exception_type(t, gb_Warning));
    int is = gb_is_instance(t, message, base);
    if (is != 0)
        return is < 0 ? GB_NULL : gb_value(gb_type_of(t, message));
    if (category == GB_NONE)
        return gb_value(gb_exception_type(t, gb_UserWarning));
    is = gb_has_layout(category, GB_KIND_TYPE) ? gb_is_subclass(t, category, base) : 0;
    if (is == 0)
        gb_raise(t, gb_TypeError, "category must be a Warning subclass, not '%T'", category);
    return is > 0 ? category : GB_NULL;
}

/* The frame that is `level` calls up, 1 the caller: owned, or None when there is none. */
static GbRef frame_at(GbThread *t, int64_t level)
{
    GbRef sys = gb_import(t, "sys");
    GbRef frame = sys == GB_NULL ? GB_NULL : gb_call_method_c(t, sys, "_getframe", NULL, 0);
    gb_xdecref(sys);
    if (frame == GB_NULL && gb_raised_drop_if(t, gb_ValueError))
        return GB_NONE; /* The program has ended: objects that die now complain. */
    for (; level > 1 && frame != GB_NULL && frame != GB_NONE; level--)
        gb_set(&frame, gb_attr_get_c(t, frame, "f_back"));
    return frame;
}

/* A dict's value for a name: owned; GB_NULL with nothing set when there is none. */
static GbRef global_find(GbThread *t, GbBorrow globals, const char *name)
{
    GbRef key = gb_str_new(t, name), value = GB_NULL;
    if (key != GB_NULL)
        gb_dict_find(t, globals, key, &value);
    gb_xdecref(key);
    return value;
}

/* The globals' __warningregistry__, made if need be. Owned. */
static GbRef registry_of(GbThread *t, GbBorrow globals)
{
    GbRef registry = global_find(t, globals, "__warningregistry__");
    if (registry != GB_NULL || gb_raised(t))
        return registry;
    registry = gb_dict_new(t);
    if (registry != GB_NULL && gb_dict_set_c(t, globals, "__warningregistry__", registry) < 0)
        gb_clear(&registry);
    return registry;
}

/* The globals, file and line that a frame stands for; without one, those of sys. 0 or -1. */
static int read_frame(GbThread *t, GbBorrow frame, GbRef *globals, GbRef *filename, GbRef *line)
{
    if (frame == GB_NONE) {
        GbRef sys = gb_import(t, "sys");
        *globals = sys == GB_NULL ? GB_NULL : gb_attr_get_c(t, sys, "__dict__");
        *filename = gb_str_new(t, "sys");
        *line = gb_small_new(1);
        gb_xdecref(sys);
    } else {
        GbRef code = gb_attr_get_c(t, frame, "f_code");
        *globals = gb_attr_get_c(t, frame, "f_globals");
        *filename = code == GB_NULL ? GB_NULL : gb_attr_get_c(t, code, "co_filename");
        *line = gb_attr_get_c(t, frame, "f_lineno");
        gb_xdecref(code);
    }
    return *globals == GB_NULL || *filename == GB_NULL || *line == GB_NULL ? -1 : 0;
}

static GbRef warnings_warn(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef globals = GB_NULL, filename = GB_NULL, line = GB_NULL, registry = GB_NULL,
          module = GB_NULL;
    int64_t level;
    int result = -1;
    GbBorrow category = choose_category(t, args[0], args[1]);
    if (category == GB_NULL || gb_index_i64(t, args[2], &level, gb_OverflowError) < 0)
        return GB_NULL;
    GbRef frame = frame_at(t, level);
    if (frame == GB_NULL || read_frame(t, frame, &globals, &filename, &line) < 0)
        goto done;
    registry = registry_of(t, globals);
    if (registry == GB_NULL)
        goto done;
    module = global_find(t, globals, "__name__");
    if (gb_raised(t))
        goto done;
    if (module == GB_NULL || (module != GB_NONE && !gb_is_str(module)))
        gb_set(&module, gb_str_new(t, "<string>"));
    if (module != GB_NULL)
        result = warn_at(t, self, category, args[0], filename, line, module, registry, args[3]);
done:
    gb_clear(&frame);
    gb_clear(&globals);
    gb_clear(&filename);
    gb_clear(&line);
    gb_clear(&registry);
    gb_clear(&module);
    return result < 0 ? GB_NULL : GB_NONE;
}

static GbRef warnings_warn_explicit(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (!gb_is_str(args[2]))
        return gb_raise(t, gb_TypeError, "warn_explicit() argument 3 must be str, not %K", args[2]);
    if (args[6] != GB_NONE && !gb_is_dict(args[6]))
        return gb_raise(t, gb_TypeError, "module_globals must be a dict, not '%.200T'", args[6]);
    int64_t line;
    if (gb_index_i64(t, args[3], &line, gb_OverflowError) < 0)
        return GB_NULL;
    if (args[6] != GB_NONE) { /* So that the line can be shown though there is no file. */
        GbRef linecache = gb_import(t, "linecache");
        GbBorrow both[] = {args[2], args[6]};
        GbRef lines =
            linecache == GB_NULL ? GB_NULL : gb_call_method_c(t, linecache, "getlines", both, 2);
        gb_xdecref(linecache);
        gb_xdecref(lines);
        if (lines == GB_NULL)
            return GB_NULL;
    }
    int result =
        warn_at(t, self, args[1], args[0], args[2], gb_small_new(line), args[4], args[5], args[7]);
    return result < 0 ? GB_NULL : GB_NONE;
}

/* --- The module --- */

static const GbMethodDef warnings_functions[] = {
    {"warn(message, category=None, stacklevel=1, source=None)", warnings_warn,
     "Issue a warning, or maybe ignore it or raise an exception."},
    {"warn_explicit(message, category, filename, lineno, module=?, registry=None, "
     "module_globals=None, source=None)",
     warnings_warn_explicit, "Issue a warning, or maybe ignore it or raise an exception."},
    {"_filters_mutated()", warnings_filters_mutated,
     "The filters were changed: forget what was shown."},
    {0},
};

/* The filters that hold without -W: deprecations are for those who run the code, other notes for
 * nobody. */
static const struct {
    const char *action, *module;
    GbExceptionId category;
} default_filters[] = {
    {"default", "__main__", gb_DeprecationWarning}, {"ignore", NULL, gb_DeprecationWarning},
    {"ignore", NULL, gb_PendingDeprecationWarning}, {"ignore", NULL, gb_ImportWarning},
    {"ignore", NULL, gb_ResourceWarning},
};

static int warnings_init(GbThread *t, GbBorrow module)
{
    GbRef filters = gb_list_new(t, 0);
    for (size_t i = 0; filters != GB_NULL && i < sizeof default_filters / sizeof *default_filters;
         i++) {
        const char *name = default_filters[i].module;
        GbRef action = gb_str_new(t, default_filters[i].action),
              pattern = name == NULL ? GB_NONE : gb_str_new(t, name);
        GbBorrow category = gb_value(gb_exception_type(t, default_filters[i].category));
        GbRef row = action == GB_NULL || pattern == GB_NULL
                        ? GB_NULL
                        : gb_tuple_of(t, 5, action, GB_NONE, category, pattern, gb_small_new(0));
        gb_xdecref(action);
        gb_xdecref(pattern);
        if (gb_list_append_take(t, filters, row) < 0)
            gb_clear(&filters);
    }
    if (gb_module_set_take(t, module, "filters", filters) < 0 ||
        gb_module_set_take(t, module, "_defaultaction", gb_str_new(t, "default")) < 0 ||
        gb_module_set_take(t, module, "_onceregistry", gb_dict_new(t)) < 0)
        return -1;
    return gb_module_set(t, module, "_filters_version", gb_small_new(0));
}

const GbModuleDef gb_module_warnings = {
    "_warnings",
    "_warnings provides basic warning filtering support.",
    warnings_functions,
    warnings_init,
};
