[('outer', 'line', 2), ('outer', 'return', 2)]
True
None
None True
can't delete numeric/char attribute
