/* _socket: sockets, what socket.py is made of.
 *
 * The machine's sockets never block by themselves: every call has a deadline. So a socket's timeout
 * is only a number here, and "non-blocking" a deadline that is over. */
#include "stdlib/socket_parts.h"

#include <math.h>
#include <stdio.h>

typedef struct Socket {
    GbObject header;
    int file;              /* -1: closed */
    int family, type, proto;
    int64_t timeout_ns;    /* -1: none; 0: non-blocking */
} Socket;

static const GbTypeSpec socket_spec;

static Socket *as_socket(GbBorrow v)
{
    return (Socket *)gb_object(v);
}

/* --- Timeouts --- */

static int64_t deadline_of(GbThread *t, int64_t timeout_ns)
{
    return timeout_ns < 0 ? RT_FOREVER : gb_deadline(t, (double)timeout_ns);
}

/* None or seconds. 0 or -1. */
static int read_timeout(GbThread *t, GbBorrow v, int64_t *out)
{
    double seconds;
    *out = -1;
    if (v == GB_NONE)
        return 0;
    if (gb_to_seconds(t, v, &seconds) < 0)
        return -1;
    if (seconds < 0)
        return gb_fail(t, gb_ValueError, "Timeout value out of range");
    if (seconds > 9.2e9)
        return gb_fail(t, gb_OverflowError, "timestamp too large to convert to C _PyTime_t");
    *out = (int64_t)ceil(seconds * 1e9);
    return 0;
}

static GbRef timeout_value(int64_t timeout_ns)
{
    return timeout_ns < 0 ? GB_NONE : gb_float_new((double)timeout_ns / 1e9);
}

static int64_t default_timeout(GbThread *t)
{
    GbRef module = gb_import(t, "_socket");
    GbRef value = module == GB_NULL ? GB_NULL : gb_attr_get_c(t, module, "_default_timeout");
    int64_t timeout_ns = -1;
    if (value == GB_NULL || read_timeout(t, value, &timeout_ns) < 0)
        gb_raised_drop(t);
    gb_xdecref(value);
    gb_xdecref(module);
    return timeout_ns;
}

/* --- Calls --- */

/* Was it interrupted? Handlers have run then, and the call is to be made again. */
static bool interrupted(GbThread *t, int *error)
{
    if (*error != RT_EINTR)
        return false;
    if (gb_check_signals(t) == 0)
        return true;
    *error = 1;
    return false;
}

/* None, or the exception for an error. */
static GbRef outcome(GbThread *t, int error)
{
    if (error == 0)
        return GB_NONE;
    if (error > 0)
        return GB_NULL;
    if (error == RT_ETIMEDOUT)
        return gb_raise(t, gb_TimeoutError, "timed out");
    return gb_raise_rt(t, error, GB_NULL, GB_NULL);
}

static GbRef socket_setup(GbThread *t, Socket *self, int file, int family, int type, int proto)
{
    self->file = file;
    self->family = family;
    self->type = type;
    self->proto = proto;
    self->timeout_ns = default_timeout(t);
    return GB_NONE;
}

static int read_int(GbThread *t, GbBorrow v, int *out)
{
    int64_t number;
    if (gb_index_i64(t, v, &number, gb_OverflowError) < 0)
        return -1;
    *out = (int)number;
    return 0;
}

/* An open file as a socket: what it is, as far as the machine tells. */
static int adopt(GbThread *t, Socket *self, GbBorrow number, int family, int type, int proto)
{
    int file;
    RtAddress address = {0};
    if (gb_is_float(number))
        return gb_fail(t, gb_TypeError, "integer argument expected, got float");
    if (read_int(t, number, &file) < 0)
        return -1;
    if (file < 0)
        return gb_fail(t, gb_ValueError, "negative file descriptor");
    int error = rt_socket_name(gb_rt(t), file, &address);
    if (error != 0) {
        gb_raise_rt(t, error, GB_NULL, GB_NULL);
        return -1;
    }
    socket_setup(t, self, file, family == -1 ? (int)address.family : family,
                 type == -1 ? RT_SOCKET_STREAM : type, proto == -1 ? 0 : proto);
    return 0;
}

/* socket(family=-1, type=-1, proto=-1, fileno=None) */
static GbRef socket_init(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    enum { KIND_MASK = 0xf };
    Socket *self = as_socket(v);
    int family, type, proto, file = -1;
    if (read_int(t, args[0], &family) < 0 || read_int(t, args[1], &type) < 0 ||
        read_int(t, args[2], &proto) < 0)
        return GB_NULL;
    if (args[3] != GB_NONE)
        return adopt(t, self, args[3], family, type, proto) < 0 ? GB_NULL : GB_NONE;
    family = family == -1 ? GB_SOCKET_IP4 : family;
    type = type == -1 ? RT_SOCKET_STREAM : type;
    bool blocking = !(type & RT_OPEN_NONBLOCK);
    type &= KIND_MASK;
    if (family != GB_SOCKET_UNIX && family != GB_SOCKET_IP4 && family != GB_SOCKET_IP6)
        return gb_raise_rt(t, RT_EAFNOSUPPORT, GB_NULL, GB_NULL);
    if (type != RT_SOCKET_STREAM && type != RT_SOCKET_DATAGRAM)
        return gb_raise_rt(t, RT_EPROTONOSUPPORT, GB_NULL, GB_NULL);
    int error = rt_socket_open(gb_rt(t), (RtFamily)family, (RtSocketType)type, &file);
    if (error != 0)
        return gb_raise_rt(t, error, GB_NULL, GB_NULL);
    socket_setup(t, self, file, family, type, proto == -1 ? 0 : proto);
    if (!blocking)
        self->timeout_ns = 0;
    return GB_NONE;
}

static GbRef socket_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    Socket *self = gb_object_new(t, (GbType *)gb_object(type));
    if (self == NULL)
        return GB_NULL;
    self->file = -1;
    self->timeout_ns = -1;
    return gb_value(self);
}

static void socket_dealloc(GbThread *t, GbObject *object)
{
    Socket *self = (Socket *)object;
    if (self->file >= 0)
        rt_file_close(gb_rt(t), self->file);
    self->file = -1;
}

/* --- Connections --- */

/* Let the lock go to wait for the socket. Its file, for without the lock another thread may close
 * it at any time. */
static int unlock_on(GbThread *t, GilReason reason, const Socket *self)
{
    int file = self->file;
    gb_unlock_on(t, reason, file, NULL);
    return file;
}

static GbRef socket_accept(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    Socket *self = as_socket(v);
    RtAddress peer = {0};
    int file = -1, error;
    int64_t deadline_ns = deadline_of(t, self->timeout_ns);
    do {
        int listener = unlock_on(t, GIL_CONNECT, self);
        error = rt_socket_accept(gb_rt(t), listener, deadline_ns, &file, &peer);
        gb_lock(t);
    } while (interrupted(t, &error));
    if (outcome(t, error) == GB_NULL)
        return GB_NULL;
    GbRef address = gb_socket_address_new(t, &peer), result = GB_NULL;
    if (address != GB_NULL)
        result = gb_tuple_of(t, 2, gb_small_new(file), address);
    gb_xdecref(address);
    if (result == GB_NULL)
        rt_file_close(gb_rt(t), file);
    return result;
}

static int connect_to(GbThread *t, Socket *self, const RtAddress *address)
{
    int64_t deadline_ns = deadline_of(t, self->timeout_ns);
    int error;
    do {
        int file = unlock_on(t, GIL_CONNECT, self);
        error = rt_socket_connect(gb_rt(t), file, address, deadline_ns);
        gb_lock(t);
    } while (interrupted(t, &error));
    return error == RT_EAGAIN && self->timeout_ns == 0 && self->family != GB_SOCKET_UNIX
               ? RT_EINPROGRESS
               : error;
}

static GbRef socket_connect(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    RtAddress address;
    if (gb_socket_address_get(t, as_socket(v)->family, args[0], "connect", &address) < 0)
        return GB_NULL;
    return outcome(t, connect_to(t, as_socket(v), &address));
}

static GbRef socket_connect_ex(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    RtAddress address;
    if (gb_socket_address_get(t, as_socket(v)->family, args[0], "connect_ex", &address) < 0)
        return GB_NULL;
    int error = connect_to(t, as_socket(v), &address);
    if (error > 0)
        return GB_NULL;
    return gb_small_new(error == RT_ETIMEDOUT ? rt_error_errno(RT_EAGAIN) : rt_error_errno(error));
}

static GbRef socket_bind(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    RtAddress address;
    if (gb_socket_address_get(t, as_socket(v)->family, args[0], "bind", &address) < 0)
        return GB_NULL;
    return outcome(t, rt_socket_bind(gb_rt(t), as_socket(v)->file, &address));
}

static GbRef socket_listen(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    int backlog;
    if (read_int(t, args[0], &backlog) < 0)
        return GB_NULL;
    return outcome(t, rt_socket_listen(gb_rt(t), as_socket(v)->file, backlog < 0 ? 0 : backlog));
}

static GbRef named(GbThread *t, int error, const RtAddress *address)
{
    return error != 0 ? gb_raise_rt(t, error, GB_NULL, GB_NULL) : gb_socket_address_new(t, address);
}

static GbRef socket_getsockname(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    RtAddress address = {0};
    return named(t, rt_socket_name(gb_rt(t), as_socket(v)->file, &address), &address);
}

static GbRef socket_getpeername(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    RtAddress address = {0};
    return named(t, rt_socket_peer(gb_rt(t), as_socket(v)->file, &address), &address);
}

static GbRef socket_shutdown(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    int how;
    if (read_int(t, args[0], &how) < 0)
        return GB_NULL;
    if (how < RT_SHUT_READ || how > RT_SHUT_BOTH)
        return gb_raise_rt(t, RT_EINVAL, GB_NULL, GB_NULL);
    return outcome(t, rt_socket_shutdown(gb_rt(t), as_socket(v)->file, (RtShutdown)how));
}

/* --- Receiving --- */

static int receive(GbThread *t, Socket *self, void *data, size_t size, int flags, size_t *count,
                   RtAddress *from)
{
    int64_t deadline_ns = deadline_of(t, self->timeout_ns);
    int error;
    do {
        int file = unlock_on(t, GIL_RECEIVE, self);
        error = rt_socket_receive(gb_rt(t), file, data, size, flags, deadline_ns, count, from);
        gb_lock(t);
    } while (interrupted(t, &error));
    return error;
}

/* recv and recvfrom: the bytes. */
static GbRef receive_bytes(GbThread *t, Socket *self, const GbBorrow *args, const char *method,
                           RtAddress *from)
{
    int64_t size;
    int flags;
    size_t count = 0;
    if (gb_size_argument(t, args[0], &size) < 0 || read_int(t, args[1], &flags) < 0)
        return GB_NULL;
    if (size < 0)
        return gb_raise(t, gb_ValueError, "negative buffersize in %s", method);
    GbRef bytes = gb_bytes_new(t, NULL, (size_t)size);
    if (bytes == GB_NULL)
        return GB_NULL;
    int error = receive(t, self, gb_bytes_data(bytes), (size_t)size, flags, &count, from);
    GbRef result = outcome(t, error);
    if (result != GB_NULL && count == (size_t)size)
        return bytes;
    if (result != GB_NULL)
        result = gb_bytes_new(t, gb_bytes_data(bytes), count);
    gb_decref(bytes);
    return result;
}

static GbRef socket_recv(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    return receive_bytes(t, as_socket(v), args, "recv", NULL);
}

/* (what, where from) */
static GbRef with_sender(GbThread *t, GbRef what_taken, const RtAddress *from)
{
    GbRef sender = what_taken == GB_NULL ? GB_NULL : gb_socket_address_new(t, from);
    GbRef result = sender == GB_NULL ? GB_NULL : gb_tuple_of(t, 2, what_taken, sender);
    gb_xdecref(sender);
    gb_xdecref(what_taken);
    return result;
}

static GbRef socket_recvfrom(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    RtAddress from = {0};
    return with_sender(t, receive_bytes(t, as_socket(v), args, "recvfrom", &from), &from);
}

/* recv_into(buffer, nbytes=0, flags=0): how many bytes. */
static GbRef receive_into(GbThread *t, Socket *self, const GbBorrow *args, const char *method,
                          RtAddress *from)
{
    GbBuffer buffer;
    int64_t size;
    int flags;
    size_t count = 0;
    if (gb_size_argument(t, args[1], &size) < 0 || read_int(t, args[2], &flags) < 0 ||
        gb_buffer_get(t, args[0], &buffer) < 0)
        return GB_NULL;
    GbRef result = GB_NULL;
    if (buffer.readonly)
        gb_raise(t, gb_TypeError, "%s() argument 1 must be read-write bytes-like object, not %T",
                 method, args[0]);
    else if (size < 0)
        gb_raise(t, gb_ValueError, "negative buffersize in %s", method);
    else if (size > buffer.size)
        gb_raise(t, gb_ValueError, "buffer too small for requested bytes");
    else
        result = outcome(t, receive(t, self, buffer.data, (size_t)(size == 0 ? buffer.size : size),
                                    flags, &count, from));
    gb_buffer_release(t, &buffer);
    return result == GB_NULL ? GB_NULL : gb_int_new(t, (int64_t)count);
}

static GbRef socket_recv_into(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    return receive_into(t, as_socket(v), args, "recv_into", NULL);
}

static GbRef socket_recvfrom_into(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    RtAddress from = {0};
    return with_sender(t, receive_into(t, as_socket(v), args, "recvfrom_into", &from), &from);
}

/* --- Sending --- */

static int send_once(GbThread *t, Socket *self, const uint8_t *data, size_t size, int flags,
                     int64_t deadline_ns, const RtAddress *to, size_t *count)
{
    int error;
    do {
        int file = unlock_on(t, GIL_SEND, self);
        error = rt_socket_send(gb_rt(t), file, data, size, flags, deadline_ns, to, count);
        gb_lock(t);
    } while (interrupted(t, &error));
    return error;
}

static GbRef send_bytes(GbThread *t, Socket *self, GbBorrow data, GbBorrow flags_value,
                        const RtAddress *to)
{
    GbBuffer buffer;
    int flags;
    size_t count = 0;
    if (read_int(t, flags_value, &flags) < 0 || gb_buffer_get(t, data, &buffer) < 0)
        return GB_NULL;
    int error = send_once(t, self, buffer.data, (size_t)buffer.size, flags,
                          deadline_of(t, self->timeout_ns), to, &count);
    gb_buffer_release(t, &buffer);
    return outcome(t, error) == GB_NULL ? GB_NULL : gb_int_new(t, (int64_t)count);
}

static GbRef socket_send(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    return send_bytes(t, as_socket(v), args[0], args[1], NULL);
}

static GbRef socket_sendall(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    Socket *self = as_socket(v);
    GbBuffer buffer;
    int flags, error = 0;
    if (read_int(t, args[1], &flags) < 0 || gb_buffer_get(t, args[0], &buffer) < 0)
        return GB_NULL;
    int64_t deadline_ns = deadline_of(t, self->timeout_ns);
    for (int64_t sent = 0; sent < buffer.size && error == 0;) {
        size_t count = 0;
        error = send_once(t, self, buffer.data + sent, (size_t)(buffer.size - sent), flags,
                          deadline_ns, NULL, &count);
        sent += (int64_t)count;
        if (error == 0 && gb_check_signals(t) < 0) /* It may be why no more was sent. */
            error = 1;
    }
    gb_buffer_release(t, &buffer);
    return outcome(t, error);
}

/* sendto(data, [flags,] address) */
static GbRef socket_sendto(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    RtAddress to;
    int64_t count = gb_tuple_count(args[0]);
    if (count < 2 || count > 3)
        return gb_raise(t, gb_TypeError, "sendto() takes 2 or 3 arguments (%lld given)",
                        (long long)count);
    GbBorrow address = gb_tuple_peek(args[0], count - 1);
    GbBorrow flags = count == 3 ? gb_tuple_peek(args[0], 1) : gb_small_new(0);
    if (gb_socket_address_get(t, as_socket(v)->family, address, "sendto", &to) < 0)
        return GB_NULL;
    return send_bytes(t, as_socket(v), gb_tuple_peek(args[0], 0), flags, &to);
}

/* --- Options --- */

/* Linux's numbers for what the machine knows. */
static const struct {
    int level, name;
    RtSocketOption option;
} options[] = {
    {1, 2, RT_SOCKET_REUSE_ADDRESS}, {1, 15, RT_SOCKET_REUSE_PORT},
    {1, 9, RT_SOCKET_KEEP_ALIVE},    {1, 6, RT_SOCKET_BROADCAST},
    {1, 7, RT_SOCKET_SEND_BUFFER},   {1, 8, RT_SOCKET_RECEIVE_BUFFER},
    {1, 4, RT_SOCKET_ERROR},         {6, 1, RT_SOCKET_NO_DELAY},
    {41, 26, RT_SOCKET_ONLY_IP6},
};

static int find_option(GbThread *t, const GbBorrow *args, int *level, int *name,
                       RtSocketOption *option)
{
    if (read_int(t, args[0], level) < 0 || read_int(t, args[1], name) < 0)
        return -1;
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
        if (options[i].level == *level && options[i].name == *name) {
            *option = options[i].option;
            return 1;
        }
    }
    return 0;
}

static GbRef socket_setsockopt(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    int level, name, value = 0;
    RtSocketOption option;
    int found = find_option(t, args, &level, &name, &option);
    if (found < 0)
        return GB_NULL;
    if (found == 0)
        return gb_raise_rt(t, RT_ENOPROTOOPT, GB_NULL, GB_NULL);
    if (gb_has_layout(args[2], GB_KIND_BYTES)) {
        int64_t size = gb_bytes_size(args[2]);
        memcpy(&value, gb_bytes_data(args[2]), size < 4 ? (size_t)size : 4);
    } else if (read_int(t, args[2], &value) < 0) {
        return GB_NULL;
    }
    return outcome(t, rt_socket_set_option(gb_rt(t), as_socket(v)->file, option, value));
}

static GbRef socket_getsockopt(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    enum { SOL_SOCKET = 1, SO_TYPE = 3, SO_DOMAIN = 39, SO_PROTOCOL = 38, SO_ACCEPTCONN = 30 };
    Socket *self = as_socket(v);
    int level, name, value = 0;
    RtSocketOption option;
    int found = find_option(t, args, &level, &name, &option);
    if (found < 0)
        return GB_NULL;
    if (found == 0 && level == SOL_SOCKET && (name == SO_TYPE || name == SO_DOMAIN))
        return gb_small_new(name == SO_TYPE ? self->type : self->family);
    if (found == 0 && level == SOL_SOCKET && (name == SO_PROTOCOL || name == SO_ACCEPTCONN))
        return gb_small_new(name == SO_PROTOCOL ? self->proto : 0);
    if (found == 0)
        return gb_raise_rt(t, RT_ENOPROTOOPT, GB_NULL, GB_NULL);
    int error = rt_socket_get_option(gb_rt(t), self->file, option, &value);
    if (outcome(t, error) == GB_NULL)
        return GB_NULL;
    if (option == RT_SOCKET_ERROR)
        value = rt_error_errno(value);
    if (args[2] == GB_NULL || args[2] == gb_small_new(0))
        return gb_small_new(value);
    return gb_bytes_new(t, &value, sizeof value);
}

/* We need no mode of the file to keep a timeout, but others who use the file look at it. */
static GbRef set_mode(GbThread *t, const Socket *self)
{
    return outcome(t, rt_file_set_blocking(gb_rt(t), self->file, self->timeout_ns < 0));
}

static GbRef socket_settimeout(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    Socket *self = as_socket(v);
    return read_timeout(t, args[0], &self->timeout_ns) < 0 ? GB_NULL : set_mode(t, self);
}

static GbRef socket_gettimeout(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    return timeout_value(as_socket(v)->timeout_ns);
}

static GbRef socket_setblocking(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    int blocking = gb_truth(t, args[0]);
    if (blocking < 0)
        return GB_NULL;
    as_socket(v)->timeout_ns = blocking ? -1 : 0;
    return set_mode(t, as_socket(v));
}

static GbRef socket_getblocking(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    return gb_bool(as_socket(v)->timeout_ns != 0);
}

/* --- The rest --- */

static GbRef close_number(GbThread *t, int file)
{
    gb_unlock_to_close(t, file);
    int error = rt_file_close(gb_rt(t), file);
    gb_lock(t);
    /* The other side may have gone first. */
    return outcome(t, error == RT_EINTR || error == RT_ECONNRESET ? 0 : error);
}

static GbRef socket_close(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    int file = as_socket(v)->file;
    as_socket(v)->file = -1;
    return file < 0 ? GB_NONE : close_number(t, file);
}

static GbRef socket_detach(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    int file = as_socket(v)->file;
    as_socket(v)->file = -1;
    return gb_small_new(file);
}

static GbRef socket_fileno(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    return gb_small_new(as_socket(v)->file);
}

static GbRef socket_repr(GbThread *t, GbBorrow v)
{
    Socket *self = as_socket(v);
    return gb_str_format(t, "<socket object, fd=%d, family=%d, type=%d, proto=%d>", self->file,
                         self->family, self->type, self->proto);
}

static GbRef socket_get_family(GbThread *t, GbBorrow v)
{
    return gb_small_new(as_socket(v)->family);
}

static GbRef socket_get_type(GbThread *t, GbBorrow v)
{
    return gb_small_new(as_socket(v)->type);
}

static GbRef socket_get_proto(GbThread *t, GbBorrow v)
{
    return gb_small_new(as_socket(v)->proto);
}

static GbRef socket_get_timeout(GbThread *t, GbBorrow v)
{
    return timeout_value(as_socket(v)->timeout_ns);
}

static const GbMethodDef socket_methods[] = {
    {"_accept()", socket_accept, "Wait for an incoming connection: (fileno, address)."},
    {"bind(address, /)", socket_bind, "Bind the socket to a local address."},
    {"close()", socket_close, "Close the socket."},
    {"connect(address, /)", socket_connect, "Connect the socket to a remote address."},
    {"connect_ex(address, /)", socket_connect_ex,
     "This is like connect(address), but returns an error code (the errno value)."},
    {"detach()", socket_detach, "Close the socket object without closing the file descriptor."},
    {"fileno()", socket_fileno, "Return the integer file descriptor of the socket."},
    {"getpeername()", socket_getpeername, "Return the address of the remote endpoint."},
    {"getsockname()", socket_getsockname, "Return the address of the local endpoint."},
    {"getsockopt(level, option, buffersize=?, /)", socket_getsockopt, "Get a socket option."},
    {"setsockopt(level, option, value, optlen=?, /)", socket_setsockopt, "Set a socket option."},
    {"listen(backlog=128, /)", socket_listen, "Enable a server to accept connections."},
    {"recv(bufsize, flags=0, /)", socket_recv, "Receive up to buffersize bytes from the socket."},
    {"recv_into(buffer, nbytes=0, flags=0)", socket_recv_into,
     "A version of recv() that stores its data into a buffer."},
    {"recvfrom(bufsize, flags=0, /)", socket_recvfrom,
     "Like recv(buffersize, flags) but also return the sender's address info."},
    {"recvfrom_into(buffer, nbytes=0, flags=0)", socket_recvfrom_into,
     "Like recv_into(buffer[, nbytes[, flags]]) but also return the sender's address info."},
    {"send(data, flags=0, /)", socket_send, "Send a data string to the socket."},
    {"sendall(data, flags=0, /)", socket_sendall, "Send a data string to the socket, all of it."},
    {"sendto(*args)", socket_sendto,
     "Like send(data, flags) but allows specifying the destination address."},
    {"setblocking(flag, /)", socket_setblocking,
     "Set the socket to blocking (flag is true) or non-blocking (false)."},
    {"getblocking()", socket_getblocking, "Returns True if socket is in blocking mode."},
    {"settimeout(timeout, /)", socket_settimeout, "Set a timeout on socket operations."},
    {"gettimeout()", socket_gettimeout,
     "Returns the timeout in seconds (float) associated with socket operations."},
    {"shutdown(flag, /)", socket_shutdown,
     "Shut down the reading side of the socket, the writing side, or both ends."},
    {0},
};

static const GbGetSetDef socket_getsets[] = {
    {"family", socket_get_family, NULL, "the socket family"},
    {"type", socket_get_type, NULL, "the socket type"},
    {"proto", socket_get_proto, NULL, "the socket protocol"},
    {"timeout", socket_get_timeout, NULL, "the socket timeout"},
    {0},
};

static const GbTypeSpec socket_spec = {
    .name = "_socket.socket",
    .doc = "socket(family=AF_INET, type=SOCK_STREAM, proto=0) -> socket object",
    .size = sizeof(Socket),
    .slots = {.dealloc = socket_dealloc, .repr = socket_repr},
    .constructor = {"socket(*args, **kwargs)", socket_create, NULL},
    .initializer = {"socket(family=-1, type=-1, proto=-1, fileno=None)", socket_init, NULL},
    .methods = socket_methods,
    .getsets = socket_getsets,
};

/* --- Functions --- */

static GbRef pair_end(GbThread *t, int file)
{
    Socket *self = gb_object_new(t, gb_spec_type(t, &socket_spec));
    if (self == NULL) {
        rt_file_close(gb_rt(t), file);
        return GB_NULL;
    }
    socket_setup(t, self, file, GB_SOCKET_UNIX, RT_SOCKET_STREAM, 0);
    return gb_value(self);
}

static GbRef module_socketpair(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int first = -1, second = -1;
    int error = rt_socket_pair(gb_rt(t), &first, &second);
    if (error != 0)
        return gb_raise_rt(t, error, GB_NULL, GB_NULL);
    GbRef one = pair_end(t, first), other = pair_end(t, second), result = GB_NULL;
    if (one != GB_NULL && other != GB_NULL)
        result = gb_tuple_of(t, 2, one, other);
    gb_xdecref(one);
    gb_xdecref(other);
    return result;
}

static GbRef module_close(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int file;
    return read_int(t, args[0], &file) < 0 ? GB_NULL : close_number(t, file);
}

static GbRef module_dup(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int file, copy = -1;
    if (read_int(t, args[0], &file) < 0)
        return GB_NULL;
    int error = rt_file_dup(gb_rt(t), file, &copy);
    return outcome(t, error) == GB_NULL ? GB_NULL : gb_small_new(copy);
}

static GbRef module_getdefaulttimeout(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_attr_get_c(t, self, "_default_timeout");
}

static GbRef module_setdefaulttimeout(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t timeout_ns;
    if (read_timeout(t, args[0], &timeout_ns) < 0 ||
        gb_module_set_take(t, self, "_default_timeout", timeout_value(timeout_ns)) < 0)
        return GB_NULL;
    return GB_NONE;
}

static const GbMethodDef module_functions[] = {
    {"socketpair(family=1, type=1, proto=0, /)", module_socketpair,
     "Create a pair of socket objects from the sockets returned by the platform socketpair() "
     "function."},
    {"close(integer, /)", module_close, "Close an integer socket file descriptor."},
    {"dup(integer, /)", module_dup, "Duplicate an integer socket file descriptor."},
    {"getdefaulttimeout()", module_getdefaulttimeout,
     "Returns the default timeout in seconds (float) for new socket objects."},
    {"setdefaulttimeout(timeout, /)", module_setdefaulttimeout,
     "Set the default timeout in seconds (float) for new socket objects."},
    {0},
};

typedef struct Constant {
    const char *name;
    int value;
} Constant;

static const Constant constants[] = {
    {"AF_UNSPEC", 0}, {"AF_UNIX", 1}, {"AF_INET", 2}, {"AF_INET6", 10},
    {"SOCK_STREAM", 1}, {"SOCK_DGRAM", 2}, {"SOCK_RAW", 3}, {"SOCK_RDM", 4},
    {"SOCK_SEQPACKET", 5}, {"SOCK_NONBLOCK", 2048}, {"SOCK_CLOEXEC", 524288},
    {"SOL_SOCKET", 1}, {"SOL_IP", 0}, {"SOL_TCP", 6}, {"SOL_UDP", 17},
    {"SO_DEBUG", 1}, {"SO_REUSEADDR", 2}, {"SO_TYPE", 3}, {"SO_ERROR", 4}, {"SO_DONTROUTE", 5},
    {"SO_BROADCAST", 6}, {"SO_SNDBUF", 7}, {"SO_RCVBUF", 8}, {"SO_KEEPALIVE", 9},
    {"SO_OOBINLINE", 10}, {"SO_LINGER", 13}, {"SO_REUSEPORT", 15}, {"SO_ACCEPTCONN", 30},
    {"SO_PROTOCOL", 38}, {"SO_DOMAIN", 39}, {"SOMAXCONN", 4096},
    {"IPPROTO_IP", 0}, {"IPPROTO_ICMP", 1}, {"IPPROTO_TCP", 6}, {"IPPROTO_UDP", 17},
    {"IPPROTO_IPV6", 41}, {"TCP_NODELAY", 1}, {"IPV6_V6ONLY", 26},
    {"MSG_OOB", 1}, {"MSG_PEEK", 2}, {"MSG_DONTROUTE", 4}, {"MSG_DONTWAIT", 64},
    {"MSG_WAITALL", 256}, {"MSG_NOSIGNAL", 16384}, {"MSG_TRUNC", 32},
    {"SHUT_RD", 0}, {"SHUT_WR", 1}, {"SHUT_RDWR", 2},
    {"AI_PASSIVE", 1}, {"AI_CANONNAME", 2}, {"AI_NUMERICHOST", 4}, {"AI_V4MAPPED", 8},
    {"AI_ALL", 16}, {"AI_ADDRCONFIG", 32}, {"AI_NUMERICSERV", 1024},
    {"EAI_AGAIN", -3}, {"EAI_BADFLAGS", -1}, {"EAI_FAIL", -4}, {"EAI_FAMILY", -6},
    {"EAI_MEMORY", -10}, {"EAI_NODATA", -5}, {"EAI_NONAME", -2}, {"EAI_SERVICE", -8},
    {"EAI_SOCKTYPE", -7}, {"EAI_SYSTEM", -11},
    {"NI_NUMERICHOST", 1}, {"NI_NUMERICSERV", 2}, {"NI_NOFQDN", 4}, {"NI_NAMEREQD", 8},
    {"NI_DGRAM", 16}, {"INADDR_ANY", 0}, {"has_ipv6", 1},
};

static int module_init(GbThread *t, GbBorrow module)
{
    for (size_t i = 0; i < sizeof constants / sizeof constants[0]; i++) {
        if (gb_module_set(t, module, constants[i].name, gb_small_new(constants[i].value)) < 0)
            return -1;
    }
    if (gb_module_add_functions(t, module, gb_socket_address_functions) < 0 ||
        gb_socket_address_init(t, module) < 0 ||
        gb_module_add_type(t, module, &socket_spec, NULL) < 0 ||
        gb_module_set(t, module, "SocketType", gb_value(gb_spec_type(t, &socket_spec))) < 0 ||
        gb_module_set(t, module, "has_ipv6", GB_TRUE) < 0 ||
        gb_module_set(t, module, "_default_timeout", GB_NONE) < 0 ||
        gb_module_set(t, module, "error", gb_value(gb_exception_type(t, gb_OSError))) < 0 ||
        gb_module_set_take(t, module, "INADDR_LOOPBACK", gb_int_new(t, 0x7f000001)) < 0 ||
        gb_module_set_take(t, module, "INADDR_BROADCAST", gb_int_new(t, 0xffffffff)) < 0)
        return -1;
    return gb_module_set(t, module, "timeout", gb_value(gb_exception_type(t, gb_TimeoutError)));
}

const GbModuleDef gb_module_socket = {
    "_socket",
    "Implementation module for socket operations.\n\nSee the socket module for documentation.",
    module_functions,
    module_init,
};
