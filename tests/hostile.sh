#!/bin/sh
# Lets each allocation fail, and stops at each safepoint: for N = 1, 1 + STEP, ... a script is run
# under `-X MODE=N`, until N is beyond its end. It must end by itself, with 0, 1, 2,
# 120 (standard output is lost) or 130: no crash, no leak (status 70), no hang.
#
#     sh tests/hostile.sh build/asan/gilbox MODE STEP script.py ...
#
# MODE is fail-birth, fail-nth or stop-after. Prints the number of runs, and what is wrong.
gilbox=$1 mode=$2 step=$3
shift 3
# Otherwise a report of the sanitizer ends with 1, as an exception does.
export ASAN_OPTIONS=exitcode=99:detect_leaks=0:allocator_may_return_null=1
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
runs=0 wrong=0

# Has the script come to its end without meeting its N?
is_beyond() {
    grep -q 'never came' "$out/errors" && return 0
    [ "$mode" = stop-after ] && [ "$1" -eq 0 ] && ! grep -q KeyboardInterrupt "$out/errors"
}

for script; do
    n=1
    while :; do
        timeout 60 "$gilbox" -X "$mode=$n" "$script" >"$out/output" 2>"$out/errors" </dev/null
        status=$?
        runs=$((runs + 1))
        if [ $status -gt 2 ] && [ $status -ne 120 ] && [ $status -ne 130 ]; then
            wrong=$((wrong + 1))
            echo "$script: $mode=$n: status $status"
            grep -a -m 3 -e ERROR -e 'runtime error' -e ASSERT -e leaked "$out/errors"
        fi
        is_beyond $status && break
        n=$((n + step))
    done
done
echo "$mode: $runs runs, $wrong wrong"
[ $wrong -eq 0 ]
