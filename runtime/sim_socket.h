/* Sockets of the virtual machine: each in memory, and reaching no further than this machine.
 *
 * The loopback device has no wire: as in a real kernel, the sender's own call carries the bytes
 * into the receiver's buffer, and pays for it (RT_COST_LOOPBACK a call, RT_COST_BYTE a byte). */
#ifndef RUNTIME_SIM_SOCKET_H
#define RUNTIME_SIM_SOCKET_H

#include "runtime/sim_world.h"

typedef enum SimSocketState {
    SIM_SOCKET_NEW,
    SIM_SOCKET_LISTENING,
    SIM_SOCKET_CONNECTED, /* and perhaps left by its peer; for datagrams: has a fixed peer */
} SimSocketState;

/* One message on its way. */
typedef struct SimDatagram SimDatagram;
struct SimDatagram {
    SimDatagram *next;
    RtAddress from;
    size_t size;
    char bytes[];
};

enum { SIM_SOCKET_OPTIONS = RT_SOCKET_OPTION_COUNT };

/* An open file on its way to another process: for each, there is a byte in the stream. */
typedef struct SimPassed SimPassed;
struct SimPassed {
    SimPassed *next;
    SimFile *file; /* held */
};

struct SimSocket {
    SimFile base;
    SimSocket *next, *previous; /* among world->sockets */
    RtFamily family;
    RtSocketType type;
    SimSocketState state;
    bool is_bound, is_told; /* told: connect has said that it is connected */
    RtAddress local, peer;
    SimInode *node; /* held: where a UNIX socket is bound in the file system */
    int options[SIM_SOCKET_OPTIONS];
    int error; /* pending: an RtError for the next call */

    /* Listening: connections that nobody has accepted yet, each held. */
    SimSocket *pending, *pending_last, *pending_next;
    int pending_count, backlog;
    SimQueue room; /* who waits to be pending */

    /* Connected streams. */
    SimSocket *other; /* the other end, or NULL when it is closed */
    SimBuffer input;
    bool input_ended; /* no more will come */
    bool input_shut, output_shut;
    bool was_warned; /* sent something to a closed peer */

    SimPassed *passed, *passed_last; /* files that came with the input */

    /* Datagrams. */
    SimDatagram *first, *last;
    size_t queued_bytes;
};

/* --- Addresses (sim_address.c) ------------------------------------------------------------- */

bool rt_sim_address_is_any(const RtAddress *address);
bool rt_sim_address_is_local(const RtAddress *address); /* this machine's, or any */
void rt_sim_address_loopback(RtFamily family, uint16_t port, RtAddress *out);

/* Is a socket bound at one address reached at the other? Families and ports included. */
bool rt_sim_address_covers(const RtAddress *bound, const RtAddress *wanted);

/* --- Parts of sim_socket.c and sim_socket_data.c -------------------------------------------- */

int rt_sim_socket_find(Sim *sim, int number, SimSocket **out);

/* Gives the socket an address and a port of the machine's choice, unless it has one. */
int rt_sim_socket_bind_any(Sim *sim, SimSocket *socket);

/* Who answers at an address: the one that listens, or is bound for datagrams; or NULL. */
SimSocket *rt_sim_socket_at(Sim *sim, RtSocketType type, const RtAddress *address);

/* Who answers at a UNIX path; RT_ENOENT, RT_ECONNREFUSED. */
int rt_sim_socket_at_path(Sim *sim, RtSocketType type, const RtAddress *address, SimSocket **out);

/* Takes the pending error. */
int rt_sim_socket_error(SimSocket *socket);

/* Waits as the deadline and the socket's mode say; RT_EAGAIN: not at all. */
int rt_sim_socket_await(Sim *sim, SimSocket *socket, short wanted, SimWhat what,
                        int64_t deadline_ns);

/* Drops what was not taken. */
void rt_sim_socket_drop_passed(Sim *sim, SimSocket *socket);

int rt_sim_socket_read(Sim *sim, SimFile *file, void *buffer, size_t size, size_t *out_count);
int rt_sim_socket_write(Sim *sim, SimFile *file, const void *buffer, size_t size,
                        size_t *out_count);
short rt_sim_socket_ready(const SimFile *file);

#endif
