#!/bin/sh
# Runs every script of tests/lang under gilbox and under the installed python3, and compares what
# they print and how they end. Usage: conformance.sh GILBOX [PYTHON]
set -u
gilbox=$1
python=${2:-python3}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

# run PROGRAM SCRIPT OUTPUT: standard output, then the exit status.
run() {
    sed -n 's/.*# stdin: //p' "$2" |
        (cd "$(dirname "$2")" && timeout 60 "$1" "$(basename "$2")") >"$3" 2>/dev/null
    echo "exit status $?" >>"$3"
}

command -v "$python" >/dev/null || { echo "conformance: $python is not installed" >&2; exit 2; }
gilbox=$(cd "$(dirname "$gilbox")" && pwd)/$(basename "$gilbox")
for script in $(find "$here/lang" -name '[!_]*.py' ! -path '*/_*/*' | sort); do
    grep -q '# arguments:\|# argv:' "$script" && continue # It wants options of gilbox's own.
    run "$gilbox" "$script" "$work/ours"
    run "$python" "$script" "$work/theirs"
    if cmp -s "$work/ours" "$work/theirs"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "${script#"$here/"}:"
        diff "$work/theirs" "$work/ours" | head -n 6
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
