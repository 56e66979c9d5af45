# What the process and its children have used only grows.
# real: it starts a program
import os
import resource
import subprocess
import sys

before = resource.getrusage(resource.RUSAGE_SELF)
total = 0
for i in range(300000):
    total += i
after = resource.getrusage(resource.RUSAGE_SELF)
print(after.ru_utime + after.ru_stime > before.ru_utime + before.ru_stime)    # expect: True
print(after.ru_maxrss >= before.ru_maxrss > 1000)                            # expect: True
print(len(after), after[2] == after.ru_maxrss, after.ru_ixrss)               # expect: 16 True 0

code = 'n = 300000\nwhile n: n -= 1'
subprocess.run([sys.executable, '-c', code])
children = resource.getrusage(resource.RUSAGE_CHILDREN)
print(children.ru_utime + children.ru_stime > 0, children.ru_maxrss > 1000)  # expect: True True
print(os.times().children_user + os.times().children_system > 0)             # expect: True

try:
    resource.getrusage(99)
except ValueError as error:
    print(error)                                # expect: invalid who parameter
