#include "vm/gilbox.h"

#define GB_MODULE(id, name) extern const GbModuleDef gb_module_##id;
#include "stdlib/modules.def"
#undef GB_MODULE

const GbModuleDef *const gb_modules[] = {
#define GB_MODULE(id, name) &gb_module_##id,
#include "stdlib/modules.def"
#undef GB_MODULE
    NULL,
};
