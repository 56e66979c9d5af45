"""Command lines by the rules of the shell: words, quotes, escapes."""

import os
import re
import sys
from collections import deque
from io import StringIO

__all__ = ['join', 'quote', 'shlex', 'split']


class shlex:
    """The words of a text, one after the other: iterate over it, or call get_token().

    `posix` says to take off quotes, and that a backslash escapes; `punctuation_chars` makes words
    of such characters; attributes say which characters are what.
    """

    def __init__(self, instream=None, infile=None, posix=False, punctuation_chars=False):
        if isinstance(instream, str):
            instream = StringIO(instream)
        self.instream, self.infile = (sys.stdin, None) if instream is None else (instream, infile)
        self.posix, self.eof = posix, None if posix else ''
        marks = '();<>|&' if punctuation_chars is True else punctuation_chars or ''
        self._punctuation_chars = marks
        self.commenters, self.whitespace, self.quotes = '#', ' \t\r\n', '\'"'
        self.wordchars = 'abcdfeghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_'
        if posix:
            self.wordchars += 'ßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞ'
        if marks:
            self.wordchars = ''.join([char for char in self.wordchars + '~-./*?='
                                      if char not in marks])
        self.escape, self.escapedquotes = '\\', '"'
        self.whitespace_split, self.source, self.debug = False, None, 0
        self.lineno, self.pushback, self.filestack, self._ahead = 1, deque(), deque(), deque()
        self.token, self.state = '', ' '

    punctuation_chars = property(lambda self: self._punctuation_chars)

    def push_token(self, tok):
        """Let this be the next word."""
        self.pushback.appendleft(tok)

    def push_source(self, newstream, newfile=None):
        """Go on with another text, and with this one when that has ended."""
        if isinstance(newstream, str):
            newstream = StringIO(newstream)
        self.filestack.appendleft((self.infile, self.instream, self.lineno))
        self.infile, self.instream, self.lineno = newfile, newstream, 1

    def pop_source(self):
        """Go back to the text before."""
        self.instream.close()
        self.infile, self.instream, self.lineno = self.filestack.popleft()
        self.state = ' '

    def sourcehook(self, newfile):
        """What opens a file that the word in `source` includes."""
        newfile = newfile.strip('"')
        if isinstance(self.infile, str) and not os.path.isabs(newfile):
            newfile = os.path.join(os.path.dirname(self.infile), newfile)
        return newfile, open(newfile)

    def error_leader(self, infile=None, lineno=None):
        """What an error message may begin with: where it was."""
        return f'"{infile or self.infile}", line {lineno or self.lineno}: '

    def get_token(self):
        """The next word; self.eof at the end."""
        if self.pushback:
            return self.pushback.popleft()
        word = self.read_token()
        while self.source is not None and word == self.source:
            found = self.sourcehook(self.read_token())
            if found:
                self.push_source(found[1], found[0])
            word = self.get_token()
        while word == self.eof:
            if not self.filestack:
                return self.eof
            self.pop_source()
            word = self.get_token()
        return word

    def _char(self):
        char = self._ahead.pop() if self._ahead else self.instream.read(1)
        self.lineno += char == '\n'
        return char

    def read_token(self):
        """The next word of the text itself."""
        quoted, self.token = False, ''
        if self.state is None:
            return self.eof
        self.state, opening = ' ', None
        while True:
            char = self._char()
            if opening is not None:     # Inside quotes.
                quoted = True
                if not char:
                    raise ValueError('No closing quotation')
                if char == opening:
                    if not self.posix:
                        self.token += char
                        break
                    opening = None
                elif self.posix and char in self.escape and opening in self.escapedquotes:
                    following = self._char()
                    if not following:
                        raise ValueError('No escaped character')
                    if following not in (opening, char):
                        self.token += char
                    self.token += following
                else:
                    self.token += char
                continue
            if not char:
                self.state = None
                break
            is_mark = char in self._punctuation_chars
            if self._is_marks() and not is_mark:
                if char not in self.whitespace:
                    self._unread(char)
                break
            if char in self.whitespace:
                if self.token or self.posix and quoted:
                    break
            elif char in self.commenters:
                self.instream.readline()
                self.lineno += 1
                if self.posix and (self.token or quoted):
                    break
            elif self.posix and char in self.escape:
                following = self._char()
                if not following:
                    raise ValueError('No escaped character')
                self.token, quoted = self.token + following, True
            elif is_mark and (self.token or quoted) and not self._is_marks():
                self._unread(char)      # Marks stand for themselves.
                break
            elif is_mark or char in self.wordchars or self.whitespace_split \
                    and char not in self.quotes:
                self.token += char
            elif char in self.quotes:
                if not self.posix and self.token:
                    self.token += char
                    continue
                opening = char
                if not self.posix:
                    self.token = char
            elif self.token or self.posix and quoted:
                self._unread(char)
                break
            else:
                self.token = char
                break
        word, self.token = self.token, ''
        if self.posix and not quoted and word == '':
            return None
        return word

    def _is_marks(self):
        return self.token != '' and self.token[-1] in self._punctuation_chars

    def _unread(self, char):
        self._ahead.append(char)
        self.lineno -= char == '\n'

    def __iter__(self):
        return self

    def __next__(self):
        word = self.get_token()
        if word == self.eof:
            raise StopIteration
        return word


def split(s, comments=False, posix=True):
    """The words of a command line."""
    if s is None:
        import warnings
        warnings.warn("Passing None for 's' to shlex.split() is deprecated.", DeprecationWarning,
                      stacklevel=2)
    words = shlex(s, posix=posix)
    words.whitespace_split = True
    if not comments:
        words.commenters = ''
    return list(words)


def quote(s):
    """The text as one word of a command line."""
    if not s:
        return "''"
    if re.search(r'[^\w@%+=:,./-]', s, re.ASCII) is None:
        return s
    return "'" + s.replace("'", "'\"'\"'") + "'"


def join(split_command):
    """The words as a command line."""
    return ' '.join([quote(word) for word in split_command])
