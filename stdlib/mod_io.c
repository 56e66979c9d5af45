/* Module _io: open() and the types of the io_*.c files. io.py puts the abstract classes on top. */
#include "stdlib/io_parts.h"

/* --- open --- */

typedef struct OpenMode {
    bool creating, reading, writing, appending, updating, text, binary;
    char raw[4]; /* FileIO's mode. */
} OpenMode;

static int parse_mode(GbThread *t, GbBorrow mode, OpenMode *out)
{
    const char *text = gb_str_utf8(t, mode, NULL);
    size_t used = 0;
    *out = (OpenMode){.creating = false};
    if (text == NULL)
        return -1;
    for (const char *c = text; *c != '\0'; ++c) {
        bool *flag = *c == 'x'   ? &out->creating
                     : *c == 'r' ? &out->reading
                     : *c == 'w' ? &out->writing
                     : *c == 'a' ? &out->appending
                     : *c == '+' ? &out->updating
                     : *c == 't' ? &out->text
                     : *c == 'b' ? &out->binary
                                 : NULL;
        if (flag == NULL || *flag)
            return gb_fail(t, gb_ValueError, "invalid mode: %R", mode);
        *flag = true;
    }
    for (const char *c = "xrwa+"; *c != '\0'; ++c) {
        if (strchr(text, *c) != NULL && used + 1 < sizeof out->raw)
            out->raw[used++] = *c;
    }
    return 0;
}

static int check_mode(GbThread *t, const OpenMode *mode, GbBorrow encoding, GbBorrow errors,
                      GbBorrow newline)
{
    if (mode->text && mode->binary)
        return gb_fail(t, gb_ValueError, "can't have text and binary mode at once");
    if (mode->creating + mode->reading + mode->writing + mode->appending > 1)
        return gb_fail(t, gb_ValueError, "must have exactly one of create/read/write/append mode");
    if (!mode->binary)
        return 0;
    const char *refused = encoding != GB_NONE  ? "encoding"
                          : errors != GB_NONE  ? "errors"
                          : newline != GB_NONE ? "newline"
                                               : NULL;
    if (refused == NULL)
        return 0;
    return gb_fail(t, gb_ValueError, "binary mode doesn't take %s %s argument",
                   *refused == 'n' ? "a" : "an", refused);
}

static int check_str(GbThread *t, GbBorrow v, const char *name)
{
    if (v == GB_NONE || gb_is_str(v))
        return 0;
    return gb_fail(t, gb_TypeError, "open() argument '%s' must be str or None, not %K", name, v);
}

static GbRef new_object(GbThread *t, const GbTypeSpec *spec, const GbBorrow *args, int count)
{
    return gb_call(t, gb_value(gb_spec_type(t, spec)), args, count, GB_NULL);
}

/* FileIO(file, mode, closefd, opener) */
static GbRef open_raw(GbThread *t, GbBorrow file, const OpenMode *mode, GbBorrow closefd,
                      GbBorrow opener)
{
    GbRef raw_mode = gb_str_new(t, mode->raw);
    if (raw_mode == GB_NULL)
        return GB_NULL;
    GbBorrow args[] = {file, raw_mode, closefd, opener};
    GbRef raw = new_object(t, &gb_io_file_spec, args, 4);
    gb_decref(raw_mode);
    return raw;
}

/* The buffered stream over raw, which is taken. */
static GbRef open_buffered_take(GbThread *t, GbRef raw, const OpenMode *mode, int64_t size)
{
    const GbTypeSpec *spec = mode->updating ? &gb_io_random_spec
                             : mode->creating || mode->writing || mode->appending
                                 ? &gb_io_writer_spec
                                 : &gb_io_reader_spec;
    GbRef number = gb_int_new(t, size), buffered = GB_NULL;
    GbBorrow args[] = {raw, number};
    if (number != GB_NULL)
        buffered = new_object(t, spec, args, 2);
    gb_clear(&number);
    gb_decref(raw);
    return buffered;
}

/* The text stream over a buffered one, which is taken. */
static GbRef open_text_take(GbThread *t, GbRef buffered, const GbBorrow *args, bool line_buffering)
{
    GbBorrow all[] = {buffered, args[3], args[4], args[5], gb_bool(line_buffering)};
    GbRef text = new_object(t, &gb_io_text_spec, all, 5);
    if (text != GB_NULL && gb_attr_set(t, text, gb_name(t, mode), args[1]) < 0)
        gb_clear(&text);
    if (text == GB_NULL) { /* Closed now, not when somebody collects it. */
        GbRef error = gb_raised_take(t);
        GbRef answer = gb_call_method(t, buffered, gb_name(t, close), NULL, 0);
        gb_clear(&answer);
        gb_raised_drop(t);
        gb_raised_restore_take(t, error);
    }
    gb_decref(buffered);
    return text;
}

/* A terminal is written line by line unless the caller says otherwise. */
static int choose_buffering(GbThread *t, GbBorrow raw, int64_t *buffering, bool *lines)
{
    IoFile *file = (IoFile *)gb_object(raw);
    if (*buffering < -1)
        return gb_fail(t, gb_ValueError, "invalid buffering size");
    *lines = *buffering == 1;
    if (*buffering < 0 && rt_file_isatty(gb_rt(t), file->file))
        *lines = true;
    if (*buffering < 0 || *buffering == 1)
        *buffering = file->block_size > 1 ? file->block_size : IO_BUFFER_SIZE;
    return 0;
}

static GbRef open_layers_take(GbThread *t, GbRef raw, const OpenMode *mode, int64_t buffering,
                              const GbBorrow *args)
{
    bool lines;
    if (choose_buffering(t, raw, &buffering, &lines) < 0)
        goto failed;
    if (buffering == 0) {
        if (mode->binary)
            return raw;
        gb_raise(t, gb_ValueError, "can't have unbuffered text I/O");
        goto failed;
    }
    GbRef stream = open_buffered_take(t, raw, mode, buffering);
    return stream == GB_NULL || mode->binary ? stream : open_text_take(t, stream, args, lines);
failed:
    gb_decref(raw);
    return GB_NULL;
}

/* open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True,
 * opener=None) */
static GbRef io_open(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    OpenMode mode;
    int64_t buffering;
    if (!gb_is_str(args[1]))
        return gb_raise(t, gb_TypeError, "open() argument 'mode' must be str, not %K", args[1]);
    if (gb_index_i64(t, args[2], &buffering, gb_OverflowError) < 0 ||
        check_str(t, args[3], "encoding") < 0 || check_str(t, args[4], "errors") < 0 ||
        check_str(t, args[5], "newline") < 0)
        return GB_NULL;
    int closefd = gb_truth(t, args[6]);
    if (closefd < 0 || parse_mode(t, args[1], &mode) < 0 ||
        check_mode(t, &mode, args[3], args[4], args[5]) < 0)
        return GB_NULL;
    if (mode.binary && buffering == 1 &&
        gb_warn(t, gb_RuntimeWarning, 1,
                "line buffering (buffering=1) isn't supported in binary mode, "
                "the default buffer size will be used") < 0)
        return GB_NULL;
    GbRef file = GB_NULL;
    if (gb_is_intlike(args[0]) || gb_is_str(args[0]) || gb_has_layout(args[0], GB_KIND_BYTES)) {
        file = gb_new_ref(args[0]);
    } else { /* os.fspath(file): what the file's name attribute shows. */
        GbRef function = GB_NULL;
        int found = gb_special_find(t, args[0], gb_name(t, __fspath__), &function);
        if (found == 0)
            gb_raise(t, gb_TypeError, "expected str, bytes or os.PathLike object, not %T", args[0]);
        file = found > 0 ? gb_call0(t, function) : GB_NULL;
        gb_clear(&function);
        if (file != GB_NULL && !gb_is_str(file) && !gb_has_layout(file, GB_KIND_BYTES)) {
            gb_raise(t, gb_TypeError, "expected %T.__fspath__() to return str or bytes, not %T",
                     args[0], file);
            gb_clear(&file);
        }
    }
    if (file == GB_NULL)
        return GB_NULL;
    GbRef raw = open_raw(t, file, &mode, gb_bool(closefd), args[7]);
    gb_decref(file);
    return raw == GB_NULL ? GB_NULL : open_layers_take(t, raw, &mode, buffering, args);
}

/* --- Small ones --- */

static GbRef io_text_encoding(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    return args[0] == GB_NONE ? gb_str_new(t, "locale") : gb_new_ref(args[0]);
}

static GbRef io_open_code(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    if (!gb_is_str(args[0]))
        return gb_raise(t, gb_TypeError, "open_code() argument 'path' must be str, not %K",
                        args[0]);
    GbRef mode = gb_str_new(t, "rb");
    if (mode == GB_NULL)
        return GB_NULL;
    GbBorrow all[] = {args[0], mode, gb_small_new(-1), GB_NONE, GB_NONE, GB_NONE, GB_TRUE, GB_NONE};
    GbRef file = io_open(t, module, all);
    gb_decref(mode);
    return file;
}

/* --- Tables and start --- */

static const GbMethodDef io_functions[] = {
    {"open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, "
     "opener=None)",
     io_open, "Open file and return a stream.  Raise OSError upon failure."},
    {"text_encoding(encoding, stacklevel=2, /)", io_text_encoding,
     "A helper function to choose the text encoding.\n\n"
     "When encoding is not None, this function returns it.\n"
     "Otherwise, this function returns the default text encoding\n"
     "(i.e. \"locale\" or \"utf-8\" depends on UTF-8 mode)."},
    {"open_code(path)", io_open_code,
     "Opens the provided file with the intent to import the contents."},
    {0},
};

static const struct {
    const GbTypeSpec *spec, *base;
} io_types[] = {
    {&gb_io_base_spec, NULL},
    {&gb_io_raw_base_spec, &gb_io_base_spec},
    {&gb_io_buffered_base_spec, &gb_io_base_spec},
    {&gb_io_text_base_spec, &gb_io_base_spec},
    {&gb_io_file_spec, &gb_io_raw_base_spec},
    {&gb_io_reader_spec, &gb_io_buffered_base_spec},
    {&gb_io_writer_spec, &gb_io_buffered_base_spec},
    {&gb_io_random_spec, &gb_io_buffered_base_spec},
    {&gb_io_pair_spec, &gb_io_buffered_base_spec},
    {&gb_io_bytes_spec, &gb_io_buffered_base_spec},
    {&gb_io_bytes_view_spec, NULL},
    {&gb_io_string_spec, &gb_io_text_base_spec},
    {&gb_io_text_spec, &gb_io_text_base_spec},
    {&gb_io_newline_spec, NULL},
};

/* class UnsupportedOperation(OSError, ValueError), as if made in module io. */
static int add_unsupported(GbThread *t, GbBorrow module)
{
    GbRef name = gb_str_new(t, "UnsupportedOperation"), place = gb_str_new(t, "io"),
          dict = gb_dict_new(t);
    GbRef bases = gb_tuple_of(t, 2, gb_value(gb_exception_type(t, gb_OSError)),
                              gb_value(gb_exception_type(t, gb_ValueError)));
    int result = -1;
    if (name != GB_NULL && place != GB_NULL && dict != GB_NULL && bases != GB_NULL &&
        gb_dict_set(t, dict, gb_name(t, __module__), place) == 0)
        result = gb_module_set_take(t, module, "UnsupportedOperation",
                                    gb_call3(t, gb_value(gb_type(t, TYPE)), name, bases, dict));
    gb_clear(&name);
    gb_clear(&place);
    gb_clear(&dict);
    gb_clear(&bases);
    return result;
}

static int io_init(GbThread *t, GbBorrow module)
{
    for (size_t i = 0; i < sizeof io_types / sizeof *io_types; ++i) {
        GbType *base = io_types[i].base == NULL ? NULL : gb_spec_type(t, io_types[i].base);
        if (gb_module_add_type(t, module, io_types[i].spec, base) < 0)
            return -1;
    }
    if (add_unsupported(t, module) < 0 ||
        gb_module_set(t, module, "DEFAULT_BUFFER_SIZE", gb_small_new(IO_BUFFER_SIZE)) < 0)
        return -1;
    return gb_module_set(t, module, "BlockingIOError",
                         gb_value(gb_exception_type(t, gb_BlockingIOError)));
}

const GbModuleDef gb_module_io = {
    .name = "_io",
    .doc = "The io module provides the Python interfaces to stream handling.",
    .functions = io_functions,
    .init = io_init,
};
