"""Waiting for files to be ready, whatever way the system has for it.

    with DefaultSelector() as selector:
        selector.register(sock, EVENT_READ, data)
        for key, events in selector.select(timeout): ...
"""

import abc
import collections
import collections.abc
import math
import select

EVENT_READ, EVENT_WRITE = 1, 2

SelectorKey = collections.namedtuple('SelectorKey', 'fileobj fd events data')
SelectorKey.__doc__ = 'SelectorKey(fileobj, fd, events, data): what was registered, and its number.'


def _as_number(fileobj):
    """The number of an open file, or ValueError."""
    fd = fileobj
    if not isinstance(fd, int):
        try:
            fd = int(fileobj.fileno())
        except (TypeError, ValueError, AttributeError):
            raise ValueError(f'Invalid file object: {fileobj!r}') from None
    if fd < 0:
        raise ValueError(f'Invalid file descriptor: {fd}')
    return fd


class _Registered(collections.abc.Mapping):
    """What get_map() gives: file objects and their keys, read only."""

    def __init__(self, selector):
        self._keys, self._number = selector._fd_to_key, selector._number_of

    def __len__(self):
        return len(self._keys)

    def __iter__(self):
        return iter(self._keys)

    def __getitem__(self, fileobj):
        try:
            return self._keys[self._number(fileobj)]
        except KeyError:
            raise KeyError(f'{fileobj!r} is not registered') from None


class BaseSelector(abc.ABC):
    """What selectors do: they have files and wait for events of them."""

    @abc.abstractmethod
    def register(self, fileobj, events, data=None):
        """Wait for these events of the file, too. Returns its key."""
        raise NotImplementedError

    @abc.abstractmethod
    def unregister(self, fileobj):
        """No longer wait for the file. Returns its key."""
        raise NotImplementedError

    def modify(self, fileobj, events, data=None):
        """Wait for other events of the file. Returns its new key."""
        self.unregister(fileobj)
        return self.register(fileobj, events, data=data)

    @abc.abstractmethod
    def select(self, timeout=None):
        """Wait until something is ready, or for so many seconds: pairs of key and events."""
        raise NotImplementedError

    def close(self):
        """Give back what the system lent."""

    def get_key(self, fileobj):
        """The key of a file that is registered."""
        keys = self.get_map()
        if keys is None:
            raise RuntimeError('Selector is closed')
        if fileobj not in keys:
            raise KeyError(f'{fileobj!r} is not registered')
        return keys[fileobj]

    @abc.abstractmethod
    def get_map(self):
        """What is registered: a mapping of file objects to keys."""
        raise NotImplementedError

    def __enter__(self):
        return self

    def __exit__(self, *details):
        self.close()


class _Register(BaseSelector):
    """Keeps the keys, by the numbers of the files."""

    def __init__(self):
        self._fd_to_key = {}
        self._view = _Registered(self)

    def _number_of(self, fileobj):
        try:
            return _as_number(fileobj)
        except ValueError:
            # It may have been closed: then it is still known by itself.
            for fd, key in self._fd_to_key.items():
                if key.fileobj is fileobj:
                    return fd
            raise

    def register(self, fileobj, events, data=None):
        if not events or events & ~(EVENT_READ | EVENT_WRITE):
            raise ValueError(f'Invalid events: {events!r}')
        fd = self._number_of(fileobj)
        if fd in self._fd_to_key:
            raise KeyError(f'{fileobj!r} (FD {fd}) is already registered')
        self._fd_to_key[fd] = SelectorKey(fileobj, fd, events, data)
        return self._fd_to_key[fd]

    def unregister(self, fileobj):
        try:
            return self._fd_to_key.pop(self._number_of(fileobj))
        except KeyError:
            raise KeyError(f'{fileobj!r} is not registered') from None

    def modify(self, fileobj, events, data=None):
        key = self.get_key(fileobj)
        if events != key.events:
            return super().modify(fileobj, events, data)
        if data != key.data:
            key = self._fd_to_key[key.fd] = key._replace(data=data)
        return key

    def close(self):
        self._fd_to_key.clear()
        self._view = None

    def get_map(self):
        return self._view

    def _ready(self, found):
        """What select() returns for pairs of a file's number and events."""
        known = [(self._fd_to_key[fd], events) for fd, events in found if fd in self._fd_to_key]
        return [(key, wanted) for key, events in known if (wanted := events & key.events)]


class SelectSelector(_Register):
    """With select()."""

    def select(self, timeout=None):
        if timeout is not None and timeout < 0:
            timeout = 0
        lists = [[fd for fd, key in self._fd_to_key.items() if key.events & event]
                 for event in (EVENT_READ, EVENT_WRITE)]
        try:
            readable, writable, _ = select.select(*lists, [], timeout)
        except InterruptedError:
            return []
        events = dict.fromkeys(readable, EVENT_READ)
        for fd in writable:
            events[fd] = events.get(fd, 0) | EVENT_WRITE
        return self._ready(events.items())


class _Told(_Register):
    """With an object that is told of each file."""

    def __init__(self):
        super().__init__()
        self._teller = self._make()

    def _mask(self, events):
        return (self._in if events & EVENT_READ else 0) | (self._out if events & EVENT_WRITE else 0)

    def register(self, fileobj, events, data=None):
        key = super().register(fileobj, events, data)
        try:
            self._teller.register(key.fd, self._mask(events))
        except:
            super().unregister(fileobj)
            raise
        return key

    def unregister(self, fileobj):
        key = super().unregister(fileobj)
        try:
            self._teller.unregister(key.fd)
        except OSError:
            pass        # It was closed already.
        return key

    def modify(self, fileobj, events, data=None):
        key = self.get_key(fileobj)
        if events == key.events and data == key.data:
            return key
        if events != key.events:
            try:
                self._teller.modify(key.fd, self._mask(events))
            except:
                super().unregister(fileobj)
                raise
        key = self._fd_to_key[key.fd] = key._replace(events=events, data=data)
        return key

    def select(self, timeout=None):
        try:
            found = self._poll(timeout)
        except InterruptedError:
            return []
        # Errors count as both: reading or writing will tell of them.
        return self._ready([(fd, (EVENT_READ if event & ~self._out else 0) |
                             (EVENT_WRITE if event & ~self._in else 0)) for fd, event in found])


if hasattr(select, 'poll'):
    class PollSelector(_Told):
        """With poll()."""

        _make = staticmethod(select.poll)
        _in, _out = select.POLLIN, select.POLLOUT

        def _poll(self, timeout):
            # In whole milliseconds, rather a little too long.
            return self._teller.poll(None if timeout is None else
                                       max(math.ceil(timeout * 1000), 0))

if hasattr(select, 'epoll'):
    class EpollSelector(_Told):
        """With epoll()."""

        _make = staticmethod(select.epoll)
        _in, _out = select.EPOLLIN, select.EPOLLOUT

        def _poll(self, timeout):
            timeout = -1 if timeout is None else max(math.ceil(timeout * 1000) / 1000, 0)
            return self._teller.poll(timeout, max(len(self._fd_to_key), 1))

        def fileno(self):
            return self._teller.fileno()

        def close(self):
            self._teller.close()
            super().close()

DefaultSelector = globals().get('EpollSelector') or globals().get('PollSelector') or SelectSelector
