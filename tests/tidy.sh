#!/bin/sh
# Style as a test: the rules of the code that a machine can check.
#
#     tests/tidy.sh OBJECTS        the folder of object files of a finished build
#
# Prints each breach as file:line: what, and fails if there is any.
set -u
objects=$1
folders=$(for f in runtime gil vm stdlib cli tests docs; do [ -d "$f" ] && echo "$f"; done)
breaches=$(mktemp)
trap 'rm -f "$breaches"' EXIT

c_files=$(find $folders -name '*.c' -o -name '*.h' -o -name '*.def' | sort)
text_files="$c_files $(find stdlib tests samples bench -name '*.py' -o -name '*.sh' 2>/dev/null | sort) Makefile"

# --- Text: width in characters (not bytes), tabs, trailing blanks, length, leftovers -------------

# A script in tests/ may test exactly such things, so only its leftovers are looked for.
# shellcheck disable=SC2086
LC_ALL=C awk '
    function breach(what) { print FILENAME ":" FNR ": " what }
    FNR == 1 { code = FILENAME ~ /\.(c|h|def)$/; script = FILENAME ~ /^tests\/.*\.py$/ }
    code {
        text = $0
        if (length(text) > 100) {
            gsub(/[\200-\277]/, "", text)
            if (length(text) > 100)
                breach("is " length(text) " columns wide, 100 are allowed")
        }
        if (/\t/)
            breach("has a tab")
        if (FNR == 1201)
            breach("goes past 1,200 lines: is there a second noun in it?")
    }
    !script && /[ \t]$/ { breach("ends in blanks") }
    FILENAME != "tests/tidy.sh" && /(^|[^A-Za-z])(TODO|FIXME|XXX|HACK)([^A-Za-z]|$)/ { breach("was left behind") }
' $text_files >>"$breaches"

# --- Includes: only downwards, only public headers, no system below the machine -------------------

# shellcheck disable=SC2086
awk '
    function breach(what) { print FILENAME ":" FNR ": " what " (" header ")" }
    BEGIN {
        level["runtime"] = 1; level["gil"] = 2; level["vm"] = 3; level["stdlib"] = 4; level["cli"] = 5
        public["runtime"] = "rt.h check.h"; public["gil"] = "gil.h"; public["vm"] = "gilbox.h"
        # What C itself offers, wherever it runs.
        split("assert complex ctype errno float inttypes limits locale math setjmp stdalign stdarg stdatomic " \
              "stdbool stddef stdint stdio stdlib stdnoreturn string wchar wctype", names, " ")
        for (i in names)
            standard[names[i] ".h"] = 1
        # Libraries, and who may use them.
        library["gmp.h"] = "^vm/object/int"
        library["pcre2.h"] = "^(vm|stdlib)/"
        library["nettle/md5.h"] = library["nettle/sha1.h"] = library["nettle/sha2.h"] = "^stdlib/hash_md"
        library["utf8proc.h"] = "^(vm|stdlib)/"
        library["criterion/criterion.h"] = "^tests/"
        library["criterion/parameterized.h"] = "^tests/"
        library["criterion/redirect.h"] = "^tests/"
    }
    FNR == 1 {
        layer = FILENAME; sub(/\/.*/, "", layer)
        system_file = FILENAME ~ /^runtime\/real/
        tool = FILENAME == "stdlib/embed.c" || layer == "docs" || layer == "tests"
    }
    /^[ \t]*#[ \t]*include[ \t]*</ {
        header = $0; sub(/[^<]*</, "", header); sub(/>.*/, "", header)
        if (system_file || header in standard)
            next
        if (header in library) {
            if (FILENAME !~ library[header])
                breach("may not use this library")
            next
        }
        if (layer != "tests")
            breach("system headers are for runtime/real_*.c alone")
    }
    /^[ \t]*#[ \t]*include[ \t]*"/ {
        header = $0; sub(/[^"]*"/, "", header); sub(/".*/, "", header)
        other = header; base = header
        sub(/\/.*/, "", other); sub(/.*\//, "", base)
        if (header !~ /\//) {
            breach("includes are written from the root")
            next
        }
        if (header ~ /^runtime\/real/ && !system_file)
            breach("is the inside of the real machine")
        if (tool || other == layer)
            next
        if (!(other in level) || level[other] > level[layer])
            breach("is not below this layer")
        else if (layer == "stdlib" && other == "gil" && FILENAME !~ /^stdlib\/mod_(sys|gil)/)
            breach("modules see vm/gilbox.h and runtime/rt.h")
        else if (header ~ /\.def$/)
            next
        else if (index(" " public[other] " ", " " base " ") == 0)
            breach("is not a public header")
    }
' $c_files >>"$breaches"

# --- Names: an exported one carries its layer; nothing mutable is global --------------------------

# The ways to the system that the C library offers without a system header. A virtual machine cannot
# stand in for them.
ways='^(time|clock|timespec_get|localtime|gmtime|mktime|ctime|asctime|tzset|s?rand|s?random'
ways="$ways|[a-z]+48|arc4random.*|(secure_)?getenv|(set|unset|put)env|system|popen|f(re)?open(64)?"
ways="$ways|fdopen|fread|fgets|getline|getc|fgetc|getchar|tmpfile|mkstemp|remove|rename|realpath"
ways="$ways|setlocale|localeconv|getloadavg|printf|puts|putchar)$"

# The machine keeps what the system has once per process (signal handlers) or per thread; nothing
# else may.
check_object() {
    object=$1
    file=${object#"$objects/"}
    file=${file%.o}.c
    case $file in
    runtime/*) prefix='rt_' ;;
    gil/*) prefix='gil_' ;;
    vm/* | stdlib/* | embedded.c) prefix='gb_' ;;
    cli/*) prefix='cli_|main$' ;;
    *) return ;;
    esac
    nm -g --defined-only "$object" 2>/dev/null | awk -v file="$file" -v prefix="^($prefix)" '
        $3 !~ prefix && $3 !~ /^(__|DW\.)/ {
            print file ":1: exports " $3 ", whose name does not carry the layer"
        }'
    case $file in
    runtime/real* | embedded.c | cli/*) ;;
    *)
        nm -u "$object" 2>/dev/null | awk -v file="$file" -v ways="$ways" '
            $2 ~ ways { print file ":1: uses " $2 ", a way round the machine" }'
        ;;
    esac
    case $file in
    runtime/real_signal.c | runtime/real_mapped.c | runtime/real_thread.c | runtime/real_line.c)
        return
        ;;
    esac
    objdump -t "$object" 2>/dev/null | awk -v file="$file" '
        / O \.t?(data|bss)[A-Za-z_0-9.]*\t/ && !/ O \.data\.rel\.ro/ && $NF !~ /^_/ {
            print file ":1: " $NF " is a mutable global" }'
}
for object in $(find "$objects" -name '*.o' | sort); do
    check_object "$object"
done >>"$breaches"

if [ -s "$breaches" ]; then
    cat "$breaches"
    echo "tidy: $(wc -l <"$breaches") breaches"
    exit 1
fi
echo "tidy: nothing to say"
