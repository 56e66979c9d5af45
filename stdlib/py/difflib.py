"""What two sequences share and where they differ.

SequenceMatcher finds the longest block that both have, and goes on to the left and to the right of
it. That is no shortest list of changes, but one that looks right to people.
"""

import heapq
from collections import namedtuple
from types import GenericAlias

__all__ = ['Differ', 'IS_CHARACTER_JUNK', 'IS_LINE_JUNK', 'Match', 'SequenceMatcher',
           'context_diff', 'diff_bytes', 'get_close_matches', 'ndiff', 'restore', 'unified_diff']

Match = namedtuple('Match', 'a b size')


def _ratio(matches, length):
    return 2.0 * matches / length if length else 1.0


class SequenceMatcher:
    """Compares two sequences of hashable items.

    isjunk(item) says what is not to begin a block. With autojunk, what makes up more than a
    hundredth of a long second sequence is left out, too.
    """

    __class_getitem__ = classmethod(GenericAlias)

    def __init__(self, isjunk=None, a='', b='', autojunk=True):
        self.isjunk, self.autojunk = isjunk, autojunk
        self.a = self.b = None
        self.set_seqs(a, b)

    def set_seqs(self, a, b):
        """Compare these two."""
        self.set_seq1(a)
        self.set_seq2(b)

    def set_seq1(self, a):
        """Compare another first sequence."""
        if a is not self.a:
            self.a = a
            self.matching_blocks = self.opcodes = None

    def set_seq2(self, b):
        """Compare another second sequence, which is what takes time."""
        if b is self.b:
            return
        self.b = b
        self.matching_blocks = self.opcodes = self._counts = None
        self.b2j = places = {}      # Where each item is.
        for index, item in enumerate(b):
            places.setdefault(item, []).append(index)
        junk = {item for item in places if self.isjunk(item)} if self.isjunk else set()
        for item in junk:
            del places[item]
        popular, count = set(), len(b)
        if self.autojunk and count >= 200:
            popular = {item for item, where in places.items() if len(where) > count // 100 + 1}
            for item in popular:
                del places[item]
        self.bjunk, self.bpopular = junk, popular

    def find_longest_match(self, alo=0, ahi=None, blo=0, bhi=None):
        """The longest Match in a[alo:ahi] and b[blo:bhi], of several the first."""
        a, b, places = self.a, self.b, self.b2j
        ahi, bhi = len(a) if ahi is None else ahi, len(b) if bhi is None else bhi
        best_a, best_b, size = alo, blo, 0
        lengths = {}        # {j: how long is the block that ends with the item before and b[j]?}
        for i in range(alo, ahi):
            longer = {}
            for j in places.get(a[i], ()):
                if j < blo:
                    continue
                if j >= bhi:
                    break
                length = longer[j] = lengths.get(j - 1, 0) + 1
                if length > size:
                    best_a, best_b, size = i - length + 1, j - length + 1, length
            lengths = longer
        # Go on at both ends, first with what is no junk, then with junk.
        junk = self.bjunk
        for wanted in (False, True):
            while best_a > alo and best_b > blo and a[best_a - 1] == b[best_b - 1] \
                    and (b[best_b - 1] in junk) is wanted:
                best_a, best_b, size = best_a - 1, best_b - 1, size + 1
            while best_a + size < ahi and best_b + size < bhi \
                    and a[best_a + size] == b[best_b + size] \
                    and (b[best_b + size] in junk) is wanted:
                size += 1
        return Match(best_a, best_b, size)

    def get_matching_blocks(self):
        """All blocks in order, and an empty one at the end."""
        if self.matching_blocks is not None:
            return self.matching_blocks
        todo, found = [(0, len(self.a), 0, len(self.b))], []
        while todo:
            alo, ahi, blo, bhi = todo.pop()
            match = self.find_longest_match(alo, ahi, blo, bhi)
            i, j, size = match
            if size:
                found.append(match)
                if alo < i and blo < j:
                    todo.append((alo, i, blo, j))
                if i + size < ahi and j + size < bhi:
                    todo.append((i + size, ahi, j + size, bhi))
        found.sort()
        blocks = []
        for i, j, size in found:
            last = blocks[-1] if blocks else None
            if last and (last.a + last.size, last.b + last.size) == (i, j):
                blocks.pop()        # They touch.
                i, j, size = last.a, last.b, last.size + size
            blocks.append(Match(i, j, size))
        blocks.append(Match(len(self.a), len(self.b), 0))
        self.matching_blocks = blocks
        return blocks

    def get_opcodes(self):
        """What turns a into b: tuples (replace, delete, insert or equal, i1, i2, j1, j2)."""
        if self.opcodes is None:
            self.opcodes, i, j = [], 0, 0
            for a, b, size in self.get_matching_blocks():
                if i < a or j < b:
                    tag = 'replace' if i < a and j < b else 'delete' if i < a else 'insert'
                    self.opcodes.append((tag, i, a, j, b))
                i, j = a + size, b + size
                if size:
                    self.opcodes.append(('equal', a, i, b, j))
        return self.opcodes

    def get_grouped_opcodes(self, n=3):
        """The opcodes in groups, with at most n equal items around what differs."""
        codes = self.get_opcodes() or [('equal', 0, 1, 0, 1)]
        codes = codes[:]
        if codes[0][0] == 'equal':
            tag, i1, i2, j1, j2 = codes[0]
            codes[0] = tag, max(i1, i2 - n), i2, max(j1, j2 - n), j2
        if codes[-1][0] == 'equal':
            tag, i1, i2, j1, j2 = codes[-1]
            codes[-1] = tag, i1, min(i2, i1 + n), j1, min(j2, j1 + n)
        group = []
        for tag, i1, i2, j1, j2 in codes:
            if tag == 'equal' and i2 - i1 > 2 * n:
                group.append((tag, i1, min(i2, i1 + n), j1, min(j2, j1 + n)))
                yield group
                group = []
                i1, j1 = max(i1, i2 - n), max(j1, j2 - n)
            group.append((tag, i1, i2, j1, j2))
        if group and not (len(group) == 1 and group[0][0] == 'equal'):
            yield group

    def ratio(self):
        """How alike they are, from 0 to 1."""
        return _ratio(sum(block.size for block in self.get_matching_blocks()),
                      len(self.a) + len(self.b))

    def quick_ratio(self):
        """At least the ratio: what they have in common in any order."""
        if self._counts is None:
            self._counts = {}
            for item in self.b:
                self._counts[item] = self._counts.get(item, 0) + 1
        left, matches = {}, 0
        for item in self.a:
            count = left.get(item, self._counts.get(item, 0))
            left[item] = count - 1
            matches += count > 0
        return _ratio(matches, len(self.a) + len(self.b))

    def real_quick_ratio(self):
        """At least the quick ratio: by the lengths alone."""
        return _ratio(min(len(self.a), len(self.b)), len(self.a) + len(self.b))


def get_close_matches(word, possibilities, n=3, cutoff=0.6):
    """The n most similar of the possibilities, if they are similar enough."""
    if not n > 0:
        raise ValueError(f'n must be > 0: {n!r}')
    if not 0.0 <= cutoff <= 1.0:
        raise ValueError(f'cutoff must be in [0.0, 1.0]: {cutoff!r}')
    matcher, found = SequenceMatcher(), []
    matcher.set_seq2(word)
    for each in possibilities:
        matcher.set_seq1(each)
        if matcher.real_quick_ratio() >= cutoff and matcher.quick_ratio() >= cutoff:
            ratio = matcher.ratio()
            if ratio >= cutoff:
                found.append((ratio, each))
    return [each for _, each in heapq.nlargest(n, found)]


# --- Lines with marks ---

def IS_LINE_JUNK(line, pat=None):
    """Is the line blank, or a lone #?"""
    return line.strip() in ('', '#') if pat is None else pat(line) is not None


def IS_CHARACTER_JUNK(ch, ws=' \t'):
    """Is it a blank or a tab?"""
    return ch in ws


class Differ:
    """Compares texts line by line: '- ' for one of the first, '+ ' of the second, '  ' of both.

    Under two lines that are similar there is one with '? ' that marks what differs in them.
    """

    def __init__(self, linejunk=None, charjunk=None):
        self.linejunk, self.charjunk = linejunk, charjunk

    def compare(self, a, b):
        """The lines, with their marks."""
        for tag, alo, ahi, blo, bhi in SequenceMatcher(self.linejunk, a, b).get_opcodes():
            if tag == 'replace':
                yield from self._replaced(a, alo, ahi, b, blo, bhi)
            elif tag == 'delete':
                yield from self._dump('-', a, alo, ahi)
            elif tag == 'insert':
                yield from self._dump('+', b, blo, bhi)
            else:
                yield from self._dump(' ', a, alo, ahi)

    def _dump(self, mark, lines, low, high):
        for index in range(low, high):
            yield f'{mark} {lines[index]}'

    def _plainly_replaced(self, a, alo, ahi, b, blo, bhi):
        parts = [self._dump('-', a, alo, ahi), self._dump('+', b, blo, bhi)]
        # The shorter one first, which is easier to read.
        if bhi - blo < ahi - alo:
            parts.reverse()
        for part in parts:
            yield from part

    def _replaced(self, a, alo, ahi, b, blo, bhi):
        """The most similar pair of lines goes side by side, and what is around it the same way."""
        best, cutoff, best_at, equal_at = 0.74, 0.75, None, None
        matcher = SequenceMatcher(self.charjunk)
        for j in range(blo, bhi):
            matcher.set_seq2(b[j])
            for i in range(alo, ahi):
                if a[i] == b[j]:
                    equal_at = equal_at or (i, j)
                    continue
                matcher.set_seq1(a[i])
                if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best \
                        and matcher.ratio() > best:
                    best, best_at = matcher.ratio(), (i, j)
        identical = best < cutoff
        if identical:
            if equal_at is None:
                yield from self._plainly_replaced(a, alo, ahi, b, blo, bhi)
                return
            best_at = equal_at
        i, j = best_at
        yield from self._around(a, alo, i, b, blo, j)
        if identical:
            yield '  ' + a[i]
        else:
            yield from self._side_by_side(matcher, a[i], b[j])
        yield from self._around(a, i + 1, ahi, b, j + 1, bhi)

    def _around(self, a, alo, ahi, b, blo, bhi):
        if alo < ahi and blo < bhi:
            return self._replaced(a, alo, ahi, b, blo, bhi)
        if alo < ahi:
            return self._dump('-', a, alo, ahi)
        return self._dump('+', b, blo, bhi)

    def _side_by_side(self, matcher, old, new):
        below_old = below_new = ''
        matcher.set_seqs(old, new)
        for tag, i1, i2, j1, j2 in matcher.get_opcodes():
            left, right = i2 - i1, j2 - j1
            below_old += {'replace': '^', 'delete': '-', 'insert': '', 'equal': ' '}[tag] * left
            below_new += {'replace': '^', 'insert': '+', 'delete': '', 'equal': ' '}[tag] * right
        for mark, line, below in (('-', old, below_old), ('+', new, below_new)):
            yield f'{mark} {line}'
            # Tabs of the line stay, so that the marks stand under what they mean.
            below = ''.join([char if mark == ' ' and char.isspace() else mark
                             for char, mark in zip(line, below)]).rstrip()
            if below:
                yield f'? {below}\n'


def ndiff(a, b, linejunk=None, charjunk=IS_CHARACTER_JUNK):
    """Compare lists of lines with a Differ."""
    return Differ(linejunk, charjunk).compare(a, b)


def restore(delta, which):
    """One of the two texts (1 or 2) that ndiff() has compared."""
    try:
        mark = {1: '- ', 2: '+ '}[int(which)]
    except KeyError:
        raise ValueError(f'unknown delta choice (must be 1 or 2): {which!r}') from None
    for line in delta:
        if line[:2] in ('  ', mark):
            yield line[2:]


# --- Only what differs ---

def _check_types(a, b, *args):
    if a and not isinstance(a[0], str):
        raise TypeError(f'lines to compare must be str, not {type(a[0]).__name__} ({a[0]!r})')
    if b and not isinstance(b[0], str):
        raise TypeError(f'lines to compare must be str, not {type(b[0]).__name__} ({b[0]!r})')
    for arg in args:
        if not isinstance(arg, str):
            raise TypeError(f'all arguments must be str, not: {arg!r}')


def _headers(marks, names, dates, lineterm):
    for mark, name, date in zip(marks, names, dates):
        yield f'{mark} {name}' + (f'\t{date}' if date else '') + lineterm


def _unified_range(start, stop):
    length = stop - start
    if length == 1:
        return f'{start + 1}'
    return f'{start + 1 if length else start},{length}'


def unified_diff(a, b, fromfile='', tofile='', fromfiledate='', tofiledate='', n=3, lineterm='\n'):
    """The changes with n lines around each, as diff -u shows them."""
    _check_types(a, b, fromfile, tofile, fromfiledate, tofiledate, lineterm)
    began = False
    for group in SequenceMatcher(None, a, b).get_grouped_opcodes(n):
        if not began:
            began = True
            yield from _headers(('---', '+++'), (fromfile, tofile), (fromfiledate, tofiledate),
                                lineterm)
        first, last = group[0], group[-1]
        yield (f'@@ -{_unified_range(first[1], last[2])} +{_unified_range(first[3], last[4])} @@'
               f'{lineterm}')
        for tag, i1, i2, j1, j2 in group:
            if tag == 'equal':
                yield from [' ' + line for line in a[i1:i2]]
            if tag in ('replace', 'delete'):
                yield from ['-' + line for line in a[i1:i2]]
            if tag in ('replace', 'insert'):
                yield from ['+' + line for line in b[j1:j2]]


def _context_range(start, stop):
    length = stop - start
    begin = start + 1 if length else start
    return f'{begin}' if length <= 1 else f'{begin},{begin + length - 1}'


def context_diff(a, b, fromfile='', tofile='', fromfiledate='', tofiledate='', n=3, lineterm='\n'):
    """The changes with n lines around each, as diff -c shows them."""
    _check_types(a, b, fromfile, tofile, fromfiledate, tofiledate, lineterm)
    marks = {'insert': '+ ', 'delete': '- ', 'replace': '! ', 'equal': '  '}
    began = False
    for group in SequenceMatcher(None, a, b).get_grouped_opcodes(n):
        if not began:
            began = True
            yield from _headers(('***', '---'), (fromfile, tofile), (fromfiledate, tofiledate),
                                lineterm)
        yield '***************' + lineterm
        for lines, low, ends, skipped in ((a, 1, '****', 'insert'), (b, 3, '----', 'delete')):
            head = ends[:3]
            place = _context_range(group[0][low], group[-1][low + 1])
            yield f'{head} {place} {ends}{lineterm}'
            needed = 'delete' if skipped == 'insert' else 'insert'
            if any(code[0] in ('replace', needed) for code in group):
                for code in group:
                    if code[0] != skipped:
                        yield from [marks[code[0]] + line
                                    for line in lines[code[low]:code[low + 1]]]


def diff_bytes(dfunc, a, b, fromfile=b'', tofile=b'', fromfiledate=b'', tofiledate=b'', n=3,
               lineterm=b'\n'):
    """unified_diff() or context_diff() of bytes, whatever their encoding."""
    def decode(data):
        try:
            return data.decode('ascii', 'surrogateescape')
        except AttributeError as err:
            raise TypeError(f'all arguments must be bytes, not {type(data).__name__} ({data!r})') \
                from err

    names = [decode(each) for each in (fromfile, tofile, fromfiledate, tofiledate)]
    for line in dfunc([decode(line) for line in a], [decode(line) for line in b], *names, n,
                      decode(lineterm)):
        yield line.encode('ascii', 'surrogateescape')
