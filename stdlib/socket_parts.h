/* What the files of module _socket share: addresses as Python has them. */
#ifndef STDLIB_SOCKET_PARTS_H
#define STDLIB_SOCKET_PARTS_H

#include "vm/gilbox.h"

/* Kept for gb_socket_address_get. */
enum { GB_SOCKET_UNIX = 1, GB_SOCKET_IP4 = 2, GB_SOCKET_IP6 = 10 };

/* A path, (host, port) or (host, port, flow, scope) for a socket of that family. Looks hosts up,
 * which may block. `method` is for messages. 0 or -1. */
int gb_socket_address_get(GbThread *t, int family, GbBorrow v, const char *method, RtAddress *out);

/* The address as Python sees it. */
GbRef gb_socket_address_new(GbThread *t, const RtAddress *address);

/* Raise gaierror or OSError for a name that was not found. */
GbRef gb_socket_raise_lookup(GbThread *t, int error);

extern const GbMethodDef gb_socket_address_functions[];
int gb_socket_address_init(GbThread *t, GbBorrow module);

#endif
