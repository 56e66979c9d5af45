/* Running a program: from source, a file, a folder or a module's name, as CPython's command line
 * does. */
#include "vm/code/compile.h"
#include "vm/exec/frame.h"
#include "vm/exec/import.h"
#include "vm/exec/sys.h"
#include "vm/interp.h"
#include "vm/object/dict.h"
#include "vm/object/exception.h"

#include <stdio.h>

/* --- How it ended --- */

/* SystemExit's code as an exit status; another object is printed. */
static int exit_status(GbThread *t, GbBorrow code)
{
    int64_t number;
    if (code == GB_NULL || code == GB_NONE)
        return 0;
    if (gb_is_intlike(code))
        return gb_int_peek_i64(code, &number) ? (int)(number & 0xff) : 255;
    GbRef text = gb_str(t, code);
    if (text == GB_NULL)
        gb_raised_drop(t);
    else
        gb_sys_write(t, "stderr", text);
    gb_xdecref(text);
    GbRef newline = gb_str_new(t, "\n");
    gb_sys_write(t, "stderr", newline);
    gb_decref(newline);
    gb_raised_drop(t);
    return 1;
}

int gb_report_exception(GbThread *t)
{
    GbRef exception = gb_raised_take(t);
    if (exception == GB_NULL)
        return 0;
    int status = 1;
    gb_sys_flush(t, "stdout");
    if (gb_is_instance_of(t, exception, gb_exception_type(t, gb_SystemExit))) {
        GbRef code = gb_attr_get_c(t, exception, "code");
        gb_raised_drop(t);
        status = exit_status(t, code);
        gb_xdecref(code);
    } else {
        bool interrupt = gb_is_instance_of(t, exception,
                                           gb_exception_type(t, gb_KeyboardInterrupt));
        gb_sys_excepthook(t, exception);
        status = interrupt ? 130 : 1;
    }
    gb_sys_flush(t, "stderr");
    gb_decref(exception);
    return status;
}

/* --- What runs --- */

/* The module __main__, made anew. Borrowed. */
static GbBorrow main_module(GbThread *t, GbBorrow filename)
{
    GbRef module = gb_module_new(t, "__main__", NULL);
    if (module == GB_NULL)
        return GB_NULL;
    int failed = gb_dict_set(t, t->interp->modules, gb_name(t, __main__), module);
    if (failed == 0)
        failed = gb_import_fill_main(t, module, filename);
    gb_decref(module);
    return failed < 0 ? GB_NULL : module;
}

static int run_code(GbThread *t, GbRef code, GbBorrow module)
{
    if (code == GB_NULL)
        return gb_report_exception(t);
    GbBorrow dict = gb_module_dict(module);
    GbRef held = gb_new_ref(module);
    GbRef result = gb_eval_code(t, (GbCode *)gb_object(code), dict, dict, GB_NULL);
    gb_decref(code);
    int status = result == GB_NULL ? gb_report_exception(t) : 0;
    gb_xdecref(result);
    gb_decref(held);
    return status;
}

/* `is_file`: __main__ gets a __file__. */
static int run_text(GbThread *t, const char *source, size_t size, const char *filename,
                    bool is_file)
{
    GbRef name = gb_decode(t, (const uint8_t *)filename, strlen(filename), NULL, "surrogateescape");
    GbBorrow module = name == GB_NULL ? GB_NULL : main_module(t, is_file ? name : GB_NULL);
    int status, flags = is_file ? GB_COMPILE_SCRIPT : 0;
    if (module == GB_NULL)
        status = gb_report_exception(t);
    else
        status = run_code(t, gb_compile_source(t, source, size, name, GB_COMPILE_EXEC, flags),
                          module);
    gb_xdecref(name);
    gb_sys_flush(t, "stdout"); /* Other threads may go on for long: nobody has to wait for them. */
    return status;
}

int gb_run_source(GbThread *t, const char *source, size_t size, const char *filename)
{
    return run_text(t, source, size, filename, false);
}

/* The whole file in memory of gb_mem_new, *size bytes and a NUL. 0, or a runtime code. */
static int read_whole(GbThread *t, const char *path, char **out, size_t *out_size)
{
    Rt *rt = t->interp->rt;
    int file;
    int error = rt_file_open(rt, path, RT_OPEN_READ, 0, &file);
    if (error != 0)
        return error;
    size_t size = 0, capacity = 4096;
    char *text = gb_mem_new(t, capacity);
    while (text != NULL && error == 0) {
        size_t count = 0;
        error = rt_file_read(rt, file, text + size, capacity - size - 1, &count);
        if (error == RT_EINTR && gb_check_signals(t) == 0)
            error = 0;
        else if (error != 0 || count == 0)
            break;
        size += count;
        if (capacity - size < 2) {
            char *grown = gb_mem_resize(t, text, capacity, capacity * 2);
            if (grown == NULL)
                error = RT_ENOMEM;
            else
                text = grown;
            capacity *= grown == NULL ? 1 : 2;
        }
    }
    rt_file_close(rt, file);
    if (text == NULL)
        return RT_ENOMEM;
    text[size] = '\0';
    if (error == 0) {
        char *exact = gb_mem_resize(t, text, capacity, size + 1);
        if (exact != NULL) {
            *out = exact;
            *out_size = size;
            return 0;
        }
        error = RT_ENOMEM;
    }
    gb_mem_free(t, text, capacity);
    return error;
}

/* sys.path[0] is where the program is. */
static int path_insert(GbThread *t, const char *folder, size_t size)
{
    GbBorrow path = gb_sys_peek(t, "path");
    if (path == GB_NULL || t->interp->options.isolated)
        return 0;
    GbRef entry = gb_decode(t, (const uint8_t *)folder, size, NULL, "surrogateescape");
    GbBorrow args[] = {gb_small_new(0), entry};
    GbRef nothing = entry == GB_NULL ? GB_NULL : gb_call_method_c(t, path, "insert", args, 2);
    gb_xdecref(entry);
    return nothing == GB_NULL ? -1 : 0;
}

void gb_path_insert_here(GbThread *t)
{
    if (path_insert(t, "", 0) < 0)
        gb_raised_drop(t);
}

/* The folder of a script, absolute, links in its name followed. */
static int path_insert_folder_of(GbThread *t, const char *script)
{
    char *real = NULL;
    if (rt_realpath(t->interp->rt, script, &real) != 0)
        return 0;
    char *slash = strrchr(real, '/');
    size_t size = slash == real ? 1 : (size_t)(slash - real);
    int failed = path_insert(t, real, size);
    rt_free(real);
    return failed;
}

static bool is_folder(GbThread *t, const char *path)
{
    RtStat stat;
    return rt_stat(t->interp->rt, path, &stat) == 0 && (stat.mode & 0170000) == 0040000;
}

/* "gilbox: can't open file '/full/path': [Errno 2] No such file or directory", and status 2. */
static int cannot_open(GbThread *t, const char *path, int error)
{
    char *folder = NULL;
    bool relative = path[0] != '/' && rt_getcwd(t->interp->rt, &folder) == 0;
    GbRef text = gb_str_format(t, "%s: can't open file '%s%s%s': [Errno %d] %s\n",
                               t->interp->options.executable, relative ? folder : "",
                               relative ? "/" : "", path, rt_error_errno(error),
                               rt_error_text(error));
    rt_free(folder);
    if (text != GB_NULL)
        gb_sys_write(t, "stderr", text);
    gb_xdecref(text);
    gb_raised_drop(t);
    return 2;
}

/* A module that is found on the path; `names_script`: sys.argv[0] becomes its file. */
static int run_as_main(GbThread *t, const char *name, bool names_script)
{
    /* runpy fills the __main__ it finds. */
    GbRef runpy = main_module(t, GB_NULL) == GB_NULL ? GB_NULL : gb_import(t, "runpy");
    GbRef result = GB_NULL;
    GbRef arguments[] = {runpy == GB_NULL ? GB_NULL : gb_str_new(t, name), gb_bool(names_script)};
    if (arguments[0] != GB_NULL)
        result = gb_call_method_c(t, runpy, "_run_module_as_main", arguments, 2);
    gb_xdecref(runpy);
    gb_xdecref(arguments[0]);
    int status = result == GB_NULL ? gb_report_exception(t) : 0;
    gb_xdecref(result);
    return status;
}

static int run_folder(GbThread *t, const char *path)
{
    char script[4096];
    int size = snprintf(script, sizeof script, "%s/__main__.py", path);
    if (size >= (int)sizeof script || rt_access(t->interp->rt, script, RT_ACCESS_READ) != 0) {
        GbRef text = gb_str_format(t, "%s: can't find '__main__' module in '%s'\n",
                                   t->interp->options.executable, path);
        if (text != GB_NULL)
            gb_sys_write(t, "stderr", text);
        gb_xdecref(text);
        return 1;
    }
    return path_insert_folder_of(t, script) < 0 ? gb_report_exception(t)
                                                : run_as_main(t, "__main__", false);
}

/* The script's name as tracebacks and __file__ have it: absolute, though not resolved. */
static void absolute_path(GbThread *t, const char *path, char *out, size_t size)
{
    char *folder = NULL;
    if (path[0] == '/' || rt_getcwd(t->interp->rt, &folder) != 0) {
        snprintf(out, size, "%s", path);
        return;
    }
    snprintf(out, size, "%s/%s", strcmp(folder, "/") == 0 ? "" : folder, path);
    rt_free(folder);
}

int gb_run_file(GbThread *t, const char *path)
{
    if (is_folder(t, path))
        return run_folder(t, path);
    char *source = NULL;
    size_t size = 0;
    int error = read_whole(t, path, &source, &size);
    if (error != 0) {
        if (gb_raised(t) && !gb_raised_is(t, gb_MemoryError))
            return gb_report_exception(t);
        return cannot_open(t, path, error);
    }
    char absolute[4096];
    absolute_path(t, path, absolute, sizeof absolute);
    int status = path_insert_folder_of(t, path) < 0 ? gb_report_exception(t)
                                                    : run_text(t, source, size, absolute, true);
    gb_mem_free(t, source, size + 1);
    return status;
}

int gb_run_module(GbThread *t, const char *name)
{
    char *folder = NULL;
    if (rt_getcwd(t->interp->rt, &folder) == 0)
        path_insert(t, folder, strlen(folder));
    rt_free(folder);
    return run_as_main(t, name, true);
}

/* --- The prompt --- */

/* Does the statement have a block? Then it goes on until an empty line. */
static bool begins_block(const char *source)
{
    static const char *const words[] = {"if",    "for",  "while", "def",
                                        "class", "with", "try",   "async"};
    size_t size = strspn(source, "abcdefghijklmnopqrstuvwxyz");
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strlen(words[i]) == size && memcmp(source, words[i], size) == 0)
            return true;
    }
    const char *line_end = source + strcspn(source, "\n");
    return source[0] == '@' || (line_end > source && line_end[-1] == ':');
}

bool gb_source_is_whole(GbThread *t, const char *source, size_t size, bool empty_line)
{
    GbRef name = gb_str_new(t, "<stdin>");
    GbRef code = name == GB_NULL
                     ? GB_NULL
                     : gb_compile_source(t, source, size, name, GB_COMPILE_SINGLE,
                                         GB_COMPILE_ALLOW_INCOMPLETE | GB_COMPILE_SOURCE_IS_UTF8);
    gb_xdecref(name);
    bool whole = true;
    if (code == GB_NULL) {
        GbRef error = gb_raised_take(t);
        GbRef text = error == GB_NULL ? GB_NULL : gb_attr_get_c(t, error, "msg");
        whole = text == GB_NULL || !gb_is_str(text) || !gb_str_equal_c(text, "incomplete input");
        gb_raised_drop(t);
        gb_xdecref(text);
        gb_xdecref(error);
        return whole;
    }
    gb_decref(code);
    return empty_line || !begins_block(source);
}

int gb_run_interactive(GbThread *t, const char *source, size_t size, bool *exits)
{
    GbRef name = gb_str_new(t, "<stdin>");
    GbBorrow main = gb_dict_peek_str(t, t->interp->modules, gb_name(t, __main__));
    if (name != GB_NULL && main == GB_NULL)
        main = main_module(t, GB_NULL);
    int status = 0;
    GbRef code = name == GB_NULL || main == GB_NULL
                     ? GB_NULL
                     : gb_compile_source(t, source, size, name, GB_COMPILE_SINGLE,
                                         GB_COMPILE_SOURCE_IS_UTF8);
    GbRef result = GB_NULL;
    if (code != GB_NULL) {
        GbBorrow dict = gb_module_dict(main);
        result = gb_eval_code(t, (GbCode *)gb_object(code), dict, dict, GB_NULL);
        gb_decref(code);
    }
    *exits = result == GB_NULL && gb_raised_is(t, gb_SystemExit);
    if (result == GB_NULL)
        status = gb_report_exception(t);
    gb_sys_flush(t, "stdout");
    gb_xdecref(result);
    gb_xdecref(name);
    return status;
}
