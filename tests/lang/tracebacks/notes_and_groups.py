"""Notes and groups in the text of uncaught exceptions."""
# record: stderr
# exit: 1
def f(): raise ValueError('in f')
errors = []
for call in (f, lambda: 1 / 0, lambda: {}['k']):
    try: call()
    except Exception as error: errors.append(error)
errors[0].add_note('a note\nof two lines')
inner = ExceptionGroup('inner', errors[:2])
raise ExceptionGroup('outer', [inner, errors[2], TypeError('never raised')])
# expect stderr:   + Exception Group Traceback (most recent call last):
# expect stderr: tests/lang/tracebacks/notes_and_groups.py", line 11, in <module>
# expect stderr:   |     raise ExceptionGroup('outer', [inner, errors[2], TypeError('never raised')])
# expect stderr:   | ExceptionGroup: outer (3 sub-exceptions)
# expect stderr:   +-+---------------- 1 ----------------
# expect stderr:     | ExceptionGroup: inner (2 sub-exceptions)
# expect stderr:     +-+---------------- 1 ----------------
# expect stderr:       | Traceback (most recent call last):
# expect stderr: tests/lang/tracebacks/notes_and_groups.py", line 7, in <module>
# expect stderr:       |     try: call()
# expect stderr:       |          ^^^^^^
# expect stderr: tests/lang/tracebacks/notes_and_groups.py", line 4, in f
# expect stderr:       |     def f(): raise ValueError('in f')
# expect stderr:       |              ^^^^^^^^^^^^^^^^^^^^^^^^
# expect stderr:       | ValueError: in f
# expect stderr:       | a note
# expect stderr:       | of two lines
# expect stderr:       +---------------- 2 ----------------
# expect stderr:       | Traceback (most recent call last):
# expect stderr: tests/lang/tracebacks/notes_and_groups.py", line 7, in <module>
# expect stderr:       |     try: call()
# expect stderr:       |          ^^^^^^
# expect stderr: tests/lang/tracebacks/notes_and_groups.py", line 6, in <lambda>
# expect stderr:       |     for call in (f, lambda: 1 / 0, lambda: {}['k']):
# expect stderr:       |                             ~~^~~
# expect stderr:       | ZeroDivisionError: division by zero
# expect stderr:       +------------------------------------
# expect stderr:     +---------------- 2 ----------------
# expect stderr:     | Traceback (most recent call last):
# expect stderr: tests/lang/tracebacks/notes_and_groups.py", line 7, in <module>
# expect stderr:     |     try: call()
# expect stderr:     |          ^^^^^^
# expect stderr: tests/lang/tracebacks/notes_and_groups.py", line 6, in <lambda>
# expect stderr:     |     for call in (f, lambda: 1 / 0, lambda: {}['k']):
# expect stderr:     |                                            ~~^^^^^
# expect stderr:     | KeyError: 'k'
# expect stderr:     +---------------- 3 ----------------
# expect stderr:     | TypeError: never raised
# expect stderr:     +------------------------------------
