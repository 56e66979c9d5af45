/* Addresses and names of the virtual machine, which knows itself and nobody else. */
#include "runtime/sim_socket.h"

#include <string.h>

static const uint8_t loopback4[4] = {127, 0, 0, 1};
static const uint8_t loopback6[16] = {[15] = 1};
static const uint8_t any6[16];

static size_t address_size(RtFamily family)
{
    return family == RT_FAMILY_IP4 ? 4 : 16;
}

bool rt_sim_address_is_any(const RtAddress *address)
{
    return memcmp(address->bytes, any6, address_size(address->family)) == 0;
}

bool rt_sim_address_is_local(const RtAddress *address)
{
    if (rt_sim_address_is_any(address))
        return true;
    if (address->family == RT_FAMILY_IP4)
        return address->bytes[0] == loopback4[0];
    return memcmp(address->bytes, loopback6, sizeof loopback6) == 0;
}

void rt_sim_address_loopback(RtFamily family, uint16_t port, RtAddress *out)
{
    *out = (RtAddress){.family = family, .port = port};
    memcpy(out->bytes, family == RT_FAMILY_IP4 ? loopback4 : loopback6, address_size(family));
}

static void any_address(RtFamily family, uint16_t port, RtAddress *out)
{
    *out = (RtAddress){.family = family, .port = port};
}

bool rt_sim_address_covers(const RtAddress *bound, const RtAddress *wanted)
{
    if (bound->family != wanted->family || bound->port != wanted->port)
        return false;
    if (bound->family == RT_FAMILY_UNIX)
        return memcmp(bound->path, wanted->path, sizeof bound->path) == 0;
    return rt_sim_address_is_any(bound) ||
           memcmp(bound->bytes, wanted->bytes, address_size(bound->family)) == 0;
}

/* --- Names --------------------------------------------------------------------------------- */

static bool is_own_name(const char *host)
{
    return strcmp(host, "localhost") == 0 || strcmp(host, SIM_HOST_NAME) == 0;
}

static bool wants(RtFamily asked, RtFamily family)
{
    return asked == RT_FAMILY_ANY || asked == family;
}

/* Of both families, the older first; `make` says which address. */
static size_t answer(void (*make)(RtFamily, uint16_t, RtAddress *), uint16_t port, RtFamily family,
                     RtAddress *out, size_t capacity)
{
    static const RtFamily families[] = {RT_FAMILY_IP4, RT_FAMILY_IP6};
    size_t count = 0;
    for (int i = 0; i < 2; i++) {
        if (wants(family, families[i]) && count < capacity)
            make(families[i], port, &out[count++]);
    }
    return count;
}

/* An address in figures needs no one who knows its name. */
static bool parse(const char *host, uint16_t port, RtFamily family, RtAddress *out)
{
    if (rt_address_parse(host, out) < 0 || !wants(family, out->family))
        return false;
    out->port = port;
    return true;
}

int rt_sim_address_resolve(Rt *rt, const char *host, uint16_t port, RtFamily family, RtAddress *out,
                           size_t capacity, size_t *out_count)
{
    rt_sim_call(rt);
    RtAddress figures;
    if (capacity > 0 && host && parse(host, port, family, &figures)) {
        out[0] = figures;
        *out_count = 1;
        return 0;
    }
    if (host && !is_own_name(host))
        return RT_ESIM_NETWORK;
    *out_count = answer(host ? rt_sim_address_loopback : any_address, port, family, out, capacity);
    return 0;
}

int rt_sim_address_name(Rt *rt, const RtAddress *address, char **out_name)
{
    rt_sim_call(rt);
    RtAddress own;
    rt_sim_address_loopback(address->family, address->port, &own);
    if (memcmp(own.bytes, address->bytes, sizeof own.bytes) != 0)
        return RT_ESIM_NETWORK;
    return rt_sim_copy("localhost", out_name);
}

int rt_sim_host_name(Rt *rt, char **out_name)
{
    rt_sim_call(rt);
    return rt_sim_copy(SIM_HOST_NAME, out_name);
}
