"""WeakSet. (In a file of its own: weakref has the rest.)"""

from _weakref import ref
from types import GenericAlias

__all__ = ['WeakSet']


def _compared(name):
    """A comparison with the method of set for it."""
    def method(self, other):
        return getattr(self.data, name)(set(map(ref, other)))
    method.__name__ = name
    method.__qualname__ = f'WeakSet.{name}'
    return method


def _combined(name):
    """The method of set that gives another set, and the operator for it."""
    def method(self, other):
        return self._from(getattr(self._items(), name)(other))
    method.__name__ = name
    method.__qualname__ = f'WeakSet.{name}'
    return method


class WeakSet:
    """A set that does not keep its items alive: one that dies is no longer in it."""

    def __init__(self, data=None):
        self.data = set()
        me = ref(self)

        def remove(item):
            self = me()
            if self is not None:
                self.data.discard(item)

        self._remove = remove
        if data is not None:
            self.update(data)

    __class_getitem__ = classmethod(GenericAlias)

    def _items(self):
        """Those alive, in a set that holds them."""
        return set(self)

    def _from(self, items):
        return self.__class__(items)

    def __iter__(self):
        for reference in list(self.data):       # A copy: items may die meanwhile.
            item = reference()
            if item is not None:
                yield item

    def __len__(self):
        return sum(reference() is not None for reference in list(self.data))

    def __contains__(self, item):
        try:
            return ref(item) in self.data
        except TypeError:       # What can't be referred to is not in it.
            return False

    def __repr__(self):
        return repr(self.data)

    def __reduce__(self):
        return self.__class__, (list(self),), self.__getstate__()

    def add(self, item):
        self.data.add(ref(item, self._remove))

    def discard(self, item):
        self.data.discard(ref(item))

    def remove(self, item):
        self.data.remove(ref(item))

    def pop(self):
        while self.data:
            item = self.data.pop()()
            if item is not None:
                return item
        raise KeyError('pop from empty WeakSet')

    def clear(self):
        self.data.clear()

    def copy(self):
        return self._from(self)

    def update(self, other):
        for item in other:
            self.add(item)

    def __ior__(self, other):
        self.update(other)
        return self

    def difference_update(self, other):
        self.data -= {ref(item) for item in other}

    def __isub__(self, other):
        self.difference_update(other)
        return self

    def intersection_update(self, other):
        self.data &= {ref(item) for item in other}

    def __iand__(self, other):
        self.intersection_update(other)
        return self

    def symmetric_difference_update(self, other):
        self.data ^= {ref(item, self._remove) for item in other}

    def __ixor__(self, other):
        self.symmetric_difference_update(other)
        return self

    union = __or__ = _combined('union')
    difference = __sub__ = _combined('difference')
    intersection = __and__ = _combined('intersection')
    symmetric_difference = __xor__ = _combined('symmetric_difference')
    issubset = __le__ = _compared('issubset')
    issuperset = __ge__ = _compared('issuperset')
    __lt__ = _compared('__lt__')
    __gt__ = _compared('__gt__')

    def __eq__(self, other):
        if not isinstance(other, self.__class__):
            return NotImplemented
        return self.data == set(map(ref, other))

    def isdisjoint(self, other):
        return not self._items().intersection(other)
