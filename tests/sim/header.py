"""What a script sees of the machine comes from the command line, not from this computer."""
# arguments: --cores 7 --seed 42 --epoch 2009-06-11T12:30:00
import os, random, sys, threading, time
print(os.cpu_count(), os.getpid(), threading.get_native_id(), threading.get_ident())
# expect: 7 1000 1000 1
print(time.strftime('%Y-%m-%d %H:%M %Z'))               # expect: 2009-06-11 12:30 UTC
print(hash('a'), random.random(), os.urandom(3).hex())
# expect: -123207753977932514 0.2373596822271492 464398
print(object(), {object(), object()}, id(os) < 1e15)
# expect: <object object at 0x7f0000000140> {<object object at 0x7f0000000110>, <object object at 0x7f0000000120>} True
