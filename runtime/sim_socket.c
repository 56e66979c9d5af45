/* Sockets of the virtual machine: making, naming and connecting them. */
#include "runtime/sim_socket.h"

#include "runtime/check.h"

#include <stdlib.h>
#include <string.h>

enum {
    BUFFER_SIZE = 212992, /* as Linux has it, for either direction */
    BACKLOG_MAX = 4096,
    PRIVILEGED_PORTS = 1024,
    FIRST_PORT = 32768, /* of those given out unasked, and the one after the last */
    LAST_PORT = 61000,
};

static SimSocket *socket_of(SimFile *file)
{
    return (SimSocket *)file;
}

static bool is_ip(const SimSocket *socket)
{
    return socket->family != RT_FAMILY_UNIX;
}

static bool is_stream(const SimSocket *socket)
{
    return socket->type == RT_SOCKET_STREAM;
}

/* --- Making and ending --------------------------------------------------------------------- */

static void socket_close(Sim *sim, SimFile *file);

static int socket_stat(Sim *sim, SimFile *file, RtStat *out)
{
    *out = (RtStat){.mode = SIM_TYPE_SOCKET | 0777,
                    .owner = SIM_USER_ID,
                    .group = SIM_USER_ID,
                    .links = 1,
                    .block_size = 4096,
                    .device = 4};
    return 0;
}

static const SimFileOps socket_ops = {
    .read = rt_sim_socket_read,
    .write = rt_sim_socket_write,
    .stat = socket_stat,
    .ready = rt_sim_socket_ready,
    .close = socket_close,
};

static SimSocket *socket_new(Sim *sim, RtFamily family, RtSocketType type)
{
    SimSocket *socket = rt_arena_alloc(sim, sizeof *socket);
    if (!socket)
        return NULL;
    rt_sim_file_init(&socket->base, &socket_ops, RT_OPEN_READ_WRITE);
    socket->family = socket->local.family = family;
    socket->type = type;
    socket->options[RT_SOCKET_SEND_BUFFER] = BUFFER_SIZE;
    socket->options[RT_SOCKET_RECEIVE_BUFFER] = BUFFER_SIZE;
    socket->next = sim->world->sockets;
    if (socket->next)
        socket->next->previous = socket;
    sim->world->sockets = socket;
    return socket;
}

static void unlist(Sim *sim, SimSocket *socket)
{
    *(socket->previous ? &socket->previous->next : &sim->world->sockets) = socket->next;
    if (socket->next)
        socket->next->previous = socket->previous;
}

/* Those who were to be accepted are turned away, and those who wait to be look elsewhere. */
static void stop_listening(Sim *sim, SimSocket *socket)
{
    while (socket->pending) {
        SimSocket *refused = socket->pending;
        socket->pending = refused->pending_next;
        refused->error = RT_ECONNRESET;
        if (refused->other)
            refused->other->error = RT_ECONNRESET;
        rt_sim_file_drop(sim, &refused->base);
    }
    socket->pending_last = NULL;
    socket->pending_count = 0;
    socket->state = SIM_SOCKET_NEW;
    rt_sim_wake(sim, &socket->room, -1);
}

/* The other end reads what it has and then the end; if something was left unread here, a failure.
 */
static void leave_peer(Sim *sim, SimSocket *socket)
{
    SimSocket *other = socket->other;
    if (!other)
        return;
    if (socket->input.size > 0)
        other->error = RT_ECONNRESET;
    other->input_ended = true;
    other->other = NULL;
    rt_sim_file_changed(sim, &other->base);
}

static void socket_close(Sim *sim, SimFile *file)
{
    SimSocket *socket = socket_of(file);
    if (socket->state == SIM_SOCKET_LISTENING)
        stop_listening(sim, socket);
    leave_peer(sim, socket);
    while (socket->first) {
        SimDatagram *dropped = socket->first;
        socket->first = dropped->next;
        rt_arena_release(dropped);
    }
    rt_sim_socket_drop_passed(sim, socket);
    if (socket->node)
        rt_sim_inode_drop(&sim->world->tree, socket->node);
    rt_sim_buffer_fini(&socket->input);
    unlist(sim, socket);
    rt_arena_release(socket);
}

int rt_sim_socket_find(Sim *sim, int number, SimSocket **out)
{
    SimFile *file;
    int err = rt_sim_file_find(sim, number, &file);
    if (err < 0)
        return err;
    if (file->ops != &socket_ops)
        return RT_ENOTSOCK;
    *out = socket_of(file);
    return 0;
}

int rt_sim_socket_error(SimSocket *socket)
{
    int err = socket->error;
    socket->error = 0;
    return err;
}

int rt_sim_socket_open(Rt *rt, RtFamily family, RtSocketType type, int *out_socket)
{
    Sim *sim = rt_sim_call(rt);
    if (family != RT_FAMILY_IP4 && family != RT_FAMILY_IP6 && family != RT_FAMILY_UNIX)
        return RT_EAFNOSUPPORT;
    SimSocket *socket = socket_new(sim, family, type);
    return socket ? rt_sim_file_number_take(sim, &socket->base, out_socket) : RT_ENOMEM;
}

/* --- Names --------------------------------------------------------------------------------- */

/* May both be bound there? As on Linux: if both said so and neither listens. */
static bool share_port(const SimSocket *a, const SimSocket *b)
{
    if (a->options[RT_SOCKET_REUSE_PORT] && b->options[RT_SOCKET_REUSE_PORT])
        return true;
    return a->options[RT_SOCKET_REUSE_ADDRESS] && b->options[RT_SOCKET_REUSE_ADDRESS] &&
           a->state != SIM_SOCKET_LISTENING && b->state != SIM_SOCKET_LISTENING;
}

static bool is_taken(Sim *sim, const SimSocket *self, const RtAddress *address)
{
    for (const SimSocket *socket = sim->world->sockets; socket; socket = socket->next) {
        if (socket == self || !socket->is_bound || socket->type != self->type)
            continue;
        bool overlap = rt_sim_address_covers(&socket->local, address) ||
                       rt_sim_address_covers(address, &socket->local);
        if (overlap && !share_port(socket, self))
            return true;
    }
    return false;
}

/* The next free port at the address. */
static int choose_port(Sim *sim, const SimSocket *socket, RtAddress *address)
{
    SimWorld *world = sim->world;
    for (int tried = FIRST_PORT; tried < LAST_PORT; tried++) {
        address->port = world->next_port;
        world->next_port = world->next_port + 1 < LAST_PORT ? world->next_port + 1 : FIRST_PORT;
        if (!is_taken(sim, socket, address))
            return 0;
    }
    return RT_EADDRINUSE;
}

static int bind_ip(Sim *sim, SimSocket *socket, const RtAddress *address)
{
    RtAddress wanted = *address;
    if (!rt_sim_address_is_local(address))
        return RT_EADDRNOTAVAIL;
    if (wanted.port > 0 && wanted.port < PRIVILEGED_PORTS)
        return RT_EACCES;
    int err = wanted.port == 0                 ? choose_port(sim, socket, &wanted)
              : is_taken(sim, socket, &wanted) ? RT_EADDRINUSE
                                               : 0;
    if (err == 0)
        socket->local = wanted;
    return err;
}

/* Abstract names, which begin with a zero, are not in the file system. */
static int bind_path(Sim *sim, SimSocket *socket, const RtAddress *address)
{
    SimTree *tree = rt_sim_tree(sim);
    SimSpot spot;
    if (!address->path[0] && is_taken(sim, socket, address))
        return RT_EADDRINUSE;
    if (address->path[0]) {
        int err = rt_sim_tree_walk(tree, address->path, SIM_FOLLOW_NOT, &spot);
        if (err == 0 && spot.node)
            err = RT_EADDRINUSE;
        if (err == 0)
            err = rt_sim_tree_add(tree, &spot,
                                  SIM_TYPE_SOCKET | (0777 & ~(uint32_t)sim->process->umask),
                                  &socket->node);
        if (err < 0)
            return err;
        rt_sim_inode_hold(socket->node);
    }
    socket->local = *address;
    return 0;
}

int rt_sim_socket_bind(Rt *rt, int number, const RtAddress *address)
{
    Sim *sim = rt_sim_call(rt);
    SimSocket *socket;
    int err = rt_sim_socket_find(sim, number, &socket);
    if (err < 0)
        return err;
    if (address->family != socket->family)
        return RT_EAFNOSUPPORT;
    if (socket->is_bound)
        return RT_EINVAL;
    err = is_ip(socket) ? bind_ip(sim, socket, address) : bind_path(sim, socket, address);
    socket->is_bound = err == 0;
    return err;
}

int rt_sim_socket_bind_any(Sim *sim, SimSocket *socket)
{
    RtAddress any = {.family = socket->family};
    if (socket->is_bound || !is_ip(socket))
        return 0;
    int err = bind_ip(sim, socket, &any);
    socket->is_bound = err == 0;
    return err;
}

SimSocket *rt_sim_socket_at(Sim *sim, RtSocketType type, const RtAddress *address)
{
    for (SimSocket *socket = sim->world->sockets; socket; socket = socket->next) {
        bool answers = type == RT_SOCKET_STREAM ? socket->state == SIM_SOCKET_LISTENING
                                                : socket->is_bound;
        if (answers && socket->type == type && rt_sim_address_covers(&socket->local, address))
            return socket;
    }
    return NULL;
}

int rt_sim_socket_at_path(Sim *sim, RtSocketType type, const RtAddress *address, SimSocket **out)
{
    SimSpot spot = {0};
    *out = NULL;
    if (!address->path[0]) {
        *out = rt_sim_socket_at(sim, type, address);
        return *out ? 0 : RT_ECONNREFUSED;
    }
    int err = rt_sim_tree_find(rt_sim_tree(sim), address->path, SIM_FOLLOW, &spot);
    if (err == 0)
        err = rt_sim_inode_access(spot.node, RT_ACCESS_WRITE);
    if (err < 0)
        return err;
    for (SimSocket *socket = sim->world->sockets; socket && !*out; socket = socket->next) {
        if (socket->node == spot.node)
            *out = socket;
    }
    if (!*out)
        return RT_ECONNREFUSED;
    if ((*out)->type != type)
        return RT_EPROTOTYPE;
    return 0;
}

int rt_sim_socket_name(Rt *rt, int number, RtAddress *out)
{
    SimSocket *socket;
    int err = rt_sim_socket_find(rt_sim_call(rt), number, &socket);
    if (err == 0)
        *out = socket->local;
    return err;
}

int rt_sim_socket_peer(Rt *rt, int number, RtAddress *out)
{
    SimSocket *socket;
    int err = rt_sim_socket_find(rt_sim_call(rt), number, &socket);
    if (err < 0)
        return err;
    if (socket->state != SIM_SOCKET_CONNECTED)
        return RT_ENOTCONN;
    *out = socket->peer;
    return 0;
}

/* --- Connecting ---------------------------------------------------------------------------- */

static int join_ends(Sim *sim, SimSocket *a, SimSocket *b)
{
    int err = rt_sim_buffer_init(sim, &a->input, (size_t)a->options[RT_SOCKET_RECEIVE_BUFFER]);
    if (err == 0)
        err = rt_sim_buffer_init(sim, &b->input, (size_t)b->options[RT_SOCKET_RECEIVE_BUFFER]);
    if (err < 0) {
        rt_sim_buffer_fini(&a->input);
        return RT_ENOBUFS;
    }
    a->other = b;
    b->other = a;
    a->state = b->state = SIM_SOCKET_CONNECTED;
    return 0;
}

int rt_sim_socket_pair(Rt *rt, int *out_first, int *out_second)
{
    Sim *sim = rt_sim_call(rt);
    int numbers[2];
    SimSocket *ends[2];
    for (int i = 0; i < 2; i++) {
        ends[i] = socket_new(sim, RT_FAMILY_UNIX, RT_SOCKET_STREAM);
        int err = ends[i] ? rt_sim_file_number_take(sim, &ends[i]->base, &numbers[i]) : RT_ENOMEM;
        if (err < 0) {
            if (i == 1)
                rt_sim_file_close(rt, numbers[0]);
            return err;
        }
    }
    int err = join_ends(sim, ends[0], ends[1]);
    ends[0]->peer = ends[1]->local;
    ends[1]->peer = ends[0]->local;
    if (err < 0) {
        rt_sim_file_close(rt, numbers[0]);
        rt_sim_file_close(rt, numbers[1]);
        return err;
    }
    *out_first = numbers[0];
    *out_second = numbers[1];
    return 0;
}

int rt_sim_socket_listen(Rt *rt, int number, int backlog)
{
    Sim *sim = rt_sim_call(rt);
    SimSocket *socket;
    int err = rt_sim_socket_find(sim, number, &socket);
    if (err < 0)
        return err;
    if (!is_stream(socket))
        return RT_EOPNOTSUPP;
    if (socket->state == SIM_SOCKET_CONNECTED || (!is_ip(socket) && !socket->is_bound))
        return RT_EINVAL;
    if (rt_sim_socket_at(sim, RT_SOCKET_STREAM, &socket->local) &&
        socket->state != SIM_SOCKET_LISTENING && !socket->options[RT_SOCKET_REUSE_PORT])
        return RT_EADDRINUSE;
    err = rt_sim_socket_bind_any(sim, socket);
    if (err < 0)
        return err;
    socket->state = SIM_SOCKET_LISTENING;
    socket->backlog = backlog < 0 || backlog > BACKLOG_MAX ? BACKLOG_MAX : backlog;
    return 0;
}

int rt_sim_socket_await(Sim *sim, SimSocket *socket, short wanted, SimWhat what,
                        int64_t deadline_ns)
{
    if (deadline_ns == RT_FOREVER && !rt_sim_file_blocks(&socket->base))
        return RT_EAGAIN;
    return rt_sim_file_await(sim, &socket->base, wanted, what, deadline_ns);
}

/* Who listens at the address. */
static int find_listener(Sim *sim, const RtAddress *address, SimSocket **out)
{
    if (address->family == RT_FAMILY_UNIX) {
        int err = rt_sim_socket_at_path(sim, RT_SOCKET_STREAM, address, out);
        return err == 0 && (*out)->state != SIM_SOCKET_LISTENING ? RT_ECONNREFUSED : err;
    }
    *out = rt_sim_socket_at(sim, RT_SOCKET_STREAM, address);
    return *out ? 0 : RT_ECONNREFUSED;
}

/* Waits until the listener at the address has room for one more; who that is may change. */
static int await_listener(Sim *sim, const RtAddress *address, bool waits, int64_t deadline_ns,
                          SimSocket **out)
{
    int err = find_listener(sim, address, out);
    while (err == 0 && waits && (*out)->pending_count > (*out)->backlog) {
        err = rt_sim_wait(sim, &(*out)->room, SIM_WAIT_CONNECT, deadline_ns, true);
        if (err == 0)
            err = find_listener(sim, address, out);
    }
    return err;
}

/* Makes the listener's end of a new connection, which then waits to be accepted. */
static int connect_to(Sim *sim, SimSocket *socket, SimSocket *listener, const RtAddress *address)
{
    SimSocket *end = socket_new(sim, socket->family, RT_SOCKET_STREAM);
    if (!end)
        return RT_ENOMEM;
    memcpy(end->options, listener->options, sizeof end->options);
    int err = join_ends(sim, socket, end);
    if (err < 0) {
        rt_sim_file_drop(sim, &end->base);
        return err;
    }
    socket->peer = end->local = *address;
    end->peer = socket->local;
    end->is_bound = is_ip(end);
    *(listener->pending_last ? &listener->pending_last->pending_next : &listener->pending) = end;
    listener->pending_last = end;
    listener->pending_count++;
    rt_sim_file_fed(sim, &listener->base);
    return 0;
}

static int connect_stream(Sim *sim, SimSocket *socket, const RtAddress *address, bool waits,
                          int64_t deadline_ns)
{
    SimSocket *listener;
    if (socket->state == SIM_SOCKET_LISTENING)
        return RT_EISCONN;
    if (socket->state == SIM_SOCKET_CONNECTED) {
        int err = socket->is_told ? RT_EISCONN : rt_sim_socket_error(socket);
        socket->is_told = true;
        return err;
    }
    int err = rt_sim_socket_bind_any(sim, socket);
    if (err == 0)
        err = await_listener(sim, address, waits, deadline_ns, &listener);
    rt_sim_charge(sim, RT_COST_LOOPBACK, 2); /* there, and the answer */
    if (err == 0 && rt_sim_address_is_any(&socket->local) && is_ip(socket))
        memcpy(socket->local.bytes, address->bytes, sizeof address->bytes);
    if (err == 0)
        err = connect_to(sim, socket, listener, address);
    if (waits || !is_ip(socket)) {
        socket->is_told = err == 0;
        return err;
    }
    socket->error = err; /* to be found out later */
    return RT_EINPROGRESS;
}

/* A datagram socket only remembers whom it talks to. */
static int connect_datagram(Sim *sim, SimSocket *socket, const RtAddress *address)
{
    SimSocket *peer;
    int err = address->family == RT_FAMILY_UNIX
                  ? rt_sim_socket_at_path(sim, RT_SOCKET_DATAGRAM, address, &peer)
                  : rt_sim_socket_bind_any(sim, socket);
    if (err < 0)
        return err;
    if (is_ip(socket) && rt_sim_address_is_any(&socket->local))
        memcpy(socket->local.bytes, address->bytes, sizeof address->bytes);
    socket->peer = *address;
    socket->state = SIM_SOCKET_CONNECTED;
    return 0;
}

int rt_sim_socket_connect(Rt *rt, int number, const RtAddress *address, int64_t deadline_ns)
{
    Sim *sim = rt_sim_call(rt);
    SimSocket *socket;
    RtAddress target = *address;
    int err = rt_sim_socket_find(sim, number, &socket);
    if (err < 0)
        return err;
    if (target.family != socket->family)
        return RT_EAFNOSUPPORT;
    if (is_ip(socket) && !rt_sim_address_is_local(&target))
        return RT_ESIM_NETWORK;
    if (is_ip(socket) && rt_sim_address_is_any(&target))
        rt_sim_address_loopback(target.family, target.port, &target);
    if (!is_stream(socket))
        return connect_datagram(sim, socket, &target);
    bool waits = deadline_ns == RT_FOREVER ? rt_sim_file_blocks(&socket->base)
                                           : deadline_ns > rt_sim_now_ns(sim);
    rt_sim_file_hold(&socket->base);
    err = connect_stream(sim, socket, &target, waits, deadline_ns);
    rt_sim_file_drop(sim, &socket->base);
    return err;
}

/* The one who has waited longest to be accepted; the caller owns it. */
static SimSocket *take_pending(Sim *sim, SimSocket *listener)
{
    SimSocket *end = listener->pending;
    listener->pending = end->pending_next;
    if (!listener->pending)
        listener->pending_last = NULL;
    end->pending_next = NULL;
    end->is_told = true;
    listener->pending_count--;
    rt_sim_wake(sim, &listener->room, 1);
    rt_sim_file_fed(sim, &listener->base);
    return end;
}

static int await_pending(Sim *sim, SimSocket *listener, int64_t deadline_ns)
{
    int err = 0;
    while (err == 0 && listener->state == SIM_SOCKET_LISTENING && !listener->pending)
        err = rt_sim_socket_await(sim, listener, RT_POLL_READ, SIM_WAIT_CONNECT, deadline_ns);
    return err == 0 && listener->state != SIM_SOCKET_LISTENING ? RT_EINVAL : err;
}

int rt_sim_socket_accept(Rt *rt, int number, int64_t deadline_ns, int *out_socket,
                         RtAddress *out_peer)
{
    Sim *sim = rt_sim_call(rt);
    SimSocket *listener, *end = NULL;
    int err = rt_sim_socket_find(sim, number, &listener);
    if (err < 0)
        return err;
    if (!is_stream(listener))
        return RT_EOPNOTSUPP;
    rt_sim_file_hold(&listener->base);
    err = await_pending(sim, listener, deadline_ns);
    if (err == 0)
        end = take_pending(sim, listener);
    rt_sim_file_drop(sim, &listener->base);
    if (err < 0)
        return err;
    *out_peer = end->peer;
    return rt_sim_file_number_take(sim, &end->base, out_socket);
}

/* --- Shutting and options ------------------------------------------------------------------ */

static void shut_output(Sim *sim, SimSocket *socket)
{
    socket->output_shut = true;
    if (!socket->other)
        return;
    socket->other->input_ended = true;
    rt_sim_file_changed(sim, &socket->other->base);
}

int rt_sim_socket_shutdown(Rt *rt, int number, RtShutdown how)
{
    Sim *sim = rt_sim_call(rt);
    SimSocket *socket;
    int err = rt_sim_socket_find(sim, number, &socket);
    if (err < 0)
        return err;
    if (socket->state == SIM_SOCKET_NEW)
        return RT_ENOTCONN;
    if (socket->state == SIM_SOCKET_LISTENING) {
        if (how != RT_SHUT_WRITE)
            stop_listening(sim, socket);
        rt_sim_file_changed(sim, &socket->base);
        return 0;
    }
    if (how != RT_SHUT_WRITE)
        socket->input_shut = true;
    if (how != RT_SHUT_READ)
        shut_output(sim, socket);
    rt_sim_file_changed(sim, &socket->base);
    return 0;
}

static bool is_size(RtSocketOption option)
{
    return option == RT_SOCKET_SEND_BUFFER || option == RT_SOCKET_RECEIVE_BUFFER;
}

/* Linux sets aside twice what was asked for, and not too little. */
static int buffer_size(int asked)
{
    enum { LEAST = 2304 };
    int size = asked > BUFFER_SIZE || asked < 0 ? BUFFER_SIZE : asked;
    return size * 2 > LEAST ? size * 2 : LEAST;
}

int rt_sim_socket_set_option(Rt *rt, int number, RtSocketOption option, int value)
{
    SimSocket *socket;
    int err = rt_sim_socket_find(rt_sim_call(rt), number, &socket);
    if (err < 0)
        return err;
    if (option == RT_SOCKET_ERROR)
        return RT_ENOPROTOOPT;
    if (option == RT_SOCKET_NO_DELAY && (!is_ip(socket) || !is_stream(socket)))
        return RT_EOPNOTSUPP;
    if (option == RT_SOCKET_ONLY_IP6 && (!is_ip(socket) || value == 0))
        return RT_ENOPROTOOPT; /* An IP6 socket always is. */
    socket->options[option] = is_size(option) ? buffer_size(value) : value != 0;
    return 0;
}

int rt_sim_socket_get_option(Rt *rt, int number, RtSocketOption option, int *out_value)
{
    SimSocket *socket;
    int err = rt_sim_socket_find(rt_sim_call(rt), number, &socket);
    if (err < 0)
        return err;
    *out_value = option == RT_SOCKET_ERROR ? rt_sim_socket_error(socket) : socket->options[option];
    return 0;
}
