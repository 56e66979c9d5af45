#!/bin/sh
# The main job: a CPU-bound countdown, in one go and on 2 and 4 real threads, under the locks of three Pythons.
# Usage: demo.sh GILBOX
set -eu
gilbox=$1
here=$(cd "$(dirname "$0")" && pwd)

show() {
    printf '\n=== %s\n' "$*"
    "$gilbox" "$@" --stats "$here/countdown.py" "$count" 2>&1
}

count=20000000
show --as 2.7
show --as 3.9
show --as 3.12
count=600000
show --as 2.7 --check-interval 1
cat <<'END'

Threads do not make a count faster: only one holds the lock at a time. The timed lock (3.2 and later) changes
hands when a waiter has lost its patience (requests, honoured); the tick lock after so many ticks, and looking
at it after every tick makes two threads fight for it (busy, retries). docs/gil.md explains both.
END
