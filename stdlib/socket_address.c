/* _socket: addresses and names of hosts. */
#include "stdlib/socket_parts.h"

#include <stdio.h>
#include <stdlib.h>

static const GbErrorSpec gaierror_spec = {"socket.gaierror", gb_OSError, NULL};
static const GbErrorSpec herror_spec = {"socket.herror", gb_OSError, NULL};

enum { MAX_ADDRESSES = 32, EAI_NONAME = -2, EAI_AGAIN = -3, EAI_SERVICE = -8 };

/* --- Errors --- */

static GbRef raise_numbered(GbThread *t, const GbErrorSpec *spec, int number, const char *message)
{
    GbRef text = gb_str_new(t, message), instance = GB_NULL;
    if (text != GB_NULL)
        instance = gb_call2(t, gb_value(gb_error_type(t, spec)), gb_small_new(number), text);
    if (instance != GB_NULL)
        gb_raise_instance(t, instance);
    gb_xdecref(instance);
    gb_xdecref(text);
    return GB_NULL;
}

GbRef gb_socket_raise_lookup(GbThread *t, int error)
{
    if (error == RT_ERESOLVE)
        return raise_numbered(t, &gaierror_spec, EAI_NONAME, rt_error_text(error));
    if (error == RT_ERESOLVE_AGAIN)
        return raise_numbered(t, &gaierror_spec, EAI_AGAIN, rt_error_text(error));
    if (rt_error_is_refusal(error))
        return raise_numbered(t, &gaierror_spec, EAI_NONAME, rt_error_text(error));
    return gb_raise_rt(t, error, GB_NULL, GB_NULL);
}

/* --- Addresses from Python --- */

/* The host's addresses; host NULL: any. How many, or -1. */
static int64_t resolve(GbThread *t, const char *host, uint16_t port, RtFamily family,
                       RtAddress *out, size_t capacity)
{
    size_t count = 0;
    int error;
    do {
        gb_unlock_on(t, GIL_CONNECT, 0, host);
        error = rt_address_resolve(gb_rt(t), host, port, family, out, capacity, &count);
        gb_lock(t);
    } while (error == RT_EINTR && gb_check_signals(t) == 0);
    if (error == 0 && count > 0)
        return (int64_t)count;
    if (error != RT_EINTR)
        gb_socket_raise_lookup(t, error == 0 ? RT_ERESOLVE : error);
    return -1;
}

/* A host's name as C text; "" and "<broadcast>" have a meaning of their own. */
static const char *host_text(GbThread *t, GbBorrow v, GbRef *holder)
{
    if (gb_is_str(v)) {
        *holder = gb_encode(t, v, "idna", NULL);
        if (*holder == GB_NULL && (gb_raised_drop_if(t, gb_LookupError) ||
                                   gb_raised_drop_if(t, gb_UnicodeError)))
            *holder = gb_encode(t, v, NULL, NULL);
    } else if (gb_has_layout(v, GB_KIND_BYTES)) {
        *holder = gb_new_ref(v);
    } else {
        gb_raise(t, gb_TypeError, "str, bytes or bytearray expected, not %.500T", v);
    }
    return *holder == GB_NULL ? NULL : (const char *)gb_bytes_data(*holder);
}

static int read_port(GbThread *t, GbBorrow v, const char *method, uint16_t *out)
{
    int64_t port;
    if (gb_index_i64(t, v, &port, gb_BaseException) < 0)
        return -1;
    if (port < 0 || port > 0xffff)
        return gb_fail(t, gb_OverflowError, "%s(): port must be 0-65535.", method);
    *out = (uint16_t)port;
    return 0;
}

static int unix_address(GbThread *t, GbBorrow v, RtAddress *out)
{
    GbRef holder = GB_NULL;
    const char *path = gb_path(t, v, &holder);
    int failed = path == NULL ? -1 : 0;
    if (failed == 0 && strlen(path) >= sizeof out->path)
        failed = gb_fail(t, gb_OSError, "AF_UNIX path too long");
    if (failed == 0)
        snprintf(out->path, sizeof out->path, "%s", path);
    out->family = RT_FAMILY_UNIX;
    gb_clear(&holder);
    return failed;
}

static int read_u32(GbThread *t, GbBorrow v, uint32_t *out)
{
    int64_t number;
    if (gb_index_i64(t, v, &number, gb_OverflowError) < 0)
        return -1;
    *out = (uint32_t)number;
    return 0;
}

int gb_socket_address_get(GbThread *t, int family, GbBorrow v, const char *method, RtAddress *out)
{
    uint16_t port;
    GbRef holder = GB_NULL;
    *out = (RtAddress){0};
    if (family == GB_SOCKET_UNIX)
        return unix_address(t, v, out);
    int64_t most = family == GB_SOCKET_IP6 ? 4 : 2;
    const char *name = family == GB_SOCKET_IP6 ? "AF_INET6" : "AF_INET";
    if (!gb_is_tuple(v))
        return gb_fail(t, gb_TypeError, "%s(): %s address must be tuple, not %.500T", method, name,
                       v);
    int64_t count = gb_tuple_count(v);
    if ((count < 2 || count > most) && most == 2)
        return gb_fail(t, gb_TypeError, "AF_INET address must be a pair (host, port)");
    if (count < 2 || count > most)
        return gb_fail(t, gb_TypeError,
                       "AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])");
    const char *host = host_text(t, gb_tuple_peek(v, 0), &holder);
    if (host == NULL || read_port(t, gb_tuple_peek(v, 1), method, &port) < 0) {
        gb_clear(&holder);
        return -1;
    }
    if (strcmp(host, "<broadcast>") == 0)
        host = "255.255.255.255";
    int64_t found = resolve(t, *host == '\0' ? NULL : host, port, (RtFamily)family, out, 1);
    gb_clear(&holder);
    if (found < 0 || (count > 2 && read_u32(t, gb_tuple_peek(v, 2), &out->flow) < 0) ||
        (count > 3 && read_u32(t, gb_tuple_peek(v, 3), &out->scope) < 0))
        return -1;
    out->port = port;
    return 0;
}

/* --- Addresses to Python --- */

GbRef gb_socket_address_new(GbThread *t, const RtAddress *address)
{
    char text[64];
    if (address->family == RT_FAMILY_UNIX)
        return gb_decode(t, (const uint8_t *)address->path, strlen(address->path), NULL,
                         "surrogateescape");
    if (address->family != RT_FAMILY_IP4 && address->family != RT_FAMILY_IP6)
        return GB_NONE;
    if (rt_address_text(address, text, sizeof text) != 0)
        return gb_raise_rt(t, RT_EINVAL, GB_NULL, GB_NULL);
    GbRef host = gb_str_new(t, text), result = GB_NULL;
    if (host != GB_NULL && address->family == RT_FAMILY_IP4)
        result = gb_tuple_of(t, 2, host, gb_small_new(address->port));
    else if (host != GB_NULL)
        result = gb_tuple_of(t, 4, host, gb_small_new(address->port), gb_small_new(address->flow),
                             gb_small_new(address->scope));
    gb_xdecref(host);
    return result;
}

/* --- Lookups --- */

typedef struct Numbered {
    const char *name;
    uint16_t number;
} Numbered;

static const Numbered services[] = {{"echo", 7},   {"ftp", 21},    {"ssh", 22},    {"telnet", 23},
                                    {"smtp", 25},  {"domain", 53}, {"http", 80},   {"pop3", 110},
                                    {"ntp", 123},  {"imap2", 143}, {"https", 443}, {"imaps", 993},
                                    {NULL, 0}};
static const Numbered protocols[] = {{"ip", 0},   {"icmp", 1},  {"tcp", 6},
                                     {"udp", 17}, {"ipv6", 41}, {"ipv6-icmp", 58}, {NULL, 0}};

/* NULL: there is none of that name. */
static const Numbered *find_name(const Numbered *row, const char *name)
{
    while (row->name != NULL && strcmp(row->name, name) != 0)
        row++;
    return row->name == NULL ? NULL : row;
}

/* NULL: there is none of that number. */
static const char *find_number(const Numbered *row, uint16_t number)
{
    while (row->name != NULL && row->number != number)
        row++;
    return row->name;
}

/* The service's port by number, text or name; None is 0. */
static int service_port(GbThread *t, GbBorrow v, uint16_t *out)
{
    *out = 0;
    if (v == GB_NONE)
        return 0;
    if (gb_is_intlike(v))
        return read_port(t, v, "getaddrinfo", out);
    const char *text = gb_is_str(v)                            ? gb_str_utf8(t, v, NULL)
                       : gb_has_layout(v, GB_KIND_BYTES)       ? (const char *)gb_bytes_data(v)
                                                               : NULL;
    if (text == NULL)
        return gb_raised(t) ? -1 : gb_fail(t, gb_OSError, "Int or String expected");
    char *end;
    const Numbered *service = find_name(services, text);
    long port = service != NULL ? service->number : strtol(text, &end, 10);
    if (service != NULL || (*end == '\0' && port >= 0 && port <= 0xffff)) {
        *out = (uint16_t)port;
        return 0;
    }
    raise_numbered(t, &gaierror_spec, EAI_SERVICE, "Servname not supported for ai_socktype");
    return -1;
}

/* (family, type, proto, canonical name, address) for each kind of socket. */
static int add_infos(GbThread *t, GbBorrow list, const RtAddress *address, int64_t type)
{
    static const int kinds[][2] = {{1, 6}, {2, 17}, {3, 0}}; /* stream TCP, datagram UDP, raw */
    int failed = 0;
    for (int i = 0; i < 3 && failed == 0; i++) {
        if (type != 0 && kinds[i][0] != type)
            continue;
        GbRef name = gb_str_new(t, ""), where = gb_socket_address_new(t, address);
        failed = name == GB_NULL || where == GB_NULL
                     ? -1
                     : gb_list_append_take(t, list,
                                           gb_tuple_of(t, 5, gb_small_new(address->family),
                                                       gb_small_new(kinds[i][0]),
                                                       gb_small_new(kinds[i][1]), name, where));
        gb_xdecref(name);
        gb_xdecref(where);
    }
    return failed;
}

static GbRef socket_getaddrinfo(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    enum { PASSIVE = 1 };
    RtAddress found[MAX_ADDRESSES];
    int64_t family, type, flags;
    uint16_t port;
    GbRef holder = GB_NULL;
    const char *host = NULL;
    if (gb_index_i64(t, args[2], &family, gb_OverflowError) < 0 ||
        gb_index_i64(t, args[3], &type, gb_OverflowError) < 0 ||
        gb_index_i64(t, args[5], &flags, gb_OverflowError) < 0 ||
        service_port(t, args[1], &port) < 0 ||
        (args[0] != GB_NONE && (host = host_text(t, args[0], &holder)) == NULL))
        return GB_NULL;
    if (host != NULL && *host == '\0')
        host = NULL;
    if (host == NULL && !(flags & PASSIVE))
        host = family == GB_SOCKET_IP6 ? "::1" : "127.0.0.1";
    int64_t count = resolve(t, host, port, (RtFamily)family, found, MAX_ADDRESSES);
    gb_clear(&holder);
    GbRef list = count < 0 ? GB_NULL : gb_list_new(t, count);
    for (int64_t i = 0; list != GB_NULL && i < count; i++) {
        found[i].port = port;
        if (add_infos(t, list, &found[i], type) < 0)
            gb_clear(&list);
    }
    return list;
}

static GbRef socket_gethostbyname(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    RtAddress address;
    GbRef holder = GB_NULL;
    char text[64];
    const char *host = host_text(t, args[0], &holder);
    if (host == NULL)
        return GB_NULL;
    int64_t found = resolve(t, *host == '\0' ? NULL : host, 0, RT_FAMILY_IP4, &address, 1);
    gb_clear(&holder);
    if (found < 0 || rt_address_text(&address, text, sizeof text) != 0)
        return GB_NULL;
    return gb_str_new(t, text);
}

/* All addresses of a host as texts, each once. */
static GbRef address_texts(GbThread *t, const RtAddress *found, int64_t count)
{
    GbRef list = gb_list_new(t, count);
    for (int64_t i = 0; list != GB_NULL && i < count; i++) {
        char text[64];
        int seen = rt_address_text(&found[i], text, sizeof text) != 0;
        for (int64_t before = 0; before < i && !seen; before++)
            seen = memcmp(found[before].bytes, found[i].bytes, sizeof found[i].bytes) == 0;
        if (!seen && gb_list_append_take(t, list, gb_str_new(t, text)) < 0)
            gb_clear(&list);
    }
    return list;
}

/* (name, [], addresses) */
static GbRef host_entry(GbThread *t, const char *name, const RtAddress *found, int64_t count)
{
    GbRef first = gb_str_new(t, name), aliases = gb_list_new(t, 0);
    GbRef texts = address_texts(t, found, count), result = GB_NULL;
    if (first != GB_NULL && aliases != GB_NULL && texts != GB_NULL)
        result = gb_tuple_of(t, 3, first, aliases, texts);
    gb_xdecref(first);
    gb_xdecref(aliases);
    gb_xdecref(texts);
    return result;
}

static GbRef socket_gethostbyname_ex(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    RtAddress found[MAX_ADDRESSES];
    GbRef holder = GB_NULL;
    const char *host = host_text(t, args[0], &holder);
    if (host == NULL)
        return GB_NULL;
    int64_t count =
        resolve(t, *host == '\0' ? NULL : host, 0, RT_FAMILY_IP4, found, MAX_ADDRESSES);
    GbRef result = count < 0 ? GB_NULL : host_entry(t, host, found, count);
    gb_clear(&holder);
    return result;
}

/* The name of the address's host in *out, NULL if it has none. */
static int name_of(GbThread *t, const RtAddress *address, char **out)
{
    char text[64];
    *out = NULL;
    rt_address_text(address, text, sizeof text);
    gb_unlock_on(t, GIL_CONNECT, 0, text);
    int error = rt_address_name(gb_rt(t), address, out);
    gb_lock(t);
    if (error == 0 || error == RT_ERESOLVE || rt_error_is_refusal(error))
        return 0;
    gb_socket_raise_lookup(t, error);
    return -1;
}

static GbRef socket_gethostbyaddr(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    RtAddress address;
    GbRef holder = GB_NULL;
    const char *host = host_text(t, args[0], &holder);
    int64_t count = host == NULL ? -1 : resolve(t, host, 0, RT_FAMILY_ANY, &address, 1);
    gb_clear(&holder);
    char *name;
    if (count < 0 || name_of(t, &address, &name) < 0)
        return GB_NULL;
    if (name == NULL)
        return raise_numbered(t, &herror_spec, 1, "Unknown host");
    GbRef result = host_entry(t, name, &address, 1);
    rt_free(name);
    return result;
}

/* What getnameinfo() takes: an address in figures. */
static int read_figures(GbThread *t, GbBorrow v, RtAddress *out)
{
    int64_t count = gb_is_tuple(v) ? gb_tuple_count(v) : -1, port;
    if (count < 0)
        return gb_fail(t, gb_TypeError, "getnameinfo() argument 1 must be a tuple");
    if (count < 2 || count > 4 || !gb_is_str(gb_tuple_peek(v, 0)))
        return gb_fail(t, gb_TypeError, "getnameinfo(): illegal sockaddr argument");
    const char *host = gb_str_utf8(t, gb_tuple_peek(v, 0), NULL);
    if (host == NULL || gb_index_i64(t, gb_tuple_peek(v, 1), &port, gb_OverflowError) < 0)
        return -1;
    *out = (RtAddress){0};
    if (rt_address_parse(host, out) != 0) {
        raise_numbered(t, &gaierror_spec, EAI_NONAME, rt_error_text(RT_ERESOLVE));
        return -1;
    }
    if ((count > 2 && read_u32(t, gb_tuple_peek(v, 2), &out->flow) < 0) ||
        (count > 3 && read_u32(t, gb_tuple_peek(v, 3), &out->scope) < 0))
        return -1;
    if (out->flow > 0xfffff)
        return gb_fail(t, gb_OverflowError, "getnameinfo(): flowinfo must be 0-1048575.");
    if (count > 2 && out->family == RT_FAMILY_IP4)
        return gb_fail(t, gb_OSError, "IPv4 sockaddr must be 2 tuple");
    out->port = (uint16_t)port;
    return 0;
}

static GbRef socket_getnameinfo(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    enum { NUMERIC_HOST = 1, NUMERIC_SERVICE = 2, NAME_REQUIRED = 8 };
    RtAddress address;
    int64_t flags;
    char figures[64], port[8], *name = NULL;
    if (read_figures(t, args[0], &address) < 0 ||
        gb_index_i64(t, args[1], &flags, gb_OverflowError) < 0 ||
        (!(flags & NUMERIC_HOST) && name_of(t, &address, &name) < 0))
        return GB_NULL;
    if (name == NULL && flags & NAME_REQUIRED)
        return raise_numbered(t, &gaierror_spec, EAI_NONAME, rt_error_text(RT_ERESOLVE));
    rt_address_text(&address, figures, sizeof figures);
    snprintf(port, sizeof port, "%u", address.port);
    const char *service = flags & NUMERIC_SERVICE ? NULL : find_number(services, address.port);
    GbRef host = gb_str_new(t, name != NULL ? name : figures), result = GB_NULL;
    GbRef port_text = gb_str_new(t, service != NULL ? service : port);
    if (host != GB_NULL && port_text != GB_NULL)
        result = gb_tuple_of(t, 2, host, port_text);
    gb_xdecref(host);
    gb_xdecref(port_text);
    rt_free(name);
    return result;
}

static GbRef socket_gethostname(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    char *name = NULL;
    int error = rt_host_name(gb_rt(t), &name);
    if (error != 0)
        return gb_raise_rt(t, error, GB_NULL, GB_NULL);
    GbRef result = gb_str_new(t, name);
    rt_free(name);
    return result;
}

/* --- Figures and bytes --- */

/* "127.0.0.1" in up to four parts, each in C's notation. */
static bool parse_ip4(const char *text, bool strict, uint8_t out[4])
{
    uint32_t value = 0;
    for (int part = 0; part < 4; part++) {
        char *end;
        if (*text < '0' || *text > '9')
            return false;
        unsigned long number = strtoul(text, &end, strict ? 10 : 0);
        bool last = *end == '\0';
        unsigned long most = last && !strict ? 0xffffffffUL >> 8 * part : 0xff;
        if (number > most || (!last && *end != '.') || (strict && last != (part == 3)))
            return false;
        value = last ? value | (uint32_t)number : value | (uint32_t)number << (24 - 8 * part);
        text = end + 1;
        if (last)
            break;
        if (part == 3)
            return false;
    }
    for (int i = 0; i < 4; i++)
        out[i] = (uint8_t)(value >> (24 - 8 * i));
    return true;
}

static GbRef socket_inet_aton(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    uint8_t bytes[4];
    const char *text = gb_is_str(args[0]) ? gb_str_utf8(t, args[0], NULL) : NULL;
    if (text == NULL)
        return gb_raised(t) ? GB_NULL
                            : gb_raise(t, gb_TypeError,
                                       "inet_aton() argument 1 must be str, not %T", args[0]);
    if (!parse_ip4(text, false, bytes))
        return gb_raise(t, gb_OSError, "illegal IP address string passed to inet_aton");
    return gb_bytes_new(t, bytes, sizeof bytes);
}

/* The bytes of an address of a family as figures. */
static GbRef address_figures(GbThread *t, RtFamily family, GbBorrow v, const char *message)
{
    RtAddress address = {.family = family};
    size_t wanted = family == RT_FAMILY_IP4 ? 4 : 16;
    char text[64];
    GbBuffer buffer;
    if (gb_buffer_get(t, v, &buffer) < 0)
        return GB_NULL;
    bool fits = (size_t)buffer.size == wanted;
    if (fits)
        memcpy(address.bytes, buffer.data, wanted);
    gb_buffer_release(t, &buffer);
    if (!fits)
        return gb_raise(t, family == RT_FAMILY_IP4 && message[0] == 'p' ? gb_OSError
                                                                        : gb_ValueError,
                        "%s", message);
    if (rt_address_text(&address, text, sizeof text) != 0)
        return gb_raise_rt(t, RT_EINVAL, GB_NULL, GB_NULL);
    return gb_str_new(t, text);
}

static GbRef socket_inet_ntoa(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return address_figures(t, RT_FAMILY_IP4, args[0], "packed IP wrong length for inet_ntoa");
}

static GbRef fail_family(GbThread *t, int64_t family)
{
    (void)family;
    return gb_raise_rt(t, RT_EAFNOSUPPORT, GB_NULL, GB_NULL);
}

static GbRef socket_inet_ntop(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t family;
    if (gb_index_i64(t, args[0], &family, gb_OverflowError) < 0)
        return GB_NULL;
    if (family != GB_SOCKET_IP4 && family != GB_SOCKET_IP6)
        return gb_raise(t, gb_ValueError, "unknown address family %lld", (long long)family);
    return address_figures(t, (RtFamily)family, args[1],
                           "invalid length of packed IP address string");
}

static GbRef socket_inet_pton(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t family;
    RtAddress address;
    size_t count = 0;
    const char *text = gb_is_str(args[1]) ? gb_str_utf8(t, args[1], NULL) : NULL;
    if (text == NULL)
        return gb_raised(t) ? GB_NULL
                            : gb_raise(t, gb_TypeError,
                                       "inet_pton() argument 2 must be str, not %T", args[1]);
    if (gb_index_i64(t, args[0], &family, gb_OverflowError) < 0)
        return GB_NULL;
    if (family == GB_SOCKET_IP4) {
        if (!parse_ip4(text, true, address.bytes))
            return gb_raise(t, gb_OSError, "illegal IP address string passed to inet_pton");
        return gb_bytes_new(t, address.bytes, 4);
    }
    if (family != GB_SOCKET_IP6)
        return fail_family(t, family);
    /* Only figures have colons, and those are not asked for from anybody. */
    if (strchr(text, ':') == NULL || strchr(text, '%') != NULL ||
        rt_address_resolve(gb_rt(t), text, 0, RT_FAMILY_IP6, &address, 1, &count) != 0 ||
        count == 0)
        return gb_raise(t, gb_OSError, "illegal IP address string passed to inet_pton");
    return gb_bytes_new(t, address.bytes, 16);
}

/* --- Byte order --- */

static GbRef swap_number(GbThread *t, GbBorrow v, int bytes, const char *function)
{
    int64_t number, most = bytes == 2 ? 0xffff : 0xffffffff;
    if (gb_index_i64(t, v, &number, gb_OverflowError) < 0)
        return GB_NULL;
    if (number < 0)
        return gb_raise(t, gb_OverflowError, "%s: can't convert negative Python int to C %d-bit "
                        "unsigned integer", function, 8 * bytes);
    if (number > most)
        return gb_raise(t, gb_OverflowError,
                        "%s: Python int too large to convert to C %d-bit unsigned integer",
                        function, 8 * bytes);
    const uint16_t probe = 1;
    if (*(const uint8_t *)&probe == 0)
        return gb_int_new(t, number);
    uint32_t swapped = __builtin_bswap32((uint32_t)number);
    return gb_int_new(t, bytes == 2 ? swapped >> 16 : swapped);
}

static GbRef socket_htons(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return swap_number(t, args[0], 2, "htons");
}

static GbRef socket_ntohs(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return swap_number(t, args[0], 2, "ntohs");
}

static GbRef socket_htonl(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return swap_number(t, args[0], 4, "htonl");
}

static GbRef socket_ntohl(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return swap_number(t, args[0], 4, "ntohl");
}

static GbRef socket_getservbyname(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    uint16_t port;
    if (service_port(t, args[0], &port) < 0) {
        gb_raised_drop(t);
        return gb_raise(t, gb_OSError, "service/proto not found");
    }
    return gb_small_new(port);
}

static GbRef socket_getservbyport(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t port;
    if (gb_index_i64(t, args[0], &port, gb_OverflowError) < 0)
        return GB_NULL;
    if (port < 0 || port > 0xffff)
        return gb_raise(t, gb_OverflowError, "getservbyport: port must be 0-65535.");
    const char *name = find_number(services, (uint16_t)port);
    return name == NULL ? gb_raise(t, gb_OSError, "port/proto not found") : gb_str_new(t, name);
}

static GbRef socket_getprotobyname(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (!gb_is_str(args[0]))
        return gb_raise(t, gb_TypeError, "getprotobyname() argument 1 must be str, not %.100T",
                        args[0]);
    const char *name = gb_str_utf8(t, args[0], NULL);
    const Numbered *row = name == NULL ? NULL : find_name(protocols, name);
    if (row != NULL)
        return gb_small_new(row->number);
    return name == NULL ? GB_NULL : gb_raise(t, gb_OSError, "protocol not found");
}

const GbMethodDef gb_socket_address_functions[] = {
    {"getaddrinfo(host, port, family=0, type=0, proto=0, flags=0)", socket_getaddrinfo,
     "Resolve host and port into addrinfo struct."},
    {"gethostbyname(host, /)", socket_gethostbyname,
     "Return the IP address (a string of the form '255.255.255.255') for a host."},
    {"gethostbyname_ex(host, /)", socket_gethostbyname_ex,
     "Return the true host name, a list of aliases, and a list of IP addresses."},
    {"gethostbyaddr(host, /)", socket_gethostbyaddr,
     "Return the true host name, a list of aliases, and a list of IP addresses, for a host."},
    {"getnameinfo(sockaddr, flags, /)", socket_getnameinfo, "Get host and port for a sockaddr."},
    {"gethostname()", socket_gethostname, "Return the current host name."},
    {"getservbyname(servicename, protocolname=?, /)", socket_getservbyname,
     "Return a port number from a service name and protocol name."},
    {"getservbyport(port, protocolname=?, /)", socket_getservbyport,
     "Return the service name from a port number and protocol name."},
    {"getprotobyname(name, /)", socket_getprotobyname,
     "Return the protocol number for the named protocol."},
    {"inet_aton(string, /)", socket_inet_aton,
     "Convert an IP address in string format (123.45.67.89) to the 32-bit packed binary format "
     "used in low-level network functions."},
    {"inet_ntoa(packed_ip, /)", socket_inet_ntoa,
     "Convert an IP address from 32-bit packed binary format to string format"},
    {"inet_pton(af, ip, /)", socket_inet_pton,
     "Convert an IP address from string format to a packed string suitable for use with low-level "
     "network functions."},
    {"inet_ntop(af, packed_ip, /)", socket_inet_ntop,
     "Convert a packed IP address of the given family to string format."},
    {"htons(integer, /)", socket_htons, "Convert a 16-bit integer from host to network order."},
    {"ntohs(integer, /)", socket_ntohs, "Convert a 16-bit integer from network to host order."},
    {"htonl(integer, /)", socket_htonl, "Convert a 32-bit integer from host to network order."},
    {"ntohl(integer, /)", socket_ntohl, "Convert a 32-bit integer from network to host order."},
    {0},
};

int gb_socket_address_init(GbThread *t, GbBorrow module)
{
    if (gb_module_add_error(t, module, &gaierror_spec) == NULL)
        return -1;
    return gb_module_add_error(t, module, &herror_spec) == NULL ? -1 : 0;
}
