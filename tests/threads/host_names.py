# What is known of addresses, on a machine that knows at least its own.
import socket


def show(function, *args):
    try:
        print(function.__name__, args, function(*args))
    except Exception as e:
        print(function.__name__, args, type(e).__name__, e)


for host in '127.0.0.1', 'localhost':
    show(socket.gethostbyname_ex, host)
    # expect: gethostbyname_ex ('127.0.0.1',) ('127.0.0.1', [], ['127.0.0.1'])
    # expect: gethostbyname_ex ('localhost',) ('localhost', [], ['127.0.0.1'])
show(socket.gethostbyaddr, '127.0.0.1')
# expect: gethostbyaddr ('127.0.0.1',) ('localhost', [], ['127.0.0.1'])
for flags in 0, socket.NI_NUMERICHOST, socket.NI_NUMERICSERV, 3, 8:
    show(socket.getnameinfo, ('127.0.0.1', 80), flags)
    # expect: getnameinfo (('127.0.0.1', 80), 0) ('localhost', 'http')
    # expect: getnameinfo (('127.0.0.1', 80), 1) ('127.0.0.1', 'http')
    # expect: getnameinfo (('127.0.0.1', 80), 2) ('localhost', '80')
    # expect: getnameinfo (('127.0.0.1', 80), 3) ('127.0.0.1', '80')
    # expect: getnameinfo (('127.0.0.1', 80), 8) ('localhost', 'http')
show(socket.getnameinfo, ('::1', 443, 0, 0), 1)
# expect: getnameinfo (('::1', 443, 0, 0), 1) ('::1', 'https')
show(socket.getnameinfo, ('192.0.2.1', 12345), 3)
# expect: getnameinfo (('192.0.2.1', 12345), 3) ('192.0.2.1', '12345')
for address in 'x', ('127.0.0.1',), ('::1', 0, 0xffffffff), ('no figures', 1):
    show(socket.getnameinfo, address, 1)
    # expect: getnameinfo ('x', 1) TypeError getnameinfo() argument 1 must be a tuple
    # expect: getnameinfo (('127.0.0.1',), 1) TypeError getnameinfo(): illegal sockaddr argument
    # expect: getnameinfo (('::1', 0, 4294967295), 1) OverflowError getnameinfo(): flowinfo must be 0-1048575.
    # expect: getnameinfo (('no figures', 1), 1) gaierror [Errno -2] Name or service not known
show(socket.getservbyport, 80)          # expect: getservbyport (80,) http
show(socket.getservbyport, 443, 'tcp')  # expect: getservbyport (443, 'tcp') https
show(socket.getservbyport, 65535)
# expect: getservbyport (65535,) OSError port/proto not found
show(socket.getservbyport, -1)
# expect: getservbyport (-1,) OverflowError getservbyport: port must be 0-65535.
for name in 'tcp', 'icmp', 'zz':
    show(socket.getprotobyname, name)
    # expect: getprotobyname ('tcp',) 6
    # expect: getprotobyname ('icmp',) 1
    # expect: getprotobyname ('zz',) OSError protocol not found
print(socket.getfqdn('127.0.0.1'))      # expect: localhost
with socket.create_server(('::1', 0), family=socket.AF_INET6) as server:
    print(server.getsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY))  # expect: 1
