"""What modules pwd and grp share: files like /etc/passwd, a line for each user or group."""


def named(module, name, fields, doc):
    """A type of named tuples that prints its module's name, too."""
    from collections import namedtuple

    def __repr__(self):
        values = ', '.join(f'{field}={value!r}' for field, value in zip(self._fields, self))
        return f'{module}.{name}({values})'

    kind = namedtuple(name, fields, module=module)
    kind.__repr__, kind.__doc__ = __repr__, doc
    return kind


def lines(path, count):
    """The lines of such a file, as lists of so many parts; others are none."""
    with open(path, encoding='utf-8', errors='surrogateescape') as file:
        parts = [line.rstrip('\n').split(':') for line in file]
    return [part for part in parts if len(part) == count and part[2].isdecimal()]


def by_name(function, all_of, name):
    """The first of that name."""
    if not isinstance(name, str):
        raise TypeError(f'{function}() argument must be str, not {type(name).__name__}')
    if '\0' in name:
        raise ValueError('embedded null byte')
    for one in all_of():
        if one[0] == name:
            return one
    raise KeyError(f'{function}(): name not found: {name!r}')


def by_number(function, what, all_of, number):
    """The first of that number."""
    if not hasattr(number, '__index__'):
        raise TypeError(f'{what} should be integer, not {type(number).__name__}')
    for one in all_of():
        if one[2] == number:
            return one
    raise KeyError(f'{function}(): {what} not found: {number}')
