"""select.epoll: level and edge, once, closing, other threads, and selectors on top of it."""
import os
import select
import selectors
import threading
import time

r, w = os.pipe()
with select.epoll() as epoll:
    epoll.register(r, select.EPOLLIN)
    print(epoll.poll(0), epoll.poll(0.01))  # expect: [] []
    os.write(w, b'ab')
    print(epoll.poll() == epoll.poll() == [(r, select.EPOLLIN)])  # expect: True
    epoll.modify(r, select.EPOLLIN | select.EPOLLET)
    print(len(epoll.poll(0)), epoll.poll(0))  # expect: 1 []
    os.write(w, b'c')                   # An edge, though there was something before.
    print(len(epoll.poll(0)), epoll.poll(0))  # expect: 1 []
    epoll.modify(r, select.EPOLLIN | select.EPOLLONESHOT)
    print(len(epoll.poll(0)), epoll.poll(0))  # expect: 1 []
    epoll.modify(r, select.EPOLLIN)     # Armed anew.
    epoll.register(w, select.EPOLLOUT)
    print(sorted(epoll.poll(0)) == sorted([(r, select.EPOLLIN), (w, select.EPOLLOUT)]))
    # expect: True
    print({epoll.poll(0, 1)[0][0] for turn in range(2)} == {r, w})  # expect: True
    print(len(os.read(r, 10)), epoll.poll(0) == [(w, select.EPOLLOUT)])  # expect: 3 True
    epoll.unregister(w)
    for wrong in (lambda: epoll.unregister(w), lambda: epoll.register(r), lambda: epoll.poll(0, 0),
                  lambda: epoll.modify(w, 1), lambda: epoll.register(epoll)):
        try:
            wrong()
        except (OSError, ValueError) as error:
            print(type(error).__name__, error)
            # expect: FileNotFoundError [Errno 2] No such file or directory
            # expect: FileExistsError [Errno 17] File exists
            # expect: ValueError maxevents must be greater than 0, got 0
            # expect: FileNotFoundError [Errno 2] No such file or directory
            # expect: OSError [Errno 22] Invalid argument

    # Another thread changes what this one waits for.
    p, q = os.pipe()
    os.write(q, b'x')
    helper = threading.Thread(target=lambda: (time.sleep(0.05), epoll.register(p)))
    helper.start()
    print(epoll.poll(20) == [(p, select.EPOLLIN)])  # expect: True
    helper.join()
    os.close(p)                         # And nobody waits for it any more.
    print(epoll.poll(0), epoll.closed, epoll.fileno() > 2)  # expect: [] False True
    os.close(w)
    print(epoll.poll(0) == [(r, select.EPOLLHUP)])  # expect: True
try:
    epoll.poll(0)
except ValueError as error:
    print(epoll.closed, error)          # expect: True I/O operation on closed epoll object
os.close(q)
os.close(r)

print(selectors.DefaultSelector.__name__)  # expect: EpollSelector
r, w = os.pipe()
with selectors.DefaultSelector() as selector:
    selector.register(r, selectors.EVENT_READ, 'read')
    threading.Timer(0.05, os.write, (w, b'x')).start()
    print([(key.data, events) for key, events in selector.select(20)], selector.fileno() > 2)
    # expect: [('read', 1)] True
