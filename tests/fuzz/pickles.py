"""Mutated and random pickles: python tests/fuzz/pickles.py [rounds [seed]], run by gilbox.

Every load ends in a value or an exception; under MODE=asan it also shows what reads astray. Names
lead nowhere, lest a pickle call something that harms."""
import pickle
import random
import sys


class Harmless(pickle.Unpickler):
    def find_class(self, module, name):
        return random.choice([int, list, dict, set, str, bytes, object, Exception, tuple, Thing])

    def persistent_load(self, pid):
        return pid


class Thing:
    def __init__(self, *args):
        self.args = args

    def append(self, item):
        self.args += item,


class Bytes:
    """A file of bytes, with or without peek()."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def read(self, count):
        part = self.data[self.at:self.at + count]
        self.at += len(part)
        return part

    def readline(self):
        end = self.data.find(b'\n', self.at) + 1 or len(self.data)
        return self.read(end - self.at)


def seeds():
    loop = [1]
    loop.append(loop)
    values = [None, 1 << 80, 1.5, 'text', b'bytes', bytearray(b'x'), (1, 2, 3), loop, {1: loop},
              {1, 2}, frozenset('a'), Thing(1), int, ValueError('x'), [{'a': [1] * 5}] * 3]
    return [pickle.dumps(value, protocol) for value in values for protocol in range(6)]


def mutate(data):
    data = bytearray(data)
    for _ in range(random.randrange(1, 5)):
        at = random.randrange(len(data) + 1)
        match random.randrange(4):
            case 0: data[at:at] = random.choice(OPCODES)
            case 1: del data[at:at + random.randrange(4)]
            case 2: data[at:at + 1] = bytes([random.randrange(256)])
            case 3: data[at:at] = data[random.randrange(len(data) + 1):][:8]
        if not data:
            data += b'.'
    return bytes(data)


OPCODES = list(pickle._pickle._opcodes.values())
rounds, seed = [int(arg) for arg in sys.argv[1:3]] + [20000, 1][len(sys.argv) - 1:]
random.seed(seed)
pool = seeds()
loaded = failed = 0
for _ in range(rounds):
    data = mutate(random.choice(pool))
    if random.random() < 0.1:
        pool.append(data[:200])
    try:
        Harmless(Bytes(data), buffers=[b'x', bytearray(b'y')]).load()
        loaded += 1
    except Exception:
        failed += 1
print(f'{loaded} loaded, {failed} refused')
