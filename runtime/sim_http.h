/* What fetches pages on the virtual machine: the table's answers (sim_http.c), and conversations
 * with servers that are scripts of the same run (sim_http_client.c). */
#ifndef RUNTIME_SIM_HTTP_H
#define RUNTIME_SIM_HTTP_H

#include "runtime/sim_socket.h"

/* Puts the sentence (NULL: the error's own) into the response. Returns err. */
int rt_sim_http_fail(RtHttpResponse *response, int err, const char *sentence);

/* Asks the server at the address of this machine for a page, over its loopback. */
int rt_sim_http_exchange(Sim *sim, const RtAddress *address, const char *url,
                         const RtHttpRequest *request, RtHttpResponse *response);

#endif
