"""Pipes between threads: two queues."""

from queue import Queue

__all__ = ['Client', 'Listener', 'Pipe']
families = [None]


class Listener:
    def __init__(self, address=None, family=None, backlog=1):
        self._backlog_queue = Queue(backlog)

    def accept(self):
        both_ways = self._backlog_queue.get()
        return Connection(*both_ways)

    def close(self):
        self._backlog_queue = None

    @property
    def address(self):
        return self._backlog_queue

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()


def Client(address):
    to, back = Queue(), Queue()
    address.put((to, back))
    return Connection(back, to)


def Pipe(duplex=True):
    first, second = Queue(), Queue()
    return Connection(first, second), Connection(second, first)


class Connection:
    def __init__(self, _in, _out):
        self._in, self._out = _in, _out
        self.send = self.send_bytes = _out.put
        self.recv = self.recv_bytes = _in.get

    def poll(self, timeout=0.0):
        waiting = self._in
        with waiting.not_empty:
            if timeout > 0 and not waiting.queue:
                waiting.not_empty.wait(timeout)
            return len(waiting.queue) > 0

    def close(self):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *args):
        pass
