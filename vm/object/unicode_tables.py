"""Write unicode_case.def, unicode_number.def, unicode_width.def and unicode_decomposition.def: what
Python 3.11 (Unicode 14.0) knows of characters and utf8proc does not. Run in this folder by a
Python 3.11; needs libutf8proc to leave out what it knows."""
import ctypes
import unicodedata
from fractions import Fraction

proc = ctypes.CDLL("libutf8proc.so.2")
ALL = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000]


def ranges(codes):
    runs = []
    for code in codes:
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return runs


def write(name, text, macros, rows):
    with open(name, "w") as out:
        out.write("/* %s\n * Written by unicode_tables.py. */\n" % text)
        for macro, parameters in macros:
            out.write("#ifndef %s\n#define %s(%s)\n#endif\n" % (macro, macro, parameters))
        line = ""
        for row in rows:
            if len(line) + len(row) + 1 > 100:
                out.write(line + "\n")
                line = ""
            line += (" " if line else "") + row
        out.write(line + "\n")
        for macro, _ in macros:
            out.write("#undef %s\n" % macro)


def case_rows():
    for kind, simple in (("lower", proc.utf8proc_tolower), ("upper", proc.utf8proc_toupper),
                         ("title", proc.utf8proc_totitle)):
        for code in ALL:
            mapped = getattr(chr(code), kind)()
            if mapped != chr(simple(code)):
                codes = [ord(c) for c in mapped] + [0, 0]
                yield "GB_FULL_%s(0x%x, 0x%x, 0x%x, 0x%x)" % (kind.upper(), code, *codes[:3])
    for kind, category in (("lower", "Ll"), ("upper", "Lu")):
        others = [c for c in ALL
                  if getattr(chr(c), "is" + kind)() and unicodedata.category(chr(c)) != category]
        for first, last in ranges(others):
            yield "GB_OTHER_%s(0x%x, 0x%x)" % (kind.upper(), first, last)
    newer = [c for c in ALL if unicodedata.category(chr(c)) == "Cn" and proc.utf8proc_category(c)]
    for first, last in ranges(newer):
        yield "GB_NEWER(0x%x, 0x%x)" % (first, last)


def number_rows():
    zeros = [c for c in ALL if unicodedata.decimal(chr(c), -1) == 0]
    for code in zeros:
        assert all(unicodedata.decimal(chr(code + i)) == i for i in range(10))
        yield "GB_DECIMAL(0x%x)" % code
    runs = []
    for code in ALL:
        digit = unicodedata.digit(chr(code), -1)
        if digit < 0 or unicodedata.decimal(chr(code), -1) >= 0:
            continue
        if runs and code == runs[-1][0] + runs[-1][1] and digit == runs[-1][2] + runs[-1][1]:
            runs[-1][1] += 1
        else:
            runs.append([code, 1, digit])
    for run in runs:
        yield "GB_DIGIT(0x%x, %d, %d)" % tuple(run)
    runs = []
    for code in ALL:
        value = unicodedata.numeric(chr(code), None)
        if value is None or unicodedata.digit(chr(code), -1) >= 0:
            continue
        value = Fraction(value).limit_denominator(1000)
        last = runs[-1] if runs else None
        if last and code == last[0] + last[1] and value.denominator == last[4]:
            step = value.numerator - (last[2] + last[3] * (last[1] - 1))
            if last[1] == 1 or step == last[3]:
                last[3] = step
                last[1] += 1
                continue
        runs.append([code, 1, value.numerator, 0, value.denominator])
    for run in runs:
        yield "GB_NUMERIC(0x%x, %d, %d, %d, %d)" % tuple(run)


def width_rows():
    runs = []
    for code in range(0x110000):
        kind = unicodedata.east_asian_width(chr(code))
        if runs and runs[-1][1] == code - 1 and runs[-1][2] == kind:
            runs[-1][1] = code
        elif kind != "N":
            runs.append([code, code, kind])
    for first, last, kind in runs:
        yield "GB_WIDTH(0x%x, 0x%x, %s)" % (first, last, kind.upper())


def decomposition_rows():
    """Those that unicode_normal.c can't tell from full decompositions."""
    normal = unicodedata.normalize
    for code in ALL:
        parts = unicodedata.decomposition(chr(code)).split()
        if not parts:
            continue
        if parts[0][0] == "<":
            guess = normal("NFKC", chr(code))
            if any(0xAC00 <= ord(c) < 0xD7A4 for c in guess):
                guess = normal("NFKD", chr(code))
            parts = parts[1:]
        else:
            guess = normal("NFD", chr(code))
            if len(guess) > 1:
                guess = normal("NFC", guess[:-1]) + guess[-1]
        if guess != "".join(chr(int(part, 16)) for part in parts):
            yield 'GB_DECOMPOSITION(0x%x, "%s")' % (code, " ".join(parts))


write("unicode_decomposition.def", "The decompositions that do not follow from the full ones.",
      [("GB_DECOMPOSITION", "code, parts")], decomposition_rows())
write("unicode_case.def",
      "Case mappings to several characters: GB_FULL_LOWER(code, to...) and so on, the cased\n"
      " * letters outside of the categories Ll and Lu: GB_OTHER_LOWER(first, last), and what\n"
      " * Unicode 14 does not assign yet.",
      [("GB_FULL_LOWER", "code, a, b, c"), ("GB_FULL_UPPER", "code, a, b, c"),
       ("GB_FULL_TITLE", "code, a, b, c"), ("GB_OTHER_LOWER", "first, last"),
       ("GB_OTHER_UPPER", "first, last"), ("GB_NEWER", "first, last")], case_rows())
write("unicode_number.def",
      "The values of characters: GB_DECIMAL(zero) of the ten digits from there on,\n"
      " * GB_DIGIT(first, count, value) rising by one,\n"
      " * GB_NUMERIC(first, count, numerator, step, denominator).",
      [("GB_DECIMAL", "zero"), ("GB_DIGIT", "first, count, value"),
       ("GB_NUMERIC", "first, count, numerator, step, denominator")], number_rows())
write("unicode_width.def",
      "East Asian widths: GB_WIDTH(first, last, class); everything else is neutral.",
      [("GB_WIDTH", "first, last, class")], width_rows())
