"""The help of argparse: usage lines, and what is told of each argument."""

import re as _re
from shutil import get_terminal_size as _get_terminal_size

__name__ = 'argparse'       # That is where scripts know these from.

SUPPRESS = '==SUPPRESS=='
OPTIONAL, ZERO_OR_MORE, ONE_OR_MORE = '?', '*', '+'
PARSER, REMAINDER = 'A...', '...'


class HelpFormatter:
    """Writes usage and help. Items are collected first, since the columns depend on them all."""

    class _Section:
        def __init__(self, formatter, parent, heading=None):
            self.formatter, self.parent, self.heading = formatter, parent, heading
            self.items = []

        def format_help(self):
            """The section with its heading, or nothing if it is empty."""
            formatter = self.formatter
            if self.parent is not None:
                formatter._indent()
            body = formatter._join_parts([write(*args) for write, args in self.items])
            if self.parent is not None:
                formatter._dedent()
            if not body:
                return ''
            heading = ''
            if self.heading not in (None, SUPPRESS):
                heading = f'{" " * formatter._current_indent}{self.heading}:\n'
            return f'\n{heading}{body}\n'

    def __init__(self, prog, indent_increment=2, max_help_position=24, width=None):
        if width is None:
            width = _get_terminal_size().columns - 2
        self._prog = prog
        self._indent_increment, self._width = indent_increment, width
        self._max_help_position = min(max_help_position, max(width - 20, indent_increment * 2))
        self._current_indent = self._level = self._action_max_length = 0
        self._root_section = self._current_section = self._Section(self, None)
        self._whitespace_matcher = _re.compile(r'\s+', _re.ASCII)
        self._long_break_matcher = _re.compile(r'\n\n\n+')

    # What parsers call.

    def _indent(self):
        self._current_indent += self._indent_increment
        self._level += 1

    def _dedent(self):
        self._current_indent -= self._indent_increment
        self._level -= 1

    def _add_item(self, write, args):
        self._current_section.items.append((write, args))

    def start_section(self, heading):
        self._indent()
        section = self._Section(self, self._current_section, heading)
        self._add_item(section.format_help, [])
        self._current_section = section

    def end_section(self):
        self._current_section = self._current_section.parent
        self._dedent()

    def add_text(self, text):
        if text is not SUPPRESS and text is not None:
            self._add_item(self._format_text, [text])

    def add_usage(self, usage, actions, groups, prefix=None):
        if usage is not SUPPRESS:
            self._add_item(self._format_usage, (usage, actions, groups, prefix))

    def add_argument(self, action):
        if action.help is SUPPRESS:
            return
        length = max([len(self._format_action_invocation(each))
                      for each in (action, *self._iter_indented_subactions(action))])
        self._action_max_length = max(self._action_max_length, length + self._current_indent)
        self._add_item(self._format_action, [action])

    def add_arguments(self, actions):
        for action in actions:
            self.add_argument(action)

    def format_help(self):
        text = self._root_section.format_help()
        if text:
            text = self._long_break_matcher.sub('\n\n', text).strip('\n') + '\n'
        return text

    @staticmethod
    def _join_parts(parts):
        return ''.join([part for part in parts if part and part is not SUPPRESS])

    # Usage.

    def _format_usage(self, usage, actions, groups, prefix):
        prefix = 'usage: ' if prefix is None else prefix
        if usage is not None:
            return f'{prefix}{usage % {"prog": self._prog}}\n\n'
        prog = f'{self._prog}'
        if not actions:
            return f'{prefix}{prog}\n\n'
        options = [action for action in actions if action.option_strings]
        others = [action for action in actions if not action.option_strings]
        words = self._format_actions_usage(options + others, groups)
        usage = f'{prog} {words}' if words else prog
        width = self._width - self._current_indent
        if len(prefix) + len(usage) > width:
            usage = self._wrapped_usage(prog, len(prefix), width,
                                        *[self._usage_parts(each, groups)
                                          for each in (options, others)])
        return f'{prefix}{usage}\n\n'

    def _usage_parts(self, actions, groups):
        """What must not be broken in a usage: words, and what is in brackets."""
        return _re.findall(r'\(.*?\)+(?=\s|$)|\[.*?\]+(?=\s|$)|\S+',
                           self._format_actions_usage(actions, groups))

    @staticmethod
    def _wrapped_usage(prog, prefix_length, width, options, others):
        def lines_of(parts, indent, first=None):
            """Lines of these parts; those of the first line come behind `first`."""
            lines, line = [], [] if first is None else [first]
            length = prefix_length if first is not None else len(indent)
            length += -1 if first is None else len(first)
            for part in parts:
                if line and length + 1 + len(part) > width:
                    lines.append(indent + ' '.join(line))
                    line, length = [], len(indent) - 1
                line.append(part)
                length += len(part) + 1
            if line:
                lines.append(indent + ' '.join(line))
            if first is not None:
                lines[0] = lines[0][len(indent):]
            return lines

        if prefix_length + len(prog) <= 0.75 * width:
            indent = ' ' * (prefix_length + len(prog) + 1)
            if options:
                lines = lines_of(options, indent, prog) + lines_of(others, indent)
            elif others:
                lines = lines_of(others, indent, prog)
            else:
                lines = [prog]
        else:       # A long name stands alone.
            indent = ' ' * prefix_length
            lines = lines_of(options + others, indent)
            if len(lines) > 1:
                lines = lines_of(options, indent) + lines_of(others, indent)
            lines.insert(0, prog)
        return '\n'.join(lines)

    def _format_actions_usage(self, actions, groups):
        """The arguments in a row; those that exclude each other in brackets or parentheses."""
        before, behind, bars = {}, {}, set()
        hidden_group = set()
        for group in groups:
            if not group._group_actions:
                continue
            members = group._group_actions
            try:
                start = actions.index(members[0])
            except ValueError:
                continue
            if actions[start:start + len(members)] != members:
                continue
            shown = [action for action in members if action.help is not SUPPRESS]
            hidden_group.update(map(id, members))
            if not shown:
                continue
            if not group.required:
                opening, closing = '[', ']'
            elif len(shown) > 1:
                opening, closing = '(', ')'
            else:
                opening = closing = ''
            first, last = shown[0], shown[-1]
            before[id(first)] = opening + before.get(id(first), '')
            behind[id(last)] = behind.get(id(last), '') + closing
            bars.update(id(action) for action in shown[:-1])
        text = ''
        for action in actions:
            if action.help is SUPPRESS:
                continue
            alone = id(action) not in hidden_group
            text += before.get(id(action), '') + self._usage_of(action, alone) + \
                behind.get(id(action), '') + (' | ' if id(action) in bars else ' ')
        return text.strip()

    def _usage_of(self, action, alone):
        """One argument; an option that need not be there is in brackets, unless its group is."""
        if not action.option_strings:
            default = self._get_default_metavar_for_positional(action)
            text = self._format_args(action, default)
            if not alone and text[0] == '[' and text[-1] == ']':
                text = text[1:-1]
            return text
        name = action.option_strings[0]
        if action.nargs == 0:
            text = action.format_usage()
        else:
            default = self._get_default_metavar_for_optional(action)
            text = f'{name} {self._format_args(action, default)}'
        return f'[{text}]' if alone and not action.required else text

    # Items.

    def _format_text(self, text):
        if '%(prog)' in text:
            text = text % {'prog': self._prog}
        width = max(self._width - self._current_indent, 11)
        return self._fill_text(text, width, ' ' * self._current_indent) + '\n\n'

    def _format_action(self, action):
        position = min(self._action_max_length + 2, self._max_help_position)
        header = self._format_action_invocation(action)
        room = position - self._current_indent - 2
        pad = ' ' * self._current_indent
        help_text = self._expand_help(action) if action.help and action.help.strip() else ''
        lines = self._split_lines(help_text, max(self._width - position, 11)) if help_text else []
        if not action.help:
            parts = [f'{pad}{header}\n']
        elif len(header) <= room:
            first = lines.pop(0) if lines else ''
            parts = [f'{pad}{header:<{room}}  {first}\n']
        else:
            parts = [f'{pad}{header}\n']
        parts += [f'{" " * position}{line}\n' for line in lines]
        parts += [self._format_action(sub) for sub in self._iter_indented_subactions(action)]
        return self._join_parts(parts)

    def _format_action_invocation(self, action):
        if not action.option_strings:
            default = self._get_default_metavar_for_positional(action)
            return ' '.join(self._metavar_formatter(action, default)(1))
        if action.nargs == 0:
            return ', '.join(action.option_strings)
        args = self._format_args(action, self._get_default_metavar_for_optional(action))
        return ', '.join([f'{name} {args}' for name in action.option_strings])

    def _metavar_formatter(self, action, default_metavar):
        if action.metavar is not None:
            shown = action.metavar
        elif action.choices is not None:
            shown = '{' + ','.join(map(str, action.choices)) + '}'
        else:
            shown = default_metavar
        return lambda count: shown if isinstance(shown, tuple) else (shown,) * count

    def _format_args(self, action, default_metavar):
        names, nargs = self._metavar_formatter(action, default_metavar), action.nargs
        if nargs is None:
            return '%s' % names(1)
        if nargs == OPTIONAL:
            return '[%s]' % names(1)
        if nargs == ZERO_OR_MORE:
            found = names(1)
            return '[%s [%s ...]]' % found if len(found) == 2 else '[%s ...]' % found
        if nargs == ONE_OR_MORE:
            return '%s [%s ...]' % names(2)
        if nargs == REMAINDER:
            return '...'
        if nargs == PARSER:
            return '%s ...' % names(1)
        if nargs == SUPPRESS:
            return ''
        try:
            return ' '.join(['%s'] * nargs) % names(nargs)
        except TypeError:
            if isinstance(nargs, int):
                raise       # The metavar is a tuple of another length.
            raise ValueError('invalid nargs value') from None

    def _expand_help(self, action):
        values = {name: value for name, value in vars(action).items() if value is not SUPPRESS}
        values['prog'] = self._prog
        for name, value in values.items():
            if hasattr(value, '__name__'):
                values[name] = value.__name__
        if values.get('choices') is not None:
            values['choices'] = ', '.join(map(str, values['choices']))
        return self._get_help_string(action) % values

    def _iter_indented_subactions(self, action):
        subactions = getattr(action, '_get_subactions', None)
        if subactions is not None:
            self._indent()
            yield from subactions()
            self._dedent()

    def _split_lines(self, text, width):
        from textwrap import wrap
        return wrap(self._whitespace_matcher.sub(' ', text).strip(), width)

    def _fill_text(self, text, width, indent):
        from textwrap import fill
        return fill(self._whitespace_matcher.sub(' ', text).strip(), width,
                    initial_indent=indent, subsequent_indent=indent)

    def _get_help_string(self, action):
        return action.help

    def _get_default_metavar_for_optional(self, action):
        return action.dest.upper()

    def _get_default_metavar_for_positional(self, action):
        return action.dest


class RawDescriptionHelpFormatter(HelpFormatter):
    """Leaves the lines of descriptions as they are."""

    def _fill_text(self, text, width, indent):
        return ''.join([indent + line for line in text.splitlines(keepends=True)])


class RawTextHelpFormatter(RawDescriptionHelpFormatter):
    """Leaves all lines as they are."""

    def _split_lines(self, text, width):
        return text.splitlines()


class ArgumentDefaultsHelpFormatter(HelpFormatter):
    """Tells the defaults."""

    def _get_help_string(self, action):
        text = action.help or ''
        if '%(default)' not in text and action.default is not SUPPRESS and (
                action.option_strings or action.nargs in (OPTIONAL, ZERO_OR_MORE)):
            text += ' (default: %(default)s)'
        return text


class MetavarTypeHelpFormatter(HelpFormatter):
    """Shows the types of arguments in place of their names."""

    def _get_default_metavar_for_optional(self, action):
        return action.type.__name__

    _get_default_metavar_for_positional = _get_default_metavar_for_optional
