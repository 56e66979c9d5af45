/* gilbox: runs a program under a lock of one's choice. */
#include "cli/cli.h"

int main(int argc, char **argv)
{
    Rt *rt = NULL;
    int error = rt_real_new(&rt);
    if (error != 0) {
        cli_complain("can't start: %s", rt_error_text(error));
        return 1;
    }
    return cli_main(rt, NULL, argc, argv);
}
