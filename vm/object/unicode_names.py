"""Write unicode_names.inc: the names of characters that Python 3.11 (Unicode 14.0) knows, in
little space.

A name is a list of words; a word that begins with '-' or a blank is put behind the last one as it
is, others after a blank. Consecutive characters share the beginning of their names. So a name is
written as one symbol that says how many words it shares with the name before and how many follow,
and those, as numbers in the list of all words: frequent words take one symbol, others two or three.
Run in this folder."""
import collections
import re
import unicodedata

# No quotes, backslashes, trigraphs.
SYMBOLS = [chr(c) for c in range(35, 127) if chr(c) not in '\\?']
BASE = len(SYMBOLS)
SINGLE, DOUBLE = 44, 36  # First symbols of words of one and of two; the rest begin words of three.
SHARED, ADDED = 9, 9     # Bounds of what one symbol can say; SYMBOLS[-1] means that two follow.
CHUNK = 128              # Names between two that share nothing, to begin reading at.
ALIASES = """
0:NULL,NUL 1:START OF HEADING,SOH 2:START OF TEXT,STX 3:END OF TEXT,ETX 4:END OF TRANSMISSION,EOT
5:ENQUIRY,ENQ 6:ACKNOWLEDGE,ACK 7:ALERT,BEL 8:BACKSPACE,BS
9:CHARACTER TABULATION,HORIZONTAL TABULATION,HT,TAB A:LINE FEED,NEW LINE,END OF LINE,LF,NL,EOL
B:LINE TABULATION,VERTICAL TABULATION,VT C:FORM FEED,FF D:CARRIAGE RETURN,CR
E:SHIFT OUT,LOCKING-SHIFT ONE,SO F:SHIFT IN,LOCKING-SHIFT ZERO,SI 10:DATA LINK ESCAPE,DLE
11:DEVICE CONTROL ONE,DC1 12:DEVICE CONTROL TWO,DC2 13:DEVICE CONTROL THREE,DC3
14:DEVICE CONTROL FOUR,DC4 15:NEGATIVE ACKNOWLEDGE,NAK 16:SYNCHRONOUS IDLE,SYN
17:END OF TRANSMISSION BLOCK,ETB 18:CANCEL,CAN 19:END OF MEDIUM,EOM 1A:SUBSTITUTE,SUB
1B:ESCAPE,ESC 1C:INFORMATION SEPARATOR FOUR,FILE SEPARATOR,FS
1D:INFORMATION SEPARATOR THREE,GROUP SEPARATOR,GS 1E:INFORMATION SEPARATOR TWO,RECORD SEPARATOR,RS
1F:INFORMATION SEPARATOR ONE,UNIT SEPARATOR,US 20:SP 7F:DELETE,DEL 80:PADDING CHARACTER,PAD
81:HIGH OCTET PRESET,HOP 82:BREAK PERMITTED HERE,BPH 83:NO BREAK HERE,NBH 84:INDEX,IND
85:NEXT LINE,NEL 86:START OF SELECTED AREA,SSA 87:END OF SELECTED AREA,ESA
88:CHARACTER TABULATION SET,HTS 8D:REVERSE LINE FEED,RI 8E:SINGLE SHIFT TWO,SS2
8F:SINGLE SHIFT THREE,SS3 90:DEVICE CONTROL STRING,DCS 98:START OF STRING,SOS
9B:CONTROL SEQUENCE INTRODUCER,CSI 9C:STRING TERMINATOR,ST 9D:OPERATING SYSTEM COMMAND,OSC
9E:PRIVACY MESSAGE,PM 9F:APPLICATION PROGRAM COMMAND,APC A0:NBSP AD:SHY
1A2:LATIN CAPITAL LETTER GHA 1A3:LATIN SMALL LETTER GHA 34F:CGJ 200B:ZWSP 200C:ZWNJ 200D:ZWJ
200E:LRM 200F:RLM 202A:LRE 202B:RLE 202C:PDF 202D:LRO 202E:RLO 2060:WJ 2066:LRI 2067:RLI 2068:FSI
2069:PDI 2118:WEIERSTRASS ELLIPTIC FUNCTION FE00:VS1 FE0E:VS15 FE0F:VS16
FEFF:BYTE ORDER MARK,BOM,ZWNBSP"""


def split(name):
    words = []
    for part in name.split(" "):
        pieces = part.split("-")
        first = pieces[0]
        if words and not first and len(pieces) > 1:
            words.append(" -" + pieces[1])
            pieces = pieces[2:]
        else:
            words.append(first)
            pieces = pieces[1:]
        words += ["-" + piece for piece in pieces]
    return words


def join(words):
    return "".join(w if i == 0 or w[0] in "- " else " " + w for i, w in enumerate(words))


names, numbered = {}, []
for code in range(0x110000):
    name = unicodedata.name(chr(code), None)
    if name is None or name.startswith("HANGUL SYLLABLE"):
        continue
    suffix = "-%04X" % code
    if name.endswith(suffix):
        prefix = name[: -len(suffix)]
        if numbered and numbered[-1][1] == code - 1 and numbered[-1][2] == prefix:
            numbered[-1][1] = code
        else:
            numbered.append([code, code, prefix])
    else:
        names[code] = split(name)
        assert join(names[code]) == name, name


def header(previous, words):
    shared = 0
    while shared < min(len(previous), len(words), BASE - 1) and previous[shared] == words[shared]:
        shared += 1
    added = len(words) - shared
    if shared < SHARED and added < ADDED:
        return shared, SYMBOLS[shared * ADDED + added]
    return shared, SYMBOLS[-1] + SYMBOLS[shared] + SYMBOLS[added]


chunks = []
previous = last = None
for code, words in names.items():
    if last != code - 1 or len(chunks[-1][1]) == CHUNK:
        chunks.append((code, []))
        previous = []
    shared, symbol = header(previous, words)
    chunks[-1][1].append((symbol, words[shared:]))
    previous, last = words, code

counts = collections.Counter(w for _, entries in chunks for _, words in entries for w in words)
order = [w for w, _ in counts.most_common()]
number = {w: i for i, w in enumerate(order)}


def encode(word):
    n = number[word]
    if n < SINGLE:
        return SYMBOLS[n]
    n -= SINGLE
    if n < DOUBLE * BASE:
        return SYMBOLS[SINGLE + n // BASE] + SYMBOLS[n % BASE]
    n -= DOUBLE * BASE
    first = SYMBOLS[SINGLE + DOUBLE + n // BASE // BASE]
    return first + SYMBOLS[n // BASE % BASE] + SYMBOLS[n % BASE]


def wrapped(pieces, out):
    line = ""
    for piece in pieces:
        if len(line) + len(piece) > 98:
            out.write(line + "\n")
            line = ""
        line += piece
    out.write(line + "\n")


with open("unicode_names.inc", "w") as out:
    out.write("/* The names of characters. Written by unicode_names.py, which tells how to read\n"
              " * them.\n"
              " *     GB_WORDS(text, ...)              the words, by number\n"
              " *     GB_CHUNK(first, count, symbols)  the names of consecutive characters\n"
              " *     GB_NUMBERED(first, last, prefix) names that end in the code point\n"
              " *     GB_ALIAS(code, name)             other names */\n")
    for macro, parameters in (("WORDS", "..."), ("CHUNK", "first, count, symbols"),
                              ("NUMBERED", "first, last, prefix"), ("ALIAS", "code, name")):
        out.write("#ifndef GB_%s\n#define GB_%s(%s)\n#endif\n" % (macro, macro, parameters))
    out.write("GB_WORDS(\n")
    wrapped(['"%s",' % w for w in order[:-1]] + ['"%s")' % order[-1]], out)
    for code, entries in chunks:
        text = "".join(symbol + "".join(map(encode, words)) for symbol, words in entries)
        lines = ['"%s"' % text[i:i + 96] for i in range(0, len(text), 96)]
        out.write("GB_CHUNK(0x%x, %d,\n%s)\n" % (code, len(entries), "\n".join(lines)))
    for row in numbered:
        out.write('GB_NUMBERED(0x%x, 0x%x, "%s")\n' % tuple(row))
    rows = []
    for code, aliases in re.findall(r"([0-9A-F]+):(.*?)(?=\s+[0-9A-F]+:|$)", ALIASES, re.S):
        for alias in aliases.split(","):
            try:
                known = unicodedata.lookup(alias) == chr(int(code, 16))
            except KeyError:
                known = False
            if not known:
                print("not an alias:", alias)
                continue
            rows.append('GB_ALIAS(0x%x, "%s")' % (int(code, 16), alias))
    wrapped(rows, out)
    for macro in ("WORDS", "CHUNK", "NUMBERED", "ALIAS"):
        out.write("#undef GB_%s\n" % macro)
print(len(names), "names", len(order), "words", len(chunks), "chunks", BASE, "symbols")
