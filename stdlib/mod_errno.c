/* errno: the numbers of the machine's errors. */
#include "vm/gilbox.h"

static int errno_init(GbThread *t, GbBorrow module)
{
    GbRef names = gb_dict_new(t);
    int failed = names == GB_NULL ? -1 : 0, code;
    for (int i = 0; failed == 0 && rt_error_row(i, &code); i++) {
        int number = rt_error_errno(code);
        if (number == 0)
            continue;
        GbRef name = gb_str_new(t, rt_error_name(code));
        failed = name == GB_NULL
                     ? -1
                     : gb_module_set(t, module, rt_error_name(code), gb_small_new(number));
        if (failed == 0)
            failed = gb_dict_set(t, names, gb_small_new(number), name);
        gb_xdecref(name);
    }
    if (failed == 0)
        failed = gb_module_set(t, module, "EWOULDBLOCK", gb_small_new(rt_error_errno(RT_EAGAIN)));
    if (failed == 0)
        failed = gb_module_set(t, module, "errorcode", names);
    gb_xdecref(names);
    return failed;
}

const GbModuleDef gb_module_errno = {
    "errno",
    "This module makes available standard errno system symbols.",
    NULL,
    errno_init,
};
