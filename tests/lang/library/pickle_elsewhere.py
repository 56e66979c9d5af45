"""Pickles of a library's own objects, in CPython's words: patterns, buffers out of band."""
import pickle
import re

print(pickle.dumps(re.compile('a+', re.I), 4))
# expect: b'\x80\x04\x95\x1e\x00\x00\x00\x00\x00\x00\x00\x8c\x02re\x94\x8c\x08_compile\x94\x93\x94\x8c\x02a+\x94K"\x86\x94R\x94.'
print(pickle.loads(b'cre\n_compile\n(Va+\nI34\ntR.').findall('AaB'))  # expect: ['Aa']
out_of_band = pickle.dumps(pickle.PickleBuffer(b'text'), 5, buffer_callback=lambda buffer: None)
print(out_of_band, pickle.loads(out_of_band, buffers=[b'other']))
# expect: b'\x80\x05\x97\x98.' b'other'
for buffers in None, []:
    try:
        pickle.loads(out_of_band, buffers=buffers)
    except pickle.UnpicklingError as error:
        print(error)
        # expect: pickle stream refers to out-of-band data but no *buffers* argument was given
        # expect: not enough out-of-band buffers
