"""Blocks: tabs and blanks, comments, blank lines, one-liners."""
if True:
        print('deep')                   # expect: deep
        # a comment in the block
# a comment outside

        print('still in the block')     # expect: still in the block
if 1: print('one'); print('line');
# expect: one
# expect: line
for x in (1,
          2,
    3):
	print('tab', x)
	# expect: tab 1
	# expect: tab 2
	# expect: tab 3
def f(): return 1; return 2
print(f())                              # expect: 1
class A: pass; x = 3
print(A.x)                              # expect: 3
while True: break
else: print('never')
if (1 and
        2 # comment inside
        and 3): print('joined')         # expect: joined
x = [
1,

   2,  # two
]
print(x)                                # expect: [1, 2]
for source in ('if 1:\n  a = 1\n b = 2\n', ' x = 1', 'if 1:\nx = 1',
               'if 1:\n\tx = 1\n        y = 2\n',
               'def f():\n    pass\n  x = 1\n', 'for x in y:', 'x = (1,\n'):
    try:
        compile(source, 'text', 'exec')
    except SyntaxError as error:
        print(type(error).__name__, error.msg, error.lineno)
        # expect: IndentationError unindent does not match any outer indentation level 3
        # expect: IndentationError unexpected indent 1
        # expect: IndentationError expected an indented block after 'if' statement on line 1 2
        # expect: TabError inconsistent use of tabs and spaces in indentation 3
        # expect: IndentationError unindent does not match any outer indentation level 3
        # expect: IndentationError expected an indented block after 'for' statement on line 1 1
        # expect: SyntaxError '(' was never closed 1
