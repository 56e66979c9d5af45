/* Audit hooks: sys.addaudithook(), sys.audit(), and what the VM itself tells them. */
#include "vm/exec/sys.h"

#include "vm/interp.h"

bool gb_is_audited(const GbThread *t)
{
    return t->interp->audit_hooks != GB_NULL;
}

/* The hooks in the order they came; those that an event adds hear it, too. Ends: a hook is added by
 * a call of a script. */
static int tell(GbThread *t, GbBorrow event, GbBorrow arguments)
{
    GbRef hooks = gb_new_ref(t->interp->audit_hooks);
    int status = 0;
    for (int64_t i = 0; status == 0 && i < gb_list_count(hooks); ++i) {
        GbRef hook = gb_new_ref(gb_list_peek(hooks, i));
        GbRef result = gb_call2(t, hook, event, arguments);
        status = result == GB_NULL ? -1 : 0;
        gb_clear(&result);
        gb_decref(hook);
    }
    gb_decref(hooks);
    return status;
}

int gb_audit_take(GbThread *t, const char *event, GbRef arguments)
{
    GbRef name = arguments == GB_NULL ? GB_NULL : gb_str_new(t, event);
    int status = name == GB_NULL ? -1 : tell(t, name, arguments);
    gb_clear(&name);
    gb_clear(&arguments);
    return status;
}

static GbRef sys_audit(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    if (!gb_is_str(args[0]))
        return gb_raise(t, gb_TypeError, "expected str for argument 'event', not %T", args[0]);
    if (gb_is_audited(t) && tell(t, args[0], args[1]) < 0)
        return GB_NULL;
    return GB_NONE;
}

/* The hooks that are there may refuse: by an Exception, which is forgotten. */
static GbRef sys_addaudithook(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    GbInterp *interp = t->interp;
    if (gb_is_audited(t) &&
        gb_audit_take(t, "sys.addaudithook", gb_new_ref(interp->empty_tuple)) < 0)
        return gb_raised_drop_if(t, gb_Exception) ? GB_NONE : GB_NULL;
    if (interp->audit_hooks == GB_NULL)
        interp->audit_hooks = gb_list_new(t, 1);
    if (interp->audit_hooks == GB_NULL || gb_list_append(t, interp->audit_hooks, args[0]) < 0)
        return GB_NULL;
    return GB_NONE;
}

const GbMethodDef gb_sys_audit_functions[] = {
    {"addaudithook(hook)", sys_addaudithook, "Adds a new audit hook callback."},
    {"audit(event, *args)", sys_audit,
     "audit(event, *args)\n\nPasses the event to any hooks that are attached."},
    {0},
};
