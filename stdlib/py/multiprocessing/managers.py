"""Objects in a server process, and proxies for them in others.

A manager starts a server, which keeps the objects and answers requests over connections: one thread
for each connection. A proxy sends (ident, method, args, kwargs) and gets (kind, value) back. The
server forgets an object when the last proxy of it is gone.
"""

import os
import signal
import sys
import threading
import time
import traceback
import types
from queue import Queue

from . import connection, get_context, pool, process, shared_memory, util
from .context import ProcessError, get_spawning_popen
from .reduction import register as _register_reducer

__all__ = ['BaseManager', 'SyncManager', 'BaseProxy', 'Token', 'SharedMemoryManager']

HAS_SHMEM = True

# Answers: what it is, and the value.
RETURN, ERROR, PROXY, TRACEBACK = '#RETURN', '#ERROR', '#PROXY', '#TRACEBACK'


class Token:
    """Names an object: its type, its server's address, its id there."""

    __slots__ = 'typeid', 'address', 'id'

    def __init__(self, typeid, address, id):
        self.__setstate__((typeid, address, id))

    def __getstate__(self):
        return self.typeid, self.address, self.id

    def __setstate__(self, state):
        self.typeid, self.address, self.id = state

    def __repr__(self):
        return (f'{type(self).__name__}(typeid={self.typeid!r}, address={self.address!r}, '
                f'id={self.id!r})')


class RemoteError(Exception):
    """What the server could not do."""

    def __str__(self):
        line = '-' * 75
        return f'\n{line}\n{self.args[0]}{line}'


def dispatch(connection, ident, name, args=(), kwargs={}):
    """Ask a server for something, and give its answer."""
    connection.send((ident, name, args, kwargs))
    kind, value = connection.recv()
    if kind == RETURN:
        return value
    raise convert_to_error(kind, value)


def _ask(client, address, authkey, name, args=(), kwds={}):
    """Ask the server itself one thing."""
    caller = client(address, authkey=authkey)
    try:
        return dispatch(caller, None, name, args, kwds)
    finally:
        caller.close()


def convert_to_error(kind, value):
    if kind == ERROR:
        return value
    if kind == TRACEBACK:
        return RemoteError(value)
    return ValueError(f'Unrecognized message type {kind!r}')


def all_methods(obj):
    return [name for name in dir(obj) if callable(getattr(obj, name))]


def public_methods(obj):
    return [name for name in all_methods(obj) if not name.startswith('_')]


# --- The server ---

class Server:
    """Keeps objects and answers requests."""

    public = ['shutdown', 'create', 'accept_connection', 'get_methods', 'debug_info',
              'number_of_objects', 'dummy', 'incref', 'decref']

    def __init__(self, registry, address, authkey, serializer):
        if not isinstance(authkey, bytes):
            raise TypeError(f'Authkey {authkey!r} is type {type(authkey)!s}, not bytes')
        self.registry, self.authkey = registry, process.AuthenticationString(authkey)
        make_listener, _ = listener_client[serializer]
        self.listener = listener = make_listener(address=address, backlog=128)
        self.address = listener.address
        self.objects = {}       # ident: (object, methods that may be called, {method: typeid})
        self.references = {}    # ident: how many proxies there are
        self.mutex, self.stop_event = threading.Lock(), threading.Event()

    def serve_forever(self):
        """Until somebody asks to shut down."""
        process.current_process()._manager_server = self
        threading.Thread(target=self._accept, daemon=True).start()
        try:
            while not self.stop_event.wait(1.0):
                pass
        except (SystemExit, KeyboardInterrupt):
            pass
        finally:
            if sys.stdout is not sys.__stdout__:
                sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
            sys.exit(0)

    def _accept(self):
        while True:
            try:
                caller = self.listener.accept()
            except (OSError, EOFError, ProcessError, AssertionError):
                continue
            try:
                threading.Thread(target=self._greet, args=(caller,), daemon=True).start()
            except RuntimeError:
                caller.close()      # There can be no more threads: who called need not wait for one.

    def _greet(self, caller):
        """Who knows the key may ask the server itself for one thing."""
        try:
            connection.deliver_challenge(caller, self.authkey)
            connection.answer_challenge(caller, self.authkey)
        except (OSError, EOFError, ProcessError, AssertionError):
            return caller.close()
        try:
            request = caller.recv()
            ignore, name, args, kwargs = request
            assert name in self.public, f'{name!r} unrecognized'
            answer = RETURN, getattr(self, name)(caller, *args, **kwargs)
        except EOFError:
            return caller.close()
        except Exception:
            answer = TRACEBACK, traceback.format_exc()
        try:
            caller.send(answer)
        except Exception as error:
            try:
                caller.send((TRACEBACK, traceback.format_exc()))
            except Exception:
                util.info('Failure to send message: %r (%s)', answer, error)
        caller.close()

    def serve_client(self, caller):
        """Requests to objects, until the caller hangs up."""
        stopped = self.stop_event.is_set
        while not stopped():
            try:
                request = caller.recv()
            except (EOFError, OSError):
                break
            # The last answer was kept until now: what it named has been counted by the caller.
            try:
                answer = self._answer(*request)
            except Exception:
                answer = TRACEBACK, traceback.format_exc()
            try:
                self._send_answer(caller, answer)
            except OSError:
                break
        caller.close()

    def _send_answer(self, caller, answer):
        try:
            caller.send(answer)
        except OSError:
            raise
        except Exception:
            caller.send((TRACEBACK, traceback.format_exc()))

    def _answer(self, ident, name, args, kwargs):
        try:
            obj, exposed, method_to_typeid = self.objects[ident]
        except KeyError:
            raise KeyError(f'{ident!r} is not known to the server') from None
        if name not in exposed:
            if name in self.fallbacks:
                return RETURN, self.fallbacks[name](self, obj, *args, **kwargs)
            raise AttributeError(f'method {name!r} of {type(obj)!r} object is not in '
                                 f'exposed={exposed!r}')
        try:
            result = getattr(obj, name)(*args, **kwargs)
        except Exception as error:
            return ERROR, error
        typeid = method_to_typeid and method_to_typeid.get(name)
        if typeid:
            new_ident, new_exposed = self.create(None, typeid, result)
            return PROXY, (new_exposed, Token(typeid, self.address, new_ident))
        return RETURN, result

    fallbacks = {'__str__': lambda self, obj: str(obj), '__repr__': lambda self, obj: repr(obj),
                 '#GETVALUE': lambda self, obj: obj}

    # --- What may be asked of the server itself ---

    def dummy(self, caller):
        pass

    def debug_info(self, caller):
        """The objects, as text."""
        with self.mutex:
            return '\n'.join(f'  {ident}:       refcount={count}\n    '
                             f'{str(self.objects[ident][0])[:75]}'
                             for ident, count in sorted(self.references.items()) if ident != '0')

    def number_of_objects(self, caller):
        return len(self.references)

    def shutdown(self, caller):
        """End the process."""
        try:
            caller.send((RETURN, None))
        finally:
            self.stop_event.set()

    def create(self, caller, typeid, /, *args, **kwds):
        """Make an object: its id, and the methods that may be called."""
        callable, exposed, method_to_typeid, proxytype = self.registry[typeid]
        if callable is None:
            if kwds or len(args) != 1:
                raise ValueError('Without callable, must have one non-keyword argument')
            obj = args[0]
        else:
            obj = callable(*args, **kwds)
        if exposed is None:
            exposed = public_methods(obj)
        exposed = [*exposed, *(method_to_typeid or ())]
        ident = f'{id(obj):x}'
        with self.mutex:
            self.objects[ident] = obj, set(exposed), method_to_typeid
            self.references[ident] = self.references.get(ident, 0) + 1
        return ident, tuple(exposed)

    def get_methods(self, caller, token):
        return tuple(self.objects[token.id][1])

    def accept_connection(self, caller, name):
        """From now on the connection is for requests to objects."""
        threading.current_thread().name = name
        caller.send((RETURN, None))
        self.serve_client(caller)

    def incref(self, caller, ident):
        with self.mutex:
            if ident not in self.references:
                raise KeyError(ident)
            self.references[ident] += 1

    def decref(self, caller, ident):
        with self.mutex:
            if ident not in self.references:
                return
            self.references[ident] -= 1
            if self.references[ident] > 0:
                return
            del self.references[ident]
            dead = self.objects.pop(ident)
        del dead    # Its end may run anything: not with the lock held.


listener_client = {'pickle': (connection.Listener, connection.Client),
                   'xmlrpclib': (connection.XmlListener, connection.XmlClient)}


# --- The manager ---

class State:
    INITIAL, STARTED, SHUTDOWN = 0, 1, 2

    def __init__(self):
        self.value = State.INITIAL

    def check(self):
        """ProcessError, unless the server runs."""
        if self.value != State.STARTED:
            raise ProcessError('Unable to start server' if self.value == State.INITIAL else
                               'Manager has shut down')


def _key_of(authkey, manager=None):
    """A key that was given, or the manager's, or this process's own."""
    if authkey is None:
        authkey = manager._authkey if manager is not None else process.current_process().authkey
    return process.AuthenticationString(authkey)


class BaseManager:
    """Starts a server, or connects to one, and makes objects there by their registered types."""

    _registry = {}
    _Server = Server

    def __init__(self, address=None, authkey=None, serializer='pickle', ctx=None, *,
                 shutdown_timeout=1.0):
        self._address, self._authkey = address, _key_of(authkey)
        self._state, self._process = State(), None
        self._serializer, (self._Listener, self._Client) = serializer, listener_client[serializer]
        self._ctx, self._shutdown_timeout = ctx or get_context(), shutdown_timeout

    def get_server(self):
        """A server in this process: call its serve_forever()."""
        self._check_initial()
        return Server(self._registry, self._address, self._authkey, self._serializer)

    def _check_initial(self):
        if self._state.value != State.INITIAL:
            self._state.check()
            raise ProcessError('Already started server')

    def connect(self):
        """Use a server that runs already."""
        self._ask('dummy')
        self._state.value = State.STARTED

    def start(self, initializer=None, initargs=()):
        """Start a server process."""
        self._check_initial()
        if not (initializer is None or callable(initializer)):
            raise TypeError('initializer must be a callable')
        cls = type(self)
        reader, writer = connection.Pipe(False)
        child = self._process = self._ctx.Process(target=cls._run_server, args=(
            self._registry, self._address, self._authkey, self._serializer, writer, initializer,
            initargs))
        child.name = f'{cls.__name__}-{":".join(map(str, child._identity))}'
        child.start()
        writer.close()
        given = self._address
        with reader:
            self._address = reader.recv()
        is_in_folder = given is None and isinstance(self._address, str)
        folder = os.path.dirname(self._address) if is_in_folder else None
        state = self._state
        state.value = State.STARTED
        self.shutdown = util.Finalize(self, cls._finalize_manager, exitpriority=0, args=(
            child, self._address, self._authkey, state, self._Client, self._shutdown_timeout,
            folder))

    @classmethod
    def _run_server(cls, registry, address, authkey, serializer, writer, initializer=None,
                    initargs=()):
        # Ctrl-C is for the program, which will shut the server down.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        # The end of the program, however it came: then the folder of the socket has to go.
        signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
        if initializer is not None:
            initializer(*initargs)
        server = cls._Server(registry, address, authkey, serializer)
        with writer:
            writer.send(server.address)
        util.info('manager serving at %r', server.address)
        server.serve_forever()

    @staticmethod
    def _finalize_manager(process, address, authkey, state, client, shutdown_timeout, folder):
        if process.is_alive():
            util.info('sending shutdown message to manager')

            def ask():
                try:
                    _ask(client, address, authkey, 'shutdown')
                except Exception:
                    pass    # Then it has to be made to end.
            for end in ask, process.terminate, process.kill:
                end()
                process.join(shutdown_timeout)
                if not process.is_alive():
                    break
        state.value = State.SHUTDOWN
        BaseProxy._connections.pop(address, None)
        if folder is not None and os.path.isdir(folder):    # It was killed.
            import shutil
            shutil.rmtree(folder, ignore_errors=True)

    def _create(self, typeid, /, *args, **kwds):
        if self._state.value != State.STARTED:
            raise AssertionError('server not yet started')
        ident, exposed = self._ask('create', (typeid, *args), kwds)
        return Token(typeid, self._address, ident), exposed

    def join(self, timeout=None):
        """Wait for the server process."""
        child = self._process
        if child is not None:
            child.join(timeout)
            self._process = child if child.is_alive() else None

    def _ask(self, name, args=(), kwds={}):
        return _ask(self._Client, self._address, self._authkey, name, args, kwds)

    def _debug_info(self):
        return self._ask('debug_info')

    def _number_of_objects(self):
        return self._ask('number_of_objects')

    def __enter__(self):
        if self._state.value == State.INITIAL:
            self.start()
        self._state.check()
        return self

    def __exit__(self, *args):
        self.shutdown()

    @property
    def address(self):
        return self._address

    @classmethod
    def register(cls, typeid, callable=None, proxytype=None, exposed=None, method_to_typeid=None,
                 create_method=True):
        """Give a type of object a name; a method of that name makes one."""
        if '_registry' not in vars(cls):
            cls._registry = dict(cls._registry)     # Its base's, and more.
        proxytype = proxytype or AutoProxy
        exposed = exposed or getattr(proxytype, '_exposed_', None)
        method_to_typeid = method_to_typeid or getattr(proxytype, '_method_to_typeid_', None)
        for pair in (method_to_typeid or {}).items():
            for each in pair:
                if type(each) is not str:
                    raise AssertionError(f'{each!r} is not a string')
        cls._registry[typeid] = callable, exposed, method_to_typeid, proxytype
        if create_method:
            def make(self, /, *args, **kwds):
                util.debug('requesting creation of a shared %r object', typeid)
                token, shown = self._create(typeid, *args, **kwds)
                proxy = proxytype(token, self._serializer, manager=self, authkey=self._authkey,
                                  exposed=shown)
                # The proxy has a reference of its own now.
                _tell(self._Client, token, self._authkey, 'decref')
                return proxy
            make.__name__ = typeid
            setattr(cls, typeid, make)


# --- Proxies ---

class ProcessLocalSet(set):
    """A set that is empty in the child of a fork."""

    def __init__(self):
        util.register_after_fork(self, set.clear)

    def __reduce__(self):
        return type(self), ()


class BaseProxy:
    """Stands for an object of a server.

    One that lies in an object of the same server (a list in a shared list) is owned by the manager:
    it asks the server directly, in the thread that serves its caller."""

    _connections = {}       # address: (thread-local with a connection, ids in use)
    _mutex = util.ForkAwareThreadLock()

    def __init__(self, token, serializer, manager=None, authkey=None, exposed=None, incref=True,
                 manager_owned=False):
        with BaseProxy._mutex:
            found = BaseProxy._connections.get(token.address)
            if found is None:
                found = util.ForkAwareLocal(), ProcessLocalSet()
                BaseProxy._connections[token.address] = found
        self._tls, self._idset = found
        self._token, self._id = token, token.id
        self._manager, self._owned_by_manager = manager, manager_owned
        self._serializer, (_, self._Client) = serializer, listener_client[serializer]
        self._authkey = _key_of(authkey, manager)
        if manager_owned:
            self._own()
        elif incref:
            self._incref()
        util.register_after_fork(self, BaseProxy._after_fork)

    def _connect(self):
        name, thread = process.current_process().name, threading.current_thread().name
        if thread != 'MainThread':
            name = f'{name}|{thread}'
        caller = self._Client(self._token.address, authkey=self._authkey)
        dispatch(caller, None, 'accept_connection', (name,))
        self._tls.connection = caller

    def _callmethod(self, methodname, args=(), kwds={}):
        """Call a method of the object and give what it returns."""
        kind, value = self._ask(self._id, methodname, args, kwds)
        if kind == RETURN:
            return value
        if kind != PROXY:
            raise convert_to_error(kind, value)
        exposed, token = value
        token.address = self._token.address
        proxy = self._registry()[token.typeid][-1](
            token, self._serializer, manager=self._manager, authkey=self._authkey, exposed=exposed,
            manager_owned=self._owned_by_manager)
        if self._owned_by_manager:
            _own_server().decref(None, token.id)
        else:
            _tell(self._Client, token, self._authkey, 'decref')
        return proxy

    def _ask(self, *request):
        if self._owned_by_manager:
            return _own_server()._answer(*request)
        caller = getattr(self._tls, 'connection', None)
        if caller is None:
            self._connect()
            caller = self._tls.connection
        caller.send(request)
        return caller.recv()

    def _registry(self):
        if self._owned_by_manager:
            return _own_server().registry
        return self._manager._registry if self._manager is not None else SyncManager._registry

    def _getvalue(self):
        """A copy of the object."""
        return self._callmethod('#GETVALUE')

    def _own(self):
        server = _own_server()
        server.incref(None, self._id)
        self._close = util.Finalize(self, server.decref, args=(None, self._id))

    def _incref(self):
        _tell(self._Client, self._token, self._authkey, 'incref')
        self._idset.add(self._id)
        self._close = util.Finalize(
            self, BaseProxy._decref,
            args=(self._token, self._authkey, self._manager and self._manager._state, self._tls,
                  self._idset, self._Client), exitpriority=10)

    @staticmethod
    def _decref(token, authkey, state, tls, idset, client):
        idset.discard(token.id)
        if state is None or state.value == State.STARTED:
            try:
                _tell(client, token, authkey, 'decref')
            except Exception as error:
                util.debug('... decref failed %s', error)
        if not idset:
            last = tls.__dict__.pop('connection', None)
            if last is not None:
                last.close()

    def _after_fork(self):
        self._manager = None
        if self._owned_by_manager:
            return
        try:
            self._incref()
        except Exception as error:
            util.info('incref failed: %s', error)

    def __reduce__(self):
        make, kwds = type(self), {}
        if get_spawning_popen() is not None:    # The child is trusted.
            kwds.update(authkey=self._authkey)
        if getattr(self, '_isauto', False):
            make = AutoProxy
            kwds.update(exposed=self._exposed_)
        return RebuildProxy, (make, self._token, self._serializer, kwds)

    def __deepcopy__(self, memo):
        return self._getvalue()

    def __repr__(self):
        return (f'<{type(self).__name__} object, typeid {self._token.typeid!r} at '
                f'{id(self):#x}>')

    def __str__(self):
        try:
            return self._callmethod('__repr__')
        except Exception:
            return f"{repr(self)[:-1]}; '__str__()' failed>"


def _tell(client, token, authkey, name):
    _ask(client, token.address, authkey, name, (token.id,))


def _own_server():
    """The server that runs in this process, if one does."""
    return getattr(process.current_process(), '_manager_server', None)


def RebuildProxy(func, token, serializer, kwds):
    """Unpickling a proxy, maybe in the server itself."""
    server = _own_server()
    if server and server.address == token.address:
        return func(token, serializer, **{**kwds, 'authkey': server.authkey, 'manager_owned': True})
    inherits = getattr(process.current_process(), '_inheriting', False)
    options = {'incref': True, **kwds}
    options['incref'] = options['incref'] and not inherits
    return func(token, serializer, **options)


def MakeProxyType(name, exposed, _cache={}):
    """A class of proxies with these methods."""
    exposed = tuple(exposed)
    if (name, exposed) not in _cache:
        methods = {method: _calling(method) for method in exposed}
        kind = type(name, (BaseProxy,), methods)
        kind._exposed_ = exposed
        _cache[name, exposed] = kind
    return _cache[name, exposed]


def _calling(name):
    def method(self, /, *args, **kwds):
        return self._callmethod(name, args, kwds)
    method.__name__ = name
    return method


def AutoProxy(token, serializer, manager=None, authkey=None, exposed=None, incref=True,
              manager_owned=False):
    """A proxy with the object's public methods."""
    _, client = listener_client[serializer]
    authkey = _key_of(authkey, manager)
    if exposed is None and manager_owned:
        exposed = _own_server().get_methods(None, token)
    elif exposed is None:
        exposed = _ask(client, token.address, authkey, 'get_methods', (token,))
    proxy = MakeProxyType(f'AutoProxy[{token.typeid}]', exposed)(
        token, serializer, manager=manager, authkey=authkey, incref=incref,
        manager_owned=manager_owned)
    proxy._isauto = True
    return proxy


# --- What a SyncManager offers ---

class Namespace:
    """Attributes, to be shared."""

    def __init__(self, /, **kwds):
        self.__dict__.update(kwds)

    def __repr__(self):
        shown = sorted(f'{name}={value!r}' for name, value in self.__dict__.items()
                       if not name.startswith('_'))
        return f'{type(self).__name__}({", ".join(shown)})'


class Value:
    def __init__(self, typecode, value, lock=True):
        self._typecode, self._value = typecode, value

    def get(self):
        return self._value

    def set(self, value):
        self._value = value

    value = property(get, set)

    def __repr__(self):
        return f'{type(self).__name__}({self._typecode!r}, {self._value!r})'


def Array(typecode, sequence, lock=True):
    from array import array
    return array(typecode, sequence)


class IteratorProxy(BaseProxy):
    _exposed_ = '__next__', 'send', 'throw', 'close'
    __next__, send, throw, close = map(_calling, _exposed_)

    def __iter__(self):
        return self


class AcquirerProxy(BaseProxy):
    _exposed_ = 'acquire', 'release'

    def acquire(self, blocking=True, timeout=None):
        limit = () if timeout is None else (timeout,)
        return self._callmethod('acquire', (blocking, *limit))

    release = _calling('release')
    __enter__ = acquire

    def __exit__(self, *details):
        return self.release()


class _Waits:
    def wait(self, timeout=None):
        return self._callmethod('wait', (timeout,))


class ConditionProxy(_Waits, AcquirerProxy):
    _exposed_ = 'acquire', 'release', 'wait', 'notify', 'notify_all'


    def notify(self, n=1):
        return self._callmethod('notify', (n,))

    notify_all = _calling('notify_all')

    def wait_for(self, predicate, timeout=None):
        deadline = None if timeout is None else time.monotonic() + timeout
        while not (result := predicate()):
            left = None if deadline is None else deadline - time.monotonic()
            if left is not None and left <= 0:
                break
            self.wait(left)
        return result


class EventProxy(_Waits, BaseProxy):
    _exposed_ = 'is_set', 'set', 'clear', 'wait'
    is_set, set, clear = map(_calling, _exposed_[:3])


class BarrierProxy(_Waits, BaseProxy):
    _exposed_ = '__getattribute__', 'wait', 'abort', 'reset'

    abort, reset = map(_calling, _exposed_[2:])
    parties, n_waiting, broken = (
        property(lambda self, name=name: self._callmethod('__getattribute__', (name,)))
        for name in ('parties', 'n_waiting', 'broken'))


def _of_namespace(name):
    """A method that leaves names with _ to the proxy, and all others to the server's object."""
    on_proxy = getattr(object, name)

    def method(self, key, *value):
        if key[0] == '_':
            return on_proxy(self, key, *value)
        return object.__getattribute__(self, '_callmethod')(name, (key, *value))
    method.__name__ = name
    return method


class NamespaceProxy(BaseProxy):
    _exposed_ = '__getattribute__', '__setattr__', '__delattr__'

    __getattr__ = _of_namespace('__getattribute__')
    __setattr__, __delattr__ = map(_of_namespace, _exposed_[1:])


class ValueProxy(BaseProxy):
    _exposed_ = 'get', 'set'
    get, set = map(_calling, _exposed_)
    value = property(get, set)
    __class_getitem__ = classmethod(types.GenericAlias)


BaseListProxy = MakeProxyType('BaseListProxy', (
    '__add__', '__contains__', '__delitem__', '__getitem__', '__len__', '__mul__', '__reversed__',
    '__rmul__', '__setitem__', 'append', 'count', 'extend', 'index', 'insert', 'pop', 'remove',
    'reverse', 'sort', '__imul__'))


class ListProxy(BaseListProxy):
    def __iadd__(self, value):
        self.extend(value)
        return self

    def __imul__(self, value):
        super().__imul__(value)     # The server's answer is a copy.
        return self


DictProxy = MakeProxyType('DictProxy', (
    '__contains__', '__delitem__', '__getitem__', '__iter__', '__len__', '__setitem__', 'clear',
    'copy', 'get', 'items', 'keys', 'pop', 'popitem', 'setdefault', 'update', 'values'))
DictProxy._method_to_typeid_ = {'__iter__': 'Iterator'}
ArrayProxy = MakeProxyType('ArrayProxy', ('__len__', '__getitem__', '__setitem__'))
BasePoolProxy = MakeProxyType('PoolProxy', (
    'apply', 'apply_async', 'close', 'imap', 'imap_unordered', 'join', 'map', 'map_async',
    'starmap', 'starmap_async', 'terminate'))
BasePoolProxy._method_to_typeid_ = {
    'apply_async': 'AsyncResult', 'map_async': 'AsyncResult', 'starmap_async': 'AsyncResult',
    'imap': 'Iterator', 'imap_unordered': 'Iterator'}


class PoolProxy(BasePoolProxy):
    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.terminate()


class SyncManager(BaseManager):
    """A manager of what threading, queue and the builtins offer."""


for _name, _made, _proxy in (
        ('Queue', Queue, None), ('JoinableQueue', Queue, None),
        ('Event', threading.Event, EventProxy),
        ('Lock', threading.Lock, AcquirerProxy), ('RLock', threading.RLock, AcquirerProxy),
        ('Semaphore', threading.Semaphore, AcquirerProxy),
        ('BoundedSemaphore', threading.BoundedSemaphore, AcquirerProxy),
        ('Condition', threading.Condition, ConditionProxy),
        ('Barrier', threading.Barrier, BarrierProxy), ('Pool', pool.Pool, PoolProxy),
        ('list', list, ListProxy), ('dict', dict, DictProxy), ('Value', Value, ValueProxy),
        ('Array', Array, ArrayProxy), ('Namespace', Namespace, NamespaceProxy)):
    SyncManager.register(_name, _made, _proxy)
SyncManager.register('Iterator', proxytype=IteratorProxy, create_method=False)
SyncManager.register('AsyncResult', create_method=False)


# Views of dicts come back as lists.
def _rebuild_as_list(obj):
    return list, (list(obj),)


for _view in {}.keys(), {}.values(), {}.items():
    _register_reducer(type(_view), _rebuild_as_list)


class SharedMemoryManager(BaseManager):
    """A manager that unlinks the shared memory it made when it shuts down."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._made = []
        util.Finalize(self, _unlink_all, args=(self._made,), exitpriority=1)

    def _check_started(self):
        if self._state.value != State.STARTED:
            raise ValueError('SharedMemoryServer not started yet' if self._state.value
                             == State.INITIAL else 'SharedMemoryServer has shut down')

    def SharedMemory(self, size):
        """A SharedMemory of a size."""
        self._check_started()
        made = shared_memory.SharedMemory(None, create=True, size=size)
        self._made.append(made.name)
        return made

    def ShareableList(self, sequence):
        """A ShareableList of a sequence."""
        self._check_started()
        made = shared_memory.ShareableList(sequence)
        self._made.append(made.shm.name)
        return made

    def start(self, *args, **kwargs):
        super().start(*args, **kwargs)
        stop, made = self.shutdown, self._made

        def shutdown():
            stop()
            _unlink_all(made)
        self.shutdown = shutdown


def _unlink_all(names):
    while names:
        name = names.pop()
        try:
            segment = shared_memory.SharedMemory(name)
            segment.close()
            segment.unlink()
        except FileNotFoundError:
            pass
