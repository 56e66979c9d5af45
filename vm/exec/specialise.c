/* Behind the scenes: caches and superinstructions. What is written here over plain bytecode means
 * the same; each form checks its assumption and gives way to the plain one. */
#include "vm/exec/eval.h"

#include "vm/object/alloc.h"
#include "vm/object/descriptor.h"

const GbSpecialInfo gb_special_info[] = {
#define GB_SPECIAL(name, base, length, ticks, doc) {#name, OP_##base, length, ticks},
#include "vm/exec/special.def"
#undef GB_SPECIAL
};

/* --- Superinstructions --- */

static int plain_binary(int arg)
{
    return arg >= GB_INPLACE ? arg - GB_INPLACE : arg;
}

/* For which outcomes (1 less, 2 equal, 4 greater, 8 unordered) a comparison is true. */
static const uint8_t compare_masks[] = {
    [GB_LT] = 1, [GB_LE] = 1 | 2, [GB_EQ] = 2, [GB_NE] = 1 | 4 | 8, [GB_GT] = 4, [GB_GE] = 4 | 2,
};

/* The COMPARE_OP at ip[0] and the jump at ip[1] as one: forward or back, or -1. The jump gets its
 * mask. */
static int fuse_compare(GbInstr *ip, int forward, int back)
{
    int jump = ip[1].op;
    bool when = jump == OP_POP_JUMP_FORWARD_IF_TRUE || jump == OP_POP_JUMP_BACKWARD_IF_TRUE;
    bool ahead = jump == OP_POP_JUMP_FORWARD_IF_TRUE || jump == OP_POP_JUMP_FORWARD_IF_FALSE;
    if (ip[0].op != OP_COMPARE_OP || !(ahead || when || jump == OP_POP_JUMP_BACKWARD_IF_FALSE))
        return -1;
    uint8_t mask = compare_masks[ip[0].arg];
    ip[1].cache = when ? mask : mask ^ 15;
    return ahead ? forward : back;
}

static int fuse_binary(const GbInstr *ip, bool with_const)
{
    int op = plain_binary(ip[2].arg);
    if (ip[2].op != OP_BINARY_OP && gb_plain_op(ip[2].op) != OP_BINARY_OP)
        return -1;
    if (ip[3].op == OP_STORE_FAST) {
        if (op == GB_ADD)
            return with_const ? OP_FAST_CONST_ADD_STORE : OP_FAST_FAST_ADD_STORE;
        if (op == GB_SUB && with_const)
            return OP_FAST_CONST_SUBTRACT_STORE;
    }
    switch (op) {
    case GB_ADD: return with_const ? OP_FAST_CONST_ADD : OP_FAST_FAST_ADD;
    case GB_SUB: return with_const ? OP_FAST_CONST_SUBTRACT : OP_FAST_FAST_SUBTRACT;
    case GB_MUL: return with_const ? -1 : OP_FAST_FAST_MULTIPLY;
    default: return -1;
    }
}

/* What LOAD_FAST and its followers become, or -1. At least three instructions follow. */
static int fuse_load(GbInstr *ip)
{
    bool with_const = ip[1].op == OP_LOAD_CONST;
    if (ip[1].op == OP_LOAD_ATTR)
        return OP_LOAD_FAST_LOAD_ATTR;
    if (!with_const && ip[1].op != OP_LOAD_FAST)
        return -1;
    int fused = fuse_compare(
        ip + 2, with_const ? OP_FAST_CONST_COMPARE_JUMP : OP_FAST_FAST_COMPARE_JUMP,
        with_const ? OP_FAST_CONST_COMPARE_JUMP_BACK : OP_FAST_FAST_COMPARE_JUMP_BACK);
    if (fused < 0)
        fused = fuse_binary(ip, with_const);
    if (fused < 0 && ip[2].op == OP_BINARY_SUBSCR && !with_const)
        fused = OP_FAST_FAST_SUBSCR;
    return fused >= 0 ? fused : with_const ? OP_LOAD_FAST_LOAD_CONST : OP_LOAD_FAST_LOAD_FAST;
}

static int rewrite_one(GbInstr *ip)
{
    switch (ip->op) {
    case OP_RESUME: return OP_RESUME_WARM;
    case OP_JUMP_BACKWARD: return OP_JUMP_BACKWARD_WARM;
    case OP_LOAD_FAST: return fuse_load(ip);
    case OP_STORE_FAST:
        return ip[1].op == OP_LOAD_FAST    ? OP_STORE_FAST_LOAD_FAST
               : ip[1].op == OP_STORE_FAST ? OP_STORE_FAST_STORE_FAST
                                           : -1;
    case OP_COMPARE_OP: return fuse_compare(ip, OP_COMPARE_JUMP, OP_COMPARE_JUMP_BACK);
    case OP_FOR_ITER: return ip[1].op == OP_STORE_FAST ? OP_FOR_RANGE_STORE : -1;
    case OP_BINARY_OP: {
        int op = plain_binary(ip->arg);
        return op == GB_ADD   ? OP_BINARY_ADD
               : op == GB_SUB ? OP_BINARY_SUBTRACT
               : op == GB_MUL ? OP_BINARY_MULTIPLY
                              : -1;
    }
    default: return -1;
    }
}

/* The last instructions never begin a long form: code ends with a jump, a return or a raise. A form
 * that covers other fused instructions is fine, too, as every opcode behind the first is looked at
 * before it is rewritten. */
static void rewrite(GbCode *code)
{
    for (int32_t i = 0; i < code->instr_count; i++) {
        GbInstr *ip = code->instrs + i;
        bool single = ip->op == OP_RESUME || ip->op == OP_JUMP_BACKWARD || ip->op == OP_BINARY_OP;
        bool room = single || i + 3 < code->instr_count;
        int op = room ? rewrite_one(ip) : -1;
        if (op >= 0)
            ip->op = (uint16_t)op;
    }
}

void gb_code_warm_up(GbThread *t, GbCode *code)
{
    size_t bytes = gb_cache_bytes(code);
    code->caches = gb_mem_new(t, bytes);
    if (code->caches == NULL) {
        gb_raised_drop(t);
        return;
    }
    memset(code->caches, 0, bytes);
    rewrite(code);
}

/* --- Sites that meet several types --- */

/* The tables stand one behind the other. */
static GbCache *other_cache(GbCode *code, const GbInstr *ip, int number)
{
    return (GbCache *)code->other_caches + number * (code->cache_count + 1) + ip->cache;
}

GbCache *gb_cache_other(GbCode *code, const GbInstr *ip, uint32_t version)
{
    if (code->other_caches == NULL || version == 0)
        return NULL;
    for (int i = 0; i < GB_CACHE_OTHERS; i++) {
        GbCache *cache = other_cache(code, ip, i);
        if (cache->version == version && cache->op == ip->op)
            return cache;
    }
    return NULL;
}

/* Keep what the site knew before it is specialised anew; the oldest is forgotten. */
static void remember(GbThread *t, GbCode *code, const GbInstr *ip, const GbCache *known)
{
    if (code->other_caches == NULL) {
        code->other_caches = gb_mem_new(t, GB_CACHE_OTHERS * gb_cache_bytes(code));
        if (code->other_caches == NULL) {
            gb_raised_drop(t);
            return;
        }
        memset(code->other_caches, 0, GB_CACHE_OTHERS * gb_cache_bytes(code));
    }
    for (int i = GB_CACHE_OTHERS - 1; i > 0; i--)
        *other_cache(code, ip, i) = *other_cache(code, ip, i - 1);
    *other_cache(code, ip, 0) = *known;
}

/* --- Globals --- */

static void wait_long(GbCache *cache)
{
    cache->wait = 1000;
}

/* Where a dict keeps a name, for a cache: true, with version and index. */
static bool place_find(GbThread *t, GbBorrow dict, GbBorrow name, uint32_t *version,
                       uint32_t *index)
{
    if (!gb_is_exact(dict, GB_KIND_DICT))
        return false;
    int64_t at = gb_as_dict(dict)->only_str ? gb_dict_lookup_str(t, gb_as_dict(dict), name) : -1;
    if (at < 0 || at > INT32_MAX)
        return false;
    *index = (uint32_t)at;
    *version = gb_dict_version(t, gb_as_dict(dict));
    return *version != 0;
}

/* 1 in globals, 2 in builtins, 0 not to be cached. */
static int global_find(GbThread *t, GbFrame *frame, GbBorrow name, GbCache *cache)
{
    if (place_find(t, frame->globals, name, &cache->version, &cache->index))
        return 1;
    if (!gb_is_exact(frame->globals, GB_KIND_DICT) || !gb_as_dict(frame->globals)->only_str)
        return 0;
    cache->version = gb_dict_version(t, gb_as_dict(frame->globals));
    return cache->version != 0 &&
                   place_find(t, frame->builtins, name, &cache->version2, &cache->index)
               ? 2
               : 0;
}

void gb_specialise_global(GbThread *t, GbFrame *frame, GbInstr *ip, GbCache *cache)
{
    int where = global_find(t, frame, frame->code->names[ip->arg >> 1], cache);
    if (where != 0)
        ip->op = where == 1 ? OP_LOAD_GLOBAL_MODULE : OP_LOAD_GLOBAL_BUILTIN;
    else
        wait_long(cache);
}

void gb_specialise_name(GbThread *t, GbFrame *frame, GbInstr *ip, GbCache *cache)
{
    int where = frame->locals == frame->globals
                    ? global_find(t, frame, frame->code->names[ip->arg], cache)
                    : 0;
    if (where != 0)
        ip->op = where == 1 ? OP_LOAD_NAME_MODULE : OP_LOAD_NAME_BUILTIN;
    else
        wait_long(cache);
}

void gb_specialise_store_name(GbThread *t, GbFrame *frame, GbInstr *ip, GbCache *cache)
{
    bool global = ip->op == OP_STORE_GLOBAL;
    if ((global || frame->locals == frame->globals) &&
        place_find(t, frame->globals, frame->code->names[ip->arg], &cache->version, &cache->index))
        ip->op = global ? OP_STORE_GLOBAL_MODULE : OP_STORE_NAME_MODULE;
    else
        wait_long(cache);
}

/* --- Attributes --- */

/* The site becomes `op`, and knows further what it knew before; -1: it stays plain for a while. */
static void settle(GbThread *t, GbCode *code, GbInstr *ip, const GbCache *known, int op)
{
    GbCache *cache = gb_cache(code, ip);
    if (op < 0) {
        wait_long(cache);
        return;
    }
    if (known->op != 0 && known->version != cache->version)
        remember(t, code, ip, known);
    cache->op = ip->op = (uint16_t)op;
}

/* Does the type have a version? One that has changed gets its next by being looked into. */
static bool has_version(GbThread *t, GbType *type)
{
    if (type->version == 0)
        gb_type_lookup(t, type, gb_name(t, __class__));
    return type->version != 0;
}

/* A type whose attribute lookup is the plain one, with a version. */
static bool is_plain(GbThread *t, GbType *type)
{
    return type->flags & GB_TYPE_GENERIC_GETATTR && has_version(t, type);
}

/* Does its objects' attribute word stand at a fixed place? */
static bool has_fixed_word(const GbType *type)
{
    return type->attrs_offset != 0 && type->attrs_offset < UINT16_MAX &&
           !(type->flags & GB_TYPE_VARIABLE);
}

static bool is_data_descriptor(GbBorrow value)
{
    return gb_is_object(value) && gb_object(value)->type->slots.descr_set != NULL;
}

static bool is_descriptor(GbBorrow value)
{
    return gb_is_object(value) && gb_object(value)->type->slots.descr_get != NULL;
}

/* The instance's value of a name in array form. */
static bool value_find(GbThread *t, GbType *type, GbBorrow name, GbCache *cache)
{
    int index = has_fixed_word(type) && type->keys != NULL ? gb_keys_find(t, type, name, false)
                                                           : -1;
    if (index < 0)
        return false;
    cache->version = type->version;
    cache->index = (uint32_t)index;
    cache->offset = (uint16_t)type->attrs_offset;
    return true;
}

static bool slot_find(GbType *type, GbBorrow found, GbCache *cache)
{
    if (!gb_is_exact(found, GB_KIND_MEMBER_DESCRIPTOR) || type->flags & GB_TYPE_VARIABLE)
        return false;
    GbMemberDescriptor *member = (GbMemberDescriptor *)gb_object(found);
    if (member->index < 0 || !gb_type_is_subtype(type, member->owner))
        return false;
    cache->version = type->version;
    cache->index = ((type->spec->size + 7) & ~7u) +
                   (uint32_t)member->index * (uint32_t)sizeof(GbRef);
    return true;
}

/* A property whose getter is a Python function of one argument. */
static bool property_find(GbThread *t, GbType *type, GbBorrow found, GbCache *cache)
{
    GbBorrow getter = gb_is_exact(found, GB_KIND_PROPERTY) ? ((GbProperty *)gb_object(found))->get
                                                           : GB_NULL;
    if (getter == GB_NULL || !gb_is_exact(getter, GB_KIND_FUNCTION))
        return false;
    GbCode *code = gb_as_function(getter)->code;
    if (code->arg_count != 1 || code->kwonly_count != 0 ||
        code->flags & (GB_CO_VARARGS | GB_CO_VARKEYWORDS))
        return false;
    cache->version = type->version;
    cache->version2 = gb_function_version(t, gb_as_function(getter));
    cache->value = getter;
    return cache->version2 != 0;
}

/* A plain class attribute read through an instance that has none of that name. */
static bool class_value_find(GbThread *t, GbType *type, GbBorrow name, GbBorrow found,
                             GbCache *cache)
{
    if (type->attrs_offset != 0 && !has_fixed_word(type))
        return false;
    if (type->keys != NULL && gb_keys_find(t, type, name, false) >= 0)
        return false;
    cache->version = type->version;
    cache->offset = (uint16_t)type->attrs_offset;
    cache->value = found;
    return true;
}

void gb_specialise_attr(GbThread *t, GbFrame *frame, GbInstr *ip, GbCache *cache, GbBorrow owner)
{
    GbBorrow name = frame->code->names[ip->arg];
    GbCache known = *cache;
    int op = -1;
    if (gb_is_exact(owner, GB_KIND_MODULE)) {
        if (place_find(t, gb_module_dict(owner), name, &cache->version, &cache->index))
            op = OP_LOAD_ATTR_MODULE;
    } else if (gb_is_object(owner) && is_plain(t, gb_object(owner)->type)) {
        GbType *type = gb_object(owner)->type;
        GbBorrow found = gb_type_lookup(t, type, name);
        if (found == GB_NULL)
            op = value_find(t, type, name, cache) ? OP_LOAD_ATTR_VALUE : -1;
        else if (slot_find(type, found, cache))
            op = OP_LOAD_ATTR_SLOT;
        else if (property_find(t, type, found, cache))
            op = OP_LOAD_ATTR_PROPERTY;
        else if (!is_data_descriptor(found) && value_find(t, type, name, cache))
            op = OP_LOAD_ATTR_VALUE;
        else if (!is_descriptor(found) && class_value_find(t, type, name, found, cache))
            op = OP_LOAD_ATTR_CLASS;
    }
    settle(t, frame->code, ip, &known, op);
}

void gb_specialise_store_attr(GbThread *t, GbFrame *frame, GbInstr *ip, GbCache *cache,
                              GbBorrow owner)
{
    GbBorrow name = frame->code->names[ip->arg];
    GbCache known = *cache;
    int op = -1;
    GbType *type = gb_is_object(owner) ? gb_object(owner)->type : NULL;
    if (type != NULL && type->slots.setattr == gb_generic_setattr && has_version(t, type)) {
        GbBorrow found = gb_type_lookup(t, type, name);
        if (found != GB_NULL && slot_find(type, found, cache))
            op = OP_STORE_ATTR_SLOT;
        else if ((found == GB_NULL || !is_data_descriptor(found)) &&
                 value_find(t, type, name, cache))
            op = OP_STORE_ATTR_VALUE;
    }
    settle(t, frame->code, ip, &known, op);
}

void gb_specialise_method(GbThread *t, GbFrame *frame, GbInstr *ip, GbCache *cache, GbBorrow owner)
{
    GbBorrow name = frame->code->names[ip->arg];
    GbCache known = *cache;
    int op = -1;
    GbType *type = gb_type_of(t, owner);
    if (gb_is_exact(owner, GB_KIND_MODULE)) {
        if (place_find(t, gb_module_dict(owner), name, &cache->version, &cache->index))
            op = OP_LOAD_METHOD_MODULE;
    } else if (gb_is_exact(owner, GB_KIND_TYPE) && has_version(t, gb_as_type(owner))) {
        /* type itself has no data descriptor of the name: what the class has counts. */
        GbBorrow found = gb_type_lookup(t, gb_as_type(owner), name);
        GbBorrow meta = gb_type_lookup(t, type, name);
        if (found != GB_NULL && gb_is_exact(found, GB_KIND_FUNCTION) &&
            (meta == GB_NULL || !is_data_descriptor(meta))) {
            cache->version = gb_as_type(owner)->version;
            cache->value = found;
            op = OP_LOAD_METHOD_CLASS;
        }
    } else if (is_plain(t, type)) {
        GbBorrow found = gb_type_lookup(t, type, name);
        bool method = found != GB_NULL && gb_is_object(found) &&
                      gb_object(found)->type->flags & GB_TYPE_METHOD;
        if (method && class_value_find(t, type, name, found, cache))
            op = type->attrs_offset == 0 ? OP_LOAD_METHOD_PLAIN : OP_LOAD_METHOD_VALUES;
    }
    settle(t, frame->code, ip, &known, op);
}

/* --- Calls of classes --- */

void gb_specialise_call(GbThread *t, GbFrame *frame, GbInstr *ip, GbCache *cache, GbBorrow callable)
{
    GbType *type = gb_as_type(callable), *object = gb_type(t, OBJECT);
    GbBorrow init = gb_type_lookup(t, type, gb_name(t, __init__));
    if (!has_version(t, type) || !(type->flags & GB_TYPE_HEAP) || type->flags & GB_TYPE_ABSTRACT ||
        type->header.type != gb_type(t, TYPE) || type->slots.create != object->slots.create ||
        init == GB_NULL || !gb_is_exact(init, GB_KIND_FUNCTION)) {
        wait_long(cache);
        return;
    }
    cache->version = type->version;
    cache->value = init;
    ip->op = OP_CALL_CLASS;
}
