/* Sockets of the virtual machine: what goes through them. */
#include "runtime/sim_socket.h"

#include <stdlib.h>
#include <string.h>

enum {
    DATAGRAM_MAX = 65507, /* what one packet holds */
};

static SimSocket *socket_of(const SimFile *file)
{
    return (SimSocket *)file;
}

static bool is_stream(const SimSocket *socket)
{
    return socket->type == RT_SOCKET_STREAM;
}

static short stream_ready(const SimSocket *socket)
{
    bool has_left = socket->state == SIM_SOCKET_CONNECTED && !socket->other;
    bool readable = socket->input.size > 0 || socket->input_ended || socket->input_shut ||
                    socket->error;
    bool writable = has_left || socket->output_shut || socket->error ||
                    (socket->other && rt_sim_buffer_room(&socket->other->input) > 0);
    bool is_over = socket->input_ended && (socket->output_shut || has_left);
    return (short)((readable ? RT_POLL_READ : 0) | (writable ? RT_POLL_WRITE : 0) |
                   (socket->error ? RT_POLL_ERROR : 0) | (is_over ? RT_POLL_HANGUP : 0));
}

short rt_sim_socket_ready(const SimFile *file)
{
    const SimSocket *socket = socket_of(file);
    if (!is_stream(socket))
        return (short)(RT_POLL_WRITE | (socket->first ? RT_POLL_READ : 0) |
                       (socket->error ? RT_POLL_ERROR : 0));
    if (socket->state == SIM_SOCKET_LISTENING)
        return socket->pending ? RT_POLL_READ : 0;
    if (socket->state == SIM_SOCKET_NEW)
        return (short)(RT_POLL_WRITE | RT_POLL_HANGUP |
                       (socket->error ? RT_POLL_ERROR | RT_POLL_READ : 0));
    return stream_ready(socket);
}

/* --- Streams ------------------------------------------------------------------------------- */

static int receive_stream(Sim *sim, SimSocket *socket, void *buffer, size_t size, bool keep,
                          size_t *out_count)
{
    if (socket->state != SIM_SOCKET_CONNECTED)
        return RT_ENOTCONN;
    int err = rt_sim_socket_error(socket);
    if (err < 0)
        return err;
    bool may_come = !socket->input_ended && !socket->input_shut;
    if (size > 0 && socket->input.size == 0 && may_come)
        return RT_EAGAIN;
    *out_count = rt_sim_buffer_get(&socket->input, buffer, size, keep);
    if (!keep && *out_count > 0 && socket->other)
        rt_sim_file_fed(sim, &socket->other->base);
    rt_sim_file_fed(sim, &socket->base);
    return 0;
}

/* The first packet to an IP peer that has closed its end is lost, and its answer tells us so. */
static int send_to_closed(SimSocket *socket, size_t size, size_t *out_count)
{
    if (socket->family == RT_FAMILY_UNIX || socket->was_warned)
        return RT_EPIPE;
    socket->was_warned = true;
    *out_count = size;
    return 0;
}

static int send_stream(Sim *sim, SimSocket *socket, const void *buffer, size_t size,
                       size_t *out_count)
{
    if (socket->state != SIM_SOCKET_CONNECTED)
        return socket->family == RT_FAMILY_UNIX ? RT_ENOTCONN : RT_EPIPE;
    int err = rt_sim_socket_error(socket);
    if (err < 0)
        return err;
    if (socket->output_shut)
        return RT_EPIPE;
    if (!socket->other)
        return send_to_closed(socket, size, out_count);
    if (size > 0 && rt_sim_buffer_room(&socket->other->input) == 0)
        return RT_EAGAIN;
    *out_count = rt_sim_buffer_put(&socket->other->input, buffer, size);
    if (socket->family != RT_FAMILY_UNIX) /* A local one has no packets. */
        rt_sim_charge(sim, RT_COST_LOOPBACK, 1);
    rt_sim_file_fed(sim, &socket->other->base);
    rt_sim_file_fed(sim, &socket->base);
    return 0;
}

/* --- Datagrams ----------------------------------------------------------------------------- */

/* What does not fit into the buffer is cut off. */
static int receive_datagram(Sim *sim, SimSocket *socket, void *buffer, size_t size, bool keep,
                            size_t *out_count, RtAddress *out_from)
{
    int err = rt_sim_socket_error(socket);
    if (err < 0)
        return err;
    SimDatagram *datagram = socket->first;
    if (!datagram && socket->input_shut) {
        *out_count = 0;
        return 0;
    }
    if (!datagram)
        return RT_EAGAIN;
    *out_count = datagram->size < size ? datagram->size : size;
    memcpy(buffer, datagram->bytes, *out_count);
    if (out_from)
        *out_from = datagram->from;
    if (keep)
        return 0;
    socket->first = datagram->next;
    if (!socket->first)
        socket->last = NULL;
    socket->queued_bytes -= datagram->size;
    rt_arena_release(datagram);
    rt_sim_file_fed(sim, &socket->base);
    return 0;
}

/* A full receiver loses what comes; between UNIX sockets the sender is told. */
static int deliver(Sim *sim, SimSocket *socket, SimSocket *target, const void *buffer, size_t size)
{
    if (target->queued_bytes + size > (size_t)target->options[RT_SOCKET_RECEIVE_BUFFER])
        return socket->family == RT_FAMILY_UNIX ? RT_ENOBUFS : 0;
    SimDatagram *datagram = rt_arena_resize(sim, NULL, sizeof *datagram + size);
    if (!datagram)
        return RT_ENOBUFS;
    *datagram = (SimDatagram){.size = size, .from = socket->local};
    if (socket->family != RT_FAMILY_UNIX && rt_sim_address_is_any(&socket->local))
        rt_sim_address_loopback(socket->family, socket->local.port, &datagram->from);
    memcpy(datagram->bytes, buffer, size);
    *(target->last ? &target->last->next : &target->first) = datagram;
    target->last = datagram;
    target->queued_bytes += size;
    rt_sim_file_fed(sim, &target->base);
    return 0;
}

/* Nobody is there: only a connected sender hears of it, at its next call. */
static int find_target(Sim *sim, SimSocket *socket, const RtAddress *to, SimSocket **out)
{
    if (to->family != socket->family)
        return RT_EAFNOSUPPORT;
    if (to->family == RT_FAMILY_UNIX)
        return rt_sim_socket_at_path(sim, RT_SOCKET_DATAGRAM, to, out);
    if (!rt_sim_address_is_local(to))
        return RT_ESIM_NETWORK;
    RtAddress target = *to;
    if (rt_sim_address_is_any(&target))
        rt_sim_address_loopback(target.family, target.port, &target);
    *out = rt_sim_socket_at(sim, RT_SOCKET_DATAGRAM, &target);
    if (!*out && socket->state == SIM_SOCKET_CONNECTED)
        socket->error = RT_ECONNREFUSED;
    return 0;
}

static int send_datagram(Sim *sim, SimSocket *socket, const void *buffer, size_t size,
                         const RtAddress *to)
{
    SimSocket *target = NULL;
    int err = rt_sim_socket_error(socket);
    if (err < 0)
        return err;
    if (!to && socket->state != SIM_SOCKET_CONNECTED)
        return RT_EDESTADDRREQ;
    if (socket->output_shut)
        return RT_EPIPE;
    if (size > DATAGRAM_MAX)
        return RT_EMSGSIZE;
    err = rt_sim_socket_bind_any(sim, socket);
    if (err == 0)
        err = find_target(sim, socket, to ? to : &socket->peer, &target);
    rt_sim_charge(sim, RT_COST_LOOPBACK, 1);
    return err == 0 && target ? deliver(sim, socket, target, buffer, size) : err;
}

/* --- As files ------------------------------------------------------------------------------ */

int rt_sim_socket_read(Sim *sim, SimFile *file, void *buffer, size_t size, size_t *out_count)
{
    SimSocket *socket = socket_of(file);
    if (is_stream(socket))
        return receive_stream(sim, socket, buffer, size, false, out_count);
    return receive_datagram(sim, socket, buffer, size, false, out_count, NULL);
}

int rt_sim_socket_write(Sim *sim, SimFile *file, const void *buffer, size_t size, size_t *out_count)
{
    SimSocket *socket = socket_of(file);
    if (is_stream(socket))
        return send_stream(sim, socket, buffer, size, out_count);
    *out_count = size;
    return send_datagram(sim, socket, buffer, size, NULL);
}

/* --- As sockets ---------------------------------------------------------------------------- */

static int receive_once(Sim *sim, SimSocket *socket, void *buffer, size_t size, int flags,
                        size_t *out_count, RtAddress *out_from)
{
    bool keep = (flags & RT_SOCKET_PEEK) != 0;
    if (!is_stream(socket))
        return receive_datagram(sim, socket, buffer, size, keep, out_count, out_from);
    if (out_from)
        *out_from = (RtAddress){0};
    return receive_stream(sim, socket, buffer, size, keep, out_count);
}

static int receive_something(Sim *sim, SimSocket *socket, void *buffer, size_t size, int flags,
                             int64_t deadline_ns, size_t *out_count, RtAddress *out_from)
{
    for (;;) { /* ends with bytes, the end, a failure or the deadline */
        int err = receive_once(sim, socket, buffer, size, flags, out_count, out_from);
        if (err != RT_EAGAIN)
            return err;
        err = rt_sim_socket_await(sim, socket, RT_POLL_READ, SIM_WAIT_READ, deadline_ns);
        if (err < 0)
            return err;
    }
}

/* Once, or until all has come. */
static int receive(Sim *sim, SimSocket *socket, void *buffer, size_t size, int flags,
                   int64_t deadline_ns, size_t *out_count, RtAddress *out_from)
{
    bool whole = (flags & RT_SOCKET_WAIT_ALL) && !(flags & RT_SOCKET_PEEK) && is_stream(socket) &&
                 deadline_ns == RT_FOREVER;
    size_t done = 0, count;
    int err;
    do {
        count = 0;
        err = receive_something(sim, socket, (char *)buffer + done, size - done, flags, deadline_ns,
                                &count, out_from);
        done += count;
    } while (err == 0 && whole && count > 0 && done < size);
    *out_count = done;
    return done > 0 ? 0 : err;
}

int rt_sim_socket_receive(Rt *rt, int number, void *buffer, size_t size, int flags,
                          int64_t deadline_ns, size_t *out_count, RtAddress *out_from)
{
    Sim *sim = rt_sim_call(rt);
    SimSocket *socket;
    size_t count = 0;
    int err = rt_sim_socket_find(sim, number, &socket);
    if (err < 0)
        return err;
    rt_sim_file_hold(&socket->base);
    err = receive(sim, socket, buffer, size, flags, deadline_ns, &count, out_from);
    rt_sim_file_drop(sim, &socket->base);
    if (err < 0)
        return err;
    rt_sim_charge(sim, RT_COST_BYTE, (int64_t)count);
    *out_count = count;
    return 0;
}

/* With a deadline, what fits is enough. */
static int send_some(Sim *sim, SimSocket *socket, const void *buffer, size_t size,
                     int64_t deadline_ns, size_t *out_count)
{
    for (;;) { /* ends with bytes, a failure or the deadline */
        int err = send_stream(sim, socket, buffer, size, out_count);
        if (err != RT_EAGAIN)
            return err;
        err = rt_sim_socket_await(sim, socket, RT_POLL_WRITE, SIM_WAIT_WRITE, deadline_ns);
        if (err < 0)
            return err;
    }
}

int rt_sim_socket_send(Rt *rt, int number, const void *buffer, size_t size, int flags,
                       int64_t deadline_ns, const RtAddress *to, size_t *out_count)
{
    Sim *sim = rt_sim_call(rt);
    SimSocket *socket;
    size_t count = size;
    int err = rt_sim_socket_find(sim, number, &socket);
    if (err < 0)
        return err;
    rt_sim_file_hold(&socket->base);
    if (!is_stream(socket))
        err = send_datagram(sim, socket, buffer, size, to);
    else if (deadline_ns == RT_FOREVER)
        err = rt_sim_file_write_all(sim, &socket->base, buffer, size, &count);
    else
        err = send_some(sim, socket, buffer, size, deadline_ns, &count);
    rt_sim_file_drop(sim, &socket->base);
    if (err == 0)
        *out_count = count;
    return err;
}

/* --- Files for other processes ------------------------------------------------------------- */

int rt_sim_file_pass(Rt *rt, int number, int file_number)
{
    Sim *sim = rt_sim_call(rt);
    SimSocket *socket;
    SimFile *file;
    size_t count;
    int err = rt_sim_socket_find(sim, number, &socket);
    if (err == 0)
        err = rt_sim_file_find(sim, file_number, &file);
    if (err == 0 && socket->family != RT_FAMILY_UNIX)
        err = RT_EINVAL;
    SimPassed *passed = err == 0 ? rt_arena_alloc(sim, sizeof *passed) : NULL;
    if (!passed)
        return err < 0 ? err : RT_ENOMEM;
    passed->file = rt_sim_file_hold(file);
    rt_sim_file_hold(&socket->base);
    err = rt_sim_file_write_all(sim, &socket->base, "", 1, &count);
    SimSocket *other = err == 0 ? socket->other : NULL;
    if (other) {
        *(other->passed ? &other->passed_last->next : &other->passed) = passed;
        other->passed_last = passed;
    } else {
        rt_sim_file_drop(sim, file);
        rt_arena_release(passed);
    }
    rt_sim_file_drop(sim, &socket->base);
    return err;
}

static SimFile *take_passed(SimSocket *socket)
{
    SimPassed *first = socket->passed;
    if (!first)
        return NULL;
    SimFile *file = first->file;
    socket->passed = first->next;
    rt_arena_release(first);
    return file;
}

void rt_sim_socket_drop_passed(Sim *sim, SimSocket *socket)
{
    for (SimFile *file; (file = take_passed(socket)) != NULL;)
        rt_sim_file_drop(sim, file);
}

int rt_sim_file_take(Rt *rt, int number, int *out_file)
{
    Sim *sim = rt_sim_of(rt);
    SimSocket *socket;
    char byte;
    size_t count;
    int err = rt_sim_file_read(rt, number, &byte, 1, &count);
    if (err == 0)
        err = rt_sim_socket_find(sim, number, &socket);
    if (err < 0 || count == 0)
        return err < 0 ? err : RT_EPIPE;
    SimFile *file = take_passed(socket);
    *out_file = -1;
    return file ? rt_sim_file_number_take(sim, file, out_file) : 0;
}
