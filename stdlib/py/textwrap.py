"""Text in lines of a certain width, and its indentation."""

import re

__all__ = ['TextWrapper', 'dedent', 'fill', 'indent', 'shorten', 'wrap']

# What counts as white space: not the blanks of Unicode, some of which must not be broken.
_SPACES = '\t\n\x0b\x0c\r '
_LETTER, _WORD_PUNCTUATION = r'[^\d\W]', r'[\w!"\'&.,?]'

# The pieces between which a line may end: white space; a dash between words; a word, with a part of
# it if there is a hyphen between letters; what else stands together.
_PIECES = re.compile(rf'''
    ( [{_SPACES}]+
    | (?<={_WORD_PUNCTUATION}) -{{2,}} (?=\w)
    | [^{_SPACES}] (?: [^{_SPACES}]*? (?: -(?: (?<={_LETTER}{{2}}-) | (?<={_LETTER}-{_LETTER}-) )
                                            (?= {_LETTER} -? {_LETTER} )
                                        | (?=[{_SPACES}]|\Z)
                                        | (?<={_WORD_PUNCTUATION}) (?=-{{2,}}\w) ) )
    )''', re.VERBOSE)
_WORDS = re.compile(rf'([{_SPACES}]+)')


class TextWrapper:
    """Fills paragraphs; the parameters are also attributes, and may be changed."""

    unicode_whitespace_trans = {ord(char): ord(' ') for char in _SPACES}
    wordsep_re, wordsep_simple_re = _PIECES, _WORDS
    sentence_end_re = re.compile(r'[a-z][\.\!\?][\"\']?\Z')

    def __init__(self, width=70, initial_indent='', subsequent_indent='', expand_tabs=True,
                 replace_whitespace=True, fix_sentence_endings=False, break_long_words=True,
                 drop_whitespace=True, break_on_hyphens=True, tabsize=8, *, max_lines=None,
                 placeholder=' [...]'):
        given = locals()
        del given['self']
        self.__dict__.update(given)

    # The steps, each of which a subclass may change.

    def _munge_whitespace(self, text):
        """Blanks for tabs and other white space."""
        if self.expand_tabs:
            text = text.expandtabs(self.tabsize)
        return text.translate(self.unicode_whitespace_trans) if self.replace_whitespace else text

    def _split(self, text):
        """The pieces between which a line may end."""
        pattern = self.wordsep_re if self.break_on_hyphens else self.wordsep_simple_re
        return [piece for piece in pattern.split(text) if piece]

    def _fix_sentence_endings(self, chunks):
        """Two blanks after the end of a sentence."""
        for index in range(len(chunks) - 1):
            if chunks[index + 1] == ' ' and self.sentence_end_re.search(chunks[index]):
                chunks[index + 1] = '  '

    def _split_chunks(self, text):
        return self._split(self._munge_whitespace(text))

    def _handle_long_word(self, reversed_chunks, cur_line, cur_len, width):
        """The next piece is longer than a line: break it, or give it a line of its own."""
        room = width - cur_len if width >= 1 else 1
        if not self.break_long_words:
            if not cur_line:
                cur_line.append(reversed_chunks.pop())
            return
        piece = reversed_chunks[-1]
        if self.break_on_hyphens and len(piece) > room:
            hyphen = piece.rfind('-', 0, room)
            if hyphen > 0 and piece[:hyphen].strip('-'):
                room = hyphen + 1
        cur_line.append(piece[:room])
        reversed_chunks[-1] = piece[room:]

    def _wrap_chunks(self, chunks):
        """Lines of these pieces."""
        if self.width <= 0:
            raise ValueError(f'invalid width {self.width!r} (must be > 0)')
        if self.max_lines is not None:
            indent = self.subsequent_indent if self.max_lines > 1 else self.initial_indent
            if len(indent) + len(self.placeholder.lstrip()) > self.width:
                raise ValueError('placeholder too large for max width')
        lines, rest = [], chunks[::-1]
        while rest:
            indent = self.subsequent_indent if lines else self.initial_indent
            width = self.width - len(indent)
            if self.drop_whitespace and lines and not rest[-1].strip():
                rest.pop()
            line, length = [], 0
            while rest and length + len(rest[-1]) <= width:
                length += len(rest[-1])
                line.append(rest.pop())
            if rest and len(rest[-1]) > width:
                self._handle_long_word(rest, line, length, width)
                length = sum(map(len, line))
            if self.drop_whitespace and line and not line[-1].strip():
                length -= len(line.pop())
            if not line:
                continue
            blank_rest = not rest or self.drop_whitespace and len(rest) == 1 and not rest[0].strip()
            if self.max_lines is None or len(lines) + 1 < self.max_lines or (
                    blank_rest and length <= width):
                lines.append(indent + ''.join(line))
                continue
            self._cut(lines, line, length, indent, width)
            break
        return lines

    def _cut(self, lines, line, length, indent, width):
        """The last line that may be: end it with the placeholder."""
        while line:
            if line[-1].strip() and length + len(self.placeholder) <= width:
                lines.append(indent + ''.join(line) + self.placeholder)
                return
            length -= len(line.pop())
        if lines:
            before = lines[-1].rstrip()
            if len(before) + len(self.placeholder) <= self.width:
                lines[-1] = before + self.placeholder
                return
        lines.append(indent + self.placeholder.lstrip())

    def wrap(self, text):
        """The paragraph as a list of lines no wider than `width`."""
        chunks = self._split_chunks(text)
        if self.fix_sentence_endings:
            self._fix_sentence_endings(chunks)
        return self._wrap_chunks(chunks)

    def fill(self, text):
        """The paragraph as one text of such lines."""
        return '\n'.join(self.wrap(text))


def wrap(text, width=70, **kwargs):
    """The paragraph as a list of lines; the keywords are those of TextWrapper."""
    return TextWrapper(width=width, **kwargs).wrap(text)


def fill(text, width=70, **kwargs):
    """The paragraph as one text of lines."""
    return TextWrapper(width=width, **kwargs).fill(text)


def shorten(text, width, **kwargs):
    """The beginning of the text, in a line of that width, with a placeholder if it is longer."""
    return fill(' '.join(text.split()), width, max_lines=1, **kwargs)


def dedent(text):
    """The text without the white space that all its lines begin with. Blank lines become empty."""
    text = re.sub(r'(?m)^[ \t]+$', '', text)
    margins = re.findall(r'(?m)(^[ \t]*)(?=[^ \t\n])', text)
    if not margins:
        return text
    low, high = min(margins), max(margins)
    count = 0
    while count < len(low) and low[count] == high[count]:
        count += 1
    return re.sub(r'(?m)^' + low[:count], '', text) if count else text


def indent(text, prefix, predicate=None):
    """Put the prefix before the lines for which the predicate holds: by default those with text."""
    holds = predicate or str.strip
    return ''.join([prefix + line if holds(line) else line for line in text.splitlines(True)])
