"""Raise and catch, through frames, with finally and else."""


class Odd(Exception):
    pass


def check(n):
    if n % 2:
        raise Odd(n)
    return n


def guarded(n):
    try:
        value = check(n)
    except Odd as error:
        return error.args[0]
    else:
        return -value
    finally:
        seen[n % 8] += 1


seen = [0] * 8
total = 0
for n in range(400_000):
    total += guarded(n)
try:
    {}['missing']
except (ValueError, KeyError) as error:
    print(repr(error))
print(total, seen)
