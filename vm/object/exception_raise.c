/* Raising, and looking at what has been raised. */
#include "vm/object/exception_parts.h"

#include "runtime/check.h"
#include "vm/interp.h"
#include "vm/object/type.h"
#include "vm/object/writer.h"

/* --- What is being handled, and linking to it --- */

GbBorrow gb_handled_peek(GbThread *t)
{
    for (GbHandled *handled = t->handled; handled != NULL; handled = handled->previous) {
        if (handled->exception != GB_NULL && handled->exception != GB_NONE)
            return handled->exception;
    }
    return GB_NULL;
}

/* Make `exception` leave the chain of contexts that begins at `handled`, so that linking it before
 * cannot close a ring. A ring that a script has made by hand is noticed with a second walker at
 * half the speed. */
static void unlink_from(GbBorrow handled, GbBorrow exception)
{
    GbBorrow walker = handled, slow = handled;
    bool slow_moves = false;
    for (;;) {
        GbBorrow context = gb_as_exception(walker)->context;
        if (context == GB_NULL)
            return;
        if (context == exception) {
            gb_set(&gb_as_exception(walker)->context, GB_NULL);
            return;
        }
        walker = context;
        if (walker == slow)
            return;
        if (slow_moves)
            slow = gb_as_exception(slow)->context;
        slow_moves = !slow_moves;
    }
}

void gb_raise_linked_take(GbThread *t, GbRef exception)
{
    GbBorrow handled = gb_handled_peek(t);
    if (handled != GB_NULL && handled != exception) {
        gb_incref(handled);
        unlink_from(handled, exception);
        gb_set(&gb_as_exception(exception)->context, handled);
    }
    gb_set(&t->exception, exception);
}

/* --- Raising --- */

/* class(message), whatever the class; NULL message: the error that writing it met is set already.
 */
static GbRef raise_message_take(GbThread *t, GbExceptionId id, GbRef message)
{
    if (message == GB_NULL)
        return GB_NULL;
    GbRef args = gb_tuple_of(t, 1, message);
    gb_decref(message);
    if (args == GB_NULL)
        return GB_NULL;
    GbRef error = gb_exception_new(t, id, args);
    gb_decref(args);
    if (error != GB_NULL)
        gb_raise_linked_take(t, error);
    return GB_NULL;
}

static GbRef format_message(GbThread *t, const char *format, va_list values)
{
    GbWriter writer;
    gb_writer_init(&writer, t);
    gb_writer_vformat(&writer, format, values);
    return gb_writer_finish(&writer);
}

GbRef gb_raise_v(GbThread *t, GbExceptionId id, const char *format, va_list values)
{
    return raise_message_take(t, id, format_message(t, format, values));
}

GbRef gb_raise(GbThread *t, GbExceptionId id, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    gb_raise_v(t, id, format, values);
    va_end(values);
    return GB_NULL;
}

int gb_fail(GbThread *t, GbExceptionId id, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    gb_raise_v(t, id, format, values);
    va_end(values);
    return -1;
}

GbRef gb_raise_because(GbThread *t, GbExceptionId id, const char *format, ...)
{
    GbRef cause = gb_raised_take(t);
    va_list values;
    va_start(values, format);
    gb_raise_v(t, id, format, values);
    va_end(values);
    if (gb_raised_is(t, id)) {
        gb_exception_set_cause(t->exception, cause);
        gb_set(&gb_as_exception(t->exception)->context, gb_new_ref(cause));
    }
    gb_decref(cause);
    return GB_NULL;
}

GbRef gb_raise_type(GbThread *t, GbType *type, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    GbRef message = format_message(t, format, values);
    va_end(values);
    if (message == GB_NULL)
        return GB_NULL;
    GbRef error = gb_call1(t, gb_value(type), message);
    gb_decref(message);
    if (error == GB_NULL)
        return GB_NULL;
    if (!gb_is_exception(error)) {
        gb_decref(error);
        return gb_raise(t, gb_TypeError, "exceptions must derive from BaseException");
    }
    gb_raise_linked_take(t, error);
    return GB_NULL;
}

GbRef gb_raise_value(GbThread *t, GbExceptionId id, GbBorrow argument)
{
    GbRef args = gb_tuple_from_array(t, &argument, argument != GB_NULL);
    if (args == GB_NULL)
        return GB_NULL;
    GbRef error = gb_exception_new(t, id, args);
    gb_decref(args);
    if (error != GB_NULL)
        gb_raise_linked_take(t, error);
    return GB_NULL;
}

GbRef gb_raise_instance(GbThread *t, GbBorrow exception)
{
    gb_raise_linked_take(t, gb_new_ref(exception));
    return GB_NULL;
}

/* The one made beforehand: raising it needs no memory. Nobody else's traceback may be left in it.
 */
GbRef gb_raise_memory(GbThread *t)
{
    GbRef error = t->interp->memory_error;
    if (error == GB_NULL) { /* So early that only the fact matters. */
        gb_set(&t->exception, GB_NONE);
        return GB_NULL;
    }
    GbException *e = gb_as_exception(error);
    if (e->header.refcount == 1) {
        gb_clear(&e->traceback);
        gb_clear(&e->context);
        gb_clear(&e->cause);
    }
    gb_set(&t->exception, gb_new_ref(error));
    return GB_NULL;
}

GbRef gb_raise_stop(GbThread *t, GbBorrow value)
{
    if (value == GB_NONE || value == GB_NULL) {
        GbRef error = gb_exception_new(t, gb_StopIteration, t->interp->empty_tuple);
        if (error != GB_NULL)
            gb_raise_linked_take(t, error);
        return GB_NULL;
    }
    return gb_raise_value(t, gb_StopIteration, value);
}

GbRef gb_raise_arity(GbThread *t, const char *what)
{
    return gb_raise(t, gb_TypeError, "%s", what);
}

/* The exception just raised, if it is the one that was asked for, gets its fields. */
static GbRef with_fields(GbThread *t, GbExceptionId id, int first_place, GbBorrow first,
                         int second_place, GbBorrow second)
{
    if (gb_raised_is(t, id)) {
        gb_field_set(t->exception, first_place, first);
        gb_field_set(t->exception, second_place, second);
    }
    return GB_NULL;
}

GbRef gb_raise_name(GbThread *t, GbExceptionId id, GbBorrow name, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    gb_raise_v(t, id, format, values);
    va_end(values);
    return with_fields(t, id, GB_NAME_ERROR_NAME, name, GB_NAME_ERROR_NAME, name);
}

GbRef gb_raise_attribute(GbThread *t, GbBorrow object, GbBorrow name, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    gb_raise_v(t, gb_AttributeError, format, values);
    va_end(values);
    return with_fields(t, gb_AttributeError, GB_ATTRIBUTE_NAME, name, GB_ATTRIBUTE_OBJECT, object);
}

GbRef gb_raise_import(GbThread *t, GbExceptionId id, GbBorrow name, GbBorrow path,
                      const char *format, ...)
{
    va_list values;
    va_start(values, format);
    gb_raise_v(t, id, format, values);
    va_end(values);
    return with_fields(t, id, GB_IMPORT_NAME, name, GB_IMPORT_PATH, path);
}

static GbRef position_value(int number)
{
    return number == INT32_MIN ? GB_NONE : gb_small_new(number);
}

GbRef gb_raise_syntax(GbThread *t, GbExceptionId id, const char *message, GbBorrow filename,
                      int line, int column, int end_line, int end_column, GbBorrow text)
{
    GbRef msg = gb_str_new(t, message), details = GB_NULL, args = GB_NULL, error = GB_NULL;
    if (msg == GB_NULL)
        return GB_NULL;
    details = gb_tuple_of(t, end_line == INT32_MIN ? 4 : 6, filename, position_value(line),
                          position_value(column), text == GB_NULL ? GB_NONE : text,
                          position_value(end_line), position_value(end_column));
    if (details == GB_NULL)
        goto done;
    args = gb_tuple_of(t, 2, msg, details);
    if (args == GB_NULL)
        goto done;
    error = gb_exception_new(t, id, args);
    if (error != GB_NULL)
        gb_raise_linked_take(t, error);
done:
    gb_clear(&msg);
    gb_clear(&details);
    gb_clear(&args);
    return GB_NULL;
}

/* --- The raise statement --- */

/* The instance that `raise v` means: v itself or v(). GB_NULL with an exception set; `message` is
 * for what is neither. */
static GbRef instance_of(GbThread *t, GbBorrow v, const char *message)
{
    if (gb_is_exception_class(t, v)) {
        GbRef instance = gb_call0(t, v);
        if (instance == GB_NULL || gb_is_exception(instance))
            return instance;
        gb_raise(t, gb_TypeError,
                 "calling %R should have returned an instance of BaseException, not %R", v,
                 gb_value(gb_type_of(t, instance)));
        gb_decref(instance);
        return GB_NULL;
    }
    if (gb_is_exception(v))
        return gb_new_ref(v);
    return gb_raise(t, gb_TypeError, "%s", message);
}

static void raise_again(GbThread *t)
{
    GbBorrow handled = gb_handled_peek(t);
    if (handled == GB_NULL)
        gb_raise(t, gb_RuntimeError, "No active exception to reraise");
    else
        gb_set(&t->exception, gb_new_ref(handled));
}

void gb_raise_statement(GbThread *t, GbBorrow exception, GbBorrow cause)
{
    if (exception == GB_NULL) {
        raise_again(t);
        return;
    }
    GbRef error = instance_of(t, exception, "exceptions must derive from BaseException");
    if (error == GB_NULL)
        return;
    if (cause == GB_NONE) {
        gb_exception_set_cause(error, GB_NULL);
    } else if (cause != GB_NULL) {
        GbRef reason = instance_of(t, cause, "exception causes must derive from BaseException");
        if (reason == GB_NULL) {
            gb_decref(error);
            return;
        }
        gb_exception_set_cause(error, reason);
        gb_decref(reason);
    }
    gb_raise_linked_take(t, error);
}

/* --- What is set --- */

bool gb_raised(GbThread *t)
{
    return t->exception != GB_NULL;
}

bool gb_raised_is(GbThread *t, GbExceptionId id)
{
    return t->exception != GB_NULL && gb_is_instance_of(t, t->exception, t->interp->exceptions[id]);
}

GbRef gb_raised_take(GbThread *t)
{
    GbRef exception = t->exception;
    t->exception = GB_NULL;
    return exception;
}

void gb_raised_restore_take(GbThread *t, GbRef exception)
{
    gb_set(&t->exception, exception);
}

void gb_raised_drop(GbThread *t)
{
    gb_clear(&t->exception);
}

bool gb_raised_drop_if(GbThread *t, GbExceptionId id)
{
    bool is = gb_raised_is(t, id);
    if (is)
        gb_clear(&t->exception);
    return is;
}

/* --- Matching --- */

static bool matches(GbThread *t, GbType *type, GbBorrow classes)
{
    if (gb_is_tuple(classes)) {
        for (int64_t i = 0; i < gb_tuple_count(classes); ++i) {
            if (matches(t, type, gb_tuple_peek(classes, i)))
                return true;
        }
        return false;
    }
    return gb_is_type(classes) && gb_type_is_subtype(type, gb_as_type(classes));
}

int gb_exception_matches(GbThread *t, GbBorrow exception, GbBorrow classes)
{
    bool valid = true;
    if (gb_is_tuple(classes)) {
        for (int64_t i = 0; valid && i < gb_tuple_count(classes); ++i)
            valid = gb_is_exception_class(t, gb_tuple_peek(classes, i));
    } else {
        valid = gb_is_exception_class(t, classes);
    }
    if (!valid)
        return gb_fail(t, gb_TypeError,
                       "catching classes that do not inherit from BaseException is not allowed");
    GbType *type = gb_is_type(exception) ? gb_as_type(exception) : gb_type_of(t, exception);
    return matches(t, type, classes);
}
