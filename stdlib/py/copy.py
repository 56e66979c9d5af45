"""Copies of objects: copy() makes another object with the same parts, deepcopy() copies these, too.

What an object's class says in __copy__, __deepcopy__ or __reduce_ex__ is done. deepcopy() copies
what occurs repeatedly once, so it ends with cycles as well.
"""

import copyreg
import types
import weakref

__all__ = ['Error', 'copy', 'deepcopy']


class Error(Exception):
    pass


error = Error   # the old name

# What is its own copy, shallow or deep.
_atomic = (type(None), int, float, bool, complex, bytes, str, types.EllipsisType,
           types.NotImplementedType, type, property, range, types.CodeType,
           types.BuiltinFunctionType, types.FunctionType, weakref.ref)


def _copy_immutable(x):
    return x


_copy_dispatch = dict.fromkeys(_atomic + (tuple, frozenset, slice), _copy_immutable)
_copy_dispatch.update({list: list.copy, dict: dict.copy, set: set.copy, bytearray: bytearray.copy})


def copy(x):
    """Another object with the same parts."""
    cls = type(x)
    known = _copy_dispatch.get(cls)
    if known:
        return known(x)
    if issubclass(cls, type):
        return x
    own = getattr(cls, '__copy__', None)
    if own is not None:
        return own(x)
    parts = _reduce(x, cls, 'shallow')
    return x if isinstance(parts, str) else _reconstruct(x, None, *parts)


def _reduce(x, cls, how):
    """What pickle would take the object apart into, protocol 4."""
    if cls in copyreg.dispatch_table:
        return copyreg.dispatch_table[cls](x)
    own = getattr(x, '__reduce_ex__', None)
    if own is not None:
        return own(4)
    own = getattr(x, '__reduce__', None)
    if own:
        return own()
    raise Error(f'un({how})copyable object of type {cls}')


def deepcopy(x, memo=None, _nil=[]):
    """Another object with copies of the parts. The memo knows what has been copied."""
    if memo is None:
        memo = {}
    key = id(x)
    y = memo.get(key, _nil)
    if y is not _nil:
        return y
    cls = type(x)
    known = _deepcopy_dispatch.get(cls)
    if known is not None:
        y = known(x, memo)
    elif issubclass(cls, type):
        y = x
    else:
        own = getattr(x, '__deepcopy__', None)
        if own is not None:
            y = own(memo)
        else:
            parts = _reduce(x, cls, 'deep')
            y = x if isinstance(parts, str) else _reconstruct(x, memo, *parts)
    if y is not x:
        memo[key] = y
        _keep_alive(x, memo)
    return y


def _deepcopy_atomic(x, memo):
    return x


def _deepcopy_list(x, memo, deepcopy=deepcopy):
    y = []
    memo[id(x)] = y     # before the items: one of them may be x itself
    append = y.append
    for a in x:
        append(deepcopy(a, memo))
    return y


def _deepcopy_tuple(x, memo, deepcopy=deepcopy):
    y = [deepcopy(a, memo) for a in x]
    try:
        return memo[id(x)]      # an item led back here
    except KeyError:
        pass
    for old, new in zip(x, y):
        if old is not new:
            return tuple(y)
    return x


def _deepcopy_dict(x, memo, deepcopy=deepcopy):
    y = {}
    memo[id(x)] = y
    for key, value in x.items():
        key = deepcopy(key, memo)
        y[key] = deepcopy(value, memo)
    return y


def _deepcopy_method(x, memo):
    owner = deepcopy(x.__self__, memo)
    return type(x)(x.__func__, owner)


_deepcopy_dispatch = dict.fromkeys(_atomic, _deepcopy_atomic)
_deepcopy_dispatch.update({list: _deepcopy_list, tuple: _deepcopy_tuple, dict: _deepcopy_dict,
                           types.MethodType: _deepcopy_method})


def _keep_alive(x, memo):
    """Keep the original as long as the memo, which knows it by its id alone."""
    try:
        memo[id(memo)].append(x)
    except KeyError:
        memo[id(memo)] = [x]


def _reconstruct(x, memo, func, args, state=None, listiter=None, dictiter=None, *,
                 deepcopy=deepcopy):
    """Make a copy from the parts that __reduce_ex__ gave; of copies of them, with a memo."""
    deep = memo is not None
    if deep:
        y = memo[id(x)] = func(*[deepcopy(arg, memo) for arg in args])
    else:
        y = func(*args)
    if state is not None:
        if deep:
            state = deepcopy(state, memo)
        set_state = getattr(y, '__setstate__', None)
        if set_state is not None:
            set_state(state)
        else:
            in_dict, in_slots = (
                state if isinstance(state, tuple) and len(state) == 2 else (state, None))
            if in_dict is not None:
                y.__dict__.update(in_dict)
            for name, value in (in_slots or {}).items():
                setattr(y, name, value)
    if listiter is not None:
        for item in listiter:
            y.append(deepcopy(item, memo) if deep else item)
    if dictiter is not None:
        for key, value in dictiter:
            if deep:
                key, value = deepcopy(key, memo), deepcopy(value, memo)
            y[key] = value
    return y
