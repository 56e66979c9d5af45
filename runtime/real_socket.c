/* Sockets and host names of the real machine.
 *
 * A call with a deadline tries first, and polls only when it would block. One without a deadline
 * blocks in the call itself, unless the file is in non-blocking mode. */
#include "runtime/real.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

typedef union SystemAddress {
    struct sockaddr any;
    struct sockaddr_in ip4;
    struct sockaddr_in6 ip6;
    struct sockaddr_un local;
    struct sockaddr_storage room;
} SystemAddress;

static int system_family(RtFamily family)
{
    switch (family) {
    case RT_FAMILY_UNIX:
        return AF_UNIX;
    case RT_FAMILY_IP4:
        return AF_INET;
    case RT_FAMILY_IP6:
        return AF_INET6;
    default:
        return AF_UNSPEC;
    }
}

static socklen_t to_system(const RtAddress *address, SystemAddress *out)
{
    memset(out, 0, sizeof *out);
    out->any.sa_family = (sa_family_t)system_family(address->family);
    switch (address->family) {
    case RT_FAMILY_IP4:
        out->ip4.sin_port = htons(address->port);
        memcpy(&out->ip4.sin_addr, address->bytes, 4);
        return sizeof out->ip4;
    case RT_FAMILY_IP6:
        out->ip6.sin6_port = htons(address->port);
        out->ip6.sin6_flowinfo = htonl(address->flow);
        out->ip6.sin6_scope_id = address->scope;
        memcpy(&out->ip6.sin6_addr, address->bytes, 16);
        return sizeof out->ip6;
    case RT_FAMILY_UNIX:
        memcpy(out->local.sun_path, address->path, sizeof out->local.sun_path);
        return sizeof out->local;
    default:
        return sizeof out->any;
    }
}

static void from_system(const SystemAddress *from, socklen_t size, RtAddress *out)
{
    memset(out, 0, sizeof *out);
    if (size < sizeof from->any.sa_family)
        return;
    switch (from->any.sa_family) {
    case AF_INET:
        out->family = RT_FAMILY_IP4;
        out->port = ntohs(from->ip4.sin_port);
        memcpy(out->bytes, &from->ip4.sin_addr, 4);
        break;
    case AF_INET6:
        out->family = RT_FAMILY_IP6;
        out->port = ntohs(from->ip6.sin6_port);
        out->flow = ntohl(from->ip6.sin6_flowinfo);
        out->scope = from->ip6.sin6_scope_id;
        memcpy(out->bytes, &from->ip6.sin6_addr, 16);
        break;
    case AF_UNIX:
        out->family = RT_FAMILY_UNIX;
        memcpy(out->path, from->local.sun_path, size - offsetof(struct sockaddr_un, sun_path));
        out->path[sizeof out->path - 1] = '\0';
        break;
    default:
        break;
    }
}

/* --- Names --------------------------------------------------------------------------------- */

static int resolve_error(int code)
{
    switch (code) {
    case EAI_SYSTEM:
        return rt_real_error(errno);
    case EAI_MEMORY:
        return RT_ENOMEM;
    case EAI_AGAIN:
        return RT_ERESOLVE_AGAIN;
    default:
        return RT_ERESOLVE;
    }
}

int rt_real_address_resolve(Rt *rt, const char *host, uint16_t port, RtFamily family,
                            RtAddress *out, size_t capacity, size_t *out_count)
{
    struct addrinfo hints = {.ai_family = system_family(family), .ai_socktype = SOCK_STREAM};
    hints.ai_flags = host ? 0 : AI_PASSIVE;
    struct addrinfo *found;
    char service[8];
    snprintf(service, sizeof service, "%u", port);
    int code = getaddrinfo(host, service, &hints, &found);
    if (code != 0)
        return resolve_error(code);
    size_t count = 0;
    for (struct addrinfo *entry = found; entry && count < capacity; entry = entry->ai_next) {
        SystemAddress address = {0};
        memcpy(&address, entry->ai_addr, entry->ai_addrlen);
        from_system(&address, entry->ai_addrlen, &out[count++]);
    }
    freeaddrinfo(found);
    *out_count = count;
    return 0;
}

int rt_real_address_name(Rt *rt, const RtAddress *address, char **out_name)
{
    SystemAddress system;
    char name[NI_MAXHOST];
    socklen_t size = to_system(address, &system);
    int code = getnameinfo(&system.any, size, name, sizeof name, NULL, 0, NI_NAMEREQD);
    if (code != 0)
        return resolve_error(code);
    *out_name = strdup(name);
    return *out_name ? 0 : RT_ENOMEM;
}

int rt_address_text(const RtAddress *address, char *text, size_t size)
{
    if (address->family != RT_FAMILY_IP4 && address->family != RT_FAMILY_IP6)
        return RT_EAFNOSUPPORT;
    int family = system_family(address->family);
    return inet_ntop(family, address->bytes, text, (socklen_t)size) ? 0 : rt_real_error(errno);
}

int rt_address_parse(const char *text, RtAddress *out)
{
    RtAddress found = {.family = RT_FAMILY_IP4};
    if (inet_pton(AF_INET, text, found.bytes) != 1) {
        found.family = RT_FAMILY_IP6;
        if (inet_pton(AF_INET6, text, found.bytes) != 1)
            return RT_EINVAL;
    }
    *out = found;
    return 0;
}

int rt_real_host_name(Rt *rt, char **out_name)
{
    char name[HOST_NAME_MAX + 1];
    if (gethostname(name, sizeof name) < 0)
        return rt_real_error(errno);
    name[sizeof name - 1] = '\0';
    return rt_real_copy(name, out_name);
}

/* --- Making and naming --------------------------------------------------------------------- */

int rt_real_socket_open(Rt *rt, RtFamily family, RtSocketType type, int *out_socket)
{
    int kind = type == RT_SOCKET_DATAGRAM ? SOCK_DGRAM : SOCK_STREAM;
    int made = socket(system_family(family), kind | SOCK_CLOEXEC, 0);
    if (made < 0)
        return rt_real_error(errno);
    *out_socket = made;
    return 0;
}

int rt_real_socket_pair(Rt *rt, int *out_first, int *out_second)
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
        return rt_real_error(errno);
    *out_first = pair[0];
    *out_second = pair[1];
    return 0;
}

int rt_real_socket_bind(Rt *rt, int file, const RtAddress *address)
{
    SystemAddress to;
    socklen_t size = to_system(address, &to);
    return rt_real_result(bind(file, &to.any, size));
}

int rt_real_socket_listen(Rt *rt, int file, int backlog)
{
    return rt_real_result(listen(file, backlog));
}

int rt_real_socket_name(Rt *rt, int file, RtAddress *out)
{
    SystemAddress found = {0};
    socklen_t size = sizeof found;
    if (getsockname(file, &found.any, &size) < 0)
        return rt_real_error(errno);
    from_system(&found, size, out);
    return 0;
}

int rt_real_socket_peer(Rt *rt, int file, RtAddress *out)
{
    SystemAddress found = {0};
    socklen_t size = sizeof found;
    if (getpeername(file, &found.any, &size) < 0)
        return rt_real_error(errno);
    from_system(&found, size, out);
    return 0;
}

/* --- Waiting calls ------------------------------------------------------------------------- */

/* Should a call that said it would block wait and be made again? Never for a socket that its owner
 * made non-blocking. */
static int wait_to_retry(Rt *rt, int file, short events, int64_t deadline_ns)
{
    if (errno != EAGAIN && errno != EWOULDBLOCK)
        return rt_real_error(errno);
    if (deadline_ns == RT_FOREVER)
        return RT_EAGAIN;
    return rt_real_wait_file(rt, file, events, deadline_ns);
}

static int call_flags(int flags, int64_t deadline_ns)
{
    int result = MSG_NOSIGNAL;
    if (flags & RT_SOCKET_PEEK)
        result |= MSG_PEEK;
    if (flags & RT_SOCKET_WAIT_ALL)
        result |= MSG_WAITALL;
    if (deadline_ns != RT_FOREVER)
        result |= MSG_DONTWAIT;
    return result;
}

/* The system cannot connect "without waiting" but by a mode of the socket, so the mode is borrowed.
 * After an interruption the connection goes on by itself: a second call waits for it. */
static int connect_start(int file, const SystemAddress *to, socklen_t size, int64_t deadline_ns)
{
    int flags = fcntl(file, F_GETFL);
    bool borrow = deadline_ns != RT_FOREVER && !(flags & O_NONBLOCK);
    if (borrow)
        fcntl(file, F_SETFL, flags | O_NONBLOCK);
    int err = rt_real_result(connect(file, &to->any, size));
    if (borrow)
        fcntl(file, F_SETFL, flags);
    return err;
}

int rt_real_socket_connect(Rt *rt, int file, const RtAddress *address, int64_t deadline_ns)
{
    SystemAddress to;
    socklen_t size = to_system(address, &to);
    int err = connect_start(file, &to, size, deadline_ns);
    bool goes_on = err == RT_EINPROGRESS || err == RT_EALREADY;
    if (!goes_on)
        return err;
    if (deadline_ns == RT_FOREVER && err == RT_EINPROGRESS)
        return err;
    err = rt_real_wait_file(rt, file, POLLOUT, deadline_ns);
    if (err < 0)
        return err == RT_EAGAIN ? RT_EINPROGRESS : err;
    int failure = 0;
    socklen_t length = sizeof failure;
    getsockopt(file, SOL_SOCKET, SO_ERROR, &failure, &length);
    return rt_real_error(failure);
}

int rt_real_socket_accept(Rt *rt, int file, int64_t deadline_ns, int *out_socket,
                          RtAddress *out_peer)
{
    if (deadline_ns != RT_FOREVER) {
        int err = rt_real_wait_file(rt, file, POLLIN, deadline_ns);
        if (err < 0)
            return err;
    }
    SystemAddress peer = {0};
    socklen_t size = sizeof peer;
    int made = accept4(file, &peer.any, &size, SOCK_CLOEXEC);
    if (made < 0)
        return rt_real_error(errno);
    from_system(&peer, size, out_peer);
    *out_socket = made;
    return 0;
}

int rt_real_socket_receive(Rt *rt, int file, void *buffer, size_t size, int flags,
                           int64_t deadline_ns, size_t *out_count, RtAddress *out_from)
{
    for (;;) { /* ends with bytes, a failure or the deadline */
        SystemAddress from = {0};
        socklen_t length = sizeof from;
        ssize_t count = recvfrom(file, buffer, size, call_flags(flags, deadline_ns),
                                 out_from ? &from.any : NULL, out_from ? &length : NULL);
        if (count >= 0) {
            if (out_from)
                from_system(&from, length, out_from);
            *out_count = (size_t)count;
            return 0;
        }
        int err = wait_to_retry(rt, file, POLLIN, deadline_ns);
        if (err < 0)
            return err;
    }
}

int rt_real_socket_send(Rt *rt, int file, const void *buffer, size_t size, int flags,
                        int64_t deadline_ns, const RtAddress *to, size_t *out_count)
{
    SystemAddress target;
    socklen_t length = to ? to_system(to, &target) : 0;
    for (;;) { /* ends with bytes, a failure or the deadline */
        ssize_t count = sendto(file, buffer, size, call_flags(flags, deadline_ns),
                               to ? &target.any : NULL, length);
        if (count >= 0) {
            *out_count = (size_t)count;
            return 0;
        }
        int err = wait_to_retry(rt, file, POLLOUT, deadline_ns);
        if (err < 0)
            return err;
    }
}

/* --- Options ------------------------------------------------------------------------------- */

int rt_real_socket_shutdown(Rt *rt, int file, RtShutdown how)
{
    static const int hows[] = {SHUT_RD, SHUT_WR, SHUT_RDWR};
    return rt_real_result(shutdown(file, hows[how]));
}

static const struct {
    int level, name;
} options[] = {
    [RT_SOCKET_REUSE_ADDRESS] = {SOL_SOCKET, SO_REUSEADDR},
    [RT_SOCKET_REUSE_PORT] = {SOL_SOCKET, SO_REUSEPORT},
    [RT_SOCKET_KEEP_ALIVE] = {SOL_SOCKET, SO_KEEPALIVE},
    [RT_SOCKET_BROADCAST] = {SOL_SOCKET, SO_BROADCAST},
    [RT_SOCKET_SEND_BUFFER] = {SOL_SOCKET, SO_SNDBUF},
    [RT_SOCKET_RECEIVE_BUFFER] = {SOL_SOCKET, SO_RCVBUF},
    [RT_SOCKET_ERROR] = {SOL_SOCKET, SO_ERROR},
    [RT_SOCKET_NO_DELAY] = {IPPROTO_TCP, TCP_NODELAY},
    [RT_SOCKET_ONLY_IP6] = {IPPROTO_IPV6, IPV6_V6ONLY},
};

int rt_real_socket_set_option(Rt *rt, int file, RtSocketOption option, int value)
{
    int level = options[option].level;
    return rt_real_result(setsockopt(file, level, options[option].name, &value, sizeof value));
}

int rt_real_socket_get_option(Rt *rt, int file, RtSocketOption option, int *out_value)
{
    int value = 0;
    socklen_t size = sizeof value;
    if (getsockopt(file, options[option].level, options[option].name, &value, &size) < 0)
        return rt_real_error(errno);
    *out_value = option == RT_SOCKET_ERROR ? rt_real_error(value) : value;
    return 0;
}
