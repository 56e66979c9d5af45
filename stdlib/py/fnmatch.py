"""File names and patterns: * is anything, ? one character, [abc] or [!abc] one of a set."""

import functools
import os
import posixpath
import re

__all__ = ['filter', 'fnmatch', 'fnmatchcase', 'translate']


def fnmatch(name, pat):
    """Test whether FILENAME matches PATTERN, both normalized if the operating system requires it."""
    return fnmatchcase(os.path.normcase(name), os.path.normcase(pat))


@functools.lru_cache(maxsize=32768, typed=True)
def _compile_pattern(pat):
    if isinstance(pat, bytes):
        return re.compile(translate(pat.decode('latin-1')).encode('latin-1')).match
    return re.compile(translate(pat)).match


def filter(names, pat):
    """Those of the names that fit the pattern."""
    match = _compile_pattern(os.path.normcase(pat))
    if os.path is posixpath:
        return [name for name in names if match(name)]
    return [name for name in names if match(os.path.normcase(name))]


def fnmatchcase(name, pat):
    """Test whether FILENAME matches PATTERN, including case."""
    return _compile_pattern(pat)(name) is not None


_STAR = object()


def _translate_set(stuff):
    """What is between brackets, as a regular expression."""
    if '-' not in stuff:
        stuff = stuff.replace('\\', r'\\')
    else:
        # A hyphen that is first, last, or right after a range stands for itself.
        chunks = []
        start = 0
        k = 2 if stuff[0] == '!' else 1
        while (k := stuff.find('-', k)) >= 0:
            chunks.append(stuff[start:k])
            start = k + 1
            k += 3
        if stuff[start:]:
            chunks.append(stuff[start:])
        else:
            chunks[-1] += '-'
        # Empty ranges are left out.
        for k in range(len(chunks) - 1, 0, -1):
            if chunks[k - 1][-1] > chunks[k][0]:
                chunks[k - 1] = chunks[k - 1][:-1] + chunks[k][1:]
                del chunks[k]
        stuff = '-'.join(chunk.replace('\\', r'\\').replace('-', r'\-') for chunk in chunks)
    stuff = re.sub(r'([&~|])', r'\\\1', stuff)
    if not stuff:
        return '(?!)'
    if stuff == '!':
        return '.'
    if stuff[0] == '!':
        stuff = '^' + stuff[1:]
    elif stuff[0] in '^[':
        stuff = '\\' + stuff
    return f'[{stuff}]'


def _parts(pat):
    """The pattern's pieces: regular expressions, and _STAR once for each run of stars."""
    parts = []
    i, n = 0, len(pat)
    while i < n:
        c = pat[i]
        i += 1
        if c == '*':
            if not parts or parts[-1] is not _STAR:
                parts.append(_STAR)
        elif c == '?':
            parts.append('.')
        elif c == '[':
            j = i
            if j < n and pat[j] == '!':
                j += 1
            if j < n and pat[j] == ']':
                j += 1
            while j < n and pat[j] != ']':
                j += 1
            if j >= n:
                parts.append('\\[')
            else:
                parts.append(_translate_set(pat[i:j]))
                i = j + 1
        else:
            parts.append(re.escape(c))
    return parts


def translate(pat):
    """The pattern as a regular expression."""
    # What stands between two stars is looked for as early as possible, and that is never undone:
    # hence the atomic groups.
    groups = [[]]
    for part in _parts(pat):
        if part is _STAR:
            groups.append([])
        else:
            groups[-1].append(part)
    result = ''.join(groups[0])
    for middle in groups[1:-1]:
        result += f'(?>.*?{"".join(middle)})'
    if len(groups) > 1:
        result += '.*' + ''.join(groups[-1])
    return fr'(?s:{result})\Z'
