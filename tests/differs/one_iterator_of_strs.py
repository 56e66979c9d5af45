"""differs: names
cause: one type serves all strs; CPython has one more for ASCII
workaround: type(iter(''))
"""
print(type(iter('abc')).__name__, type(iter('\u00e9')).__name__)  # expect: str_iterator str_iterator
