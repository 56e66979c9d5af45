"""Upper, lower, title, swap, fold: also where they change the length."""
print('Hello World'.upper(), 'Hello'.lower())  # expect: HELLO WORLD hello
print('hello world'.title())            # expect: Hello World
print('hELLO wORLD'.capitalize())       # expect: Hello world
print('Hello'.swapcase())               # expect: hELLO
print('straße'.upper())                 # expect: STRASSE
print('STRASSE'.casefold() == 'straße'.casefold())  # expect: True
print('ﬁ'.upper(), 'ŉ'.upper(), 'ǆ'.title())  # expect: FI ʼN ǅ
print('İ'.lower() == 'i̇')              # expect: True
print('ΑΣ'.lower(), 'ΑΣΑ'.lower(), 'Σ'.lower())  # expect: ας ασα σ
print("they're bill's".title(), 'x1y2'.title())  # expect: They'Re Bill'S X1Y2
print('ß'.title(), 'ŒUVRE'.capitalize())  # expect: Ss Œuvre
print('abc'.isupper(), 'ABC'.isupper())  # expect: False True
print('A1'.isupper(), '1'.isupper(), ''.isupper())  # expect: True False False
print('abc'.islower(), 'Abc Def'.istitle())  # expect: True True
print('ABc'.istitle())                  # expect: False
print('ǅ'.istitle(), 'ª'.islower(), 'Ⅷ'.isupper())  # expect: True True True
print('Ⅷ'.lower(), 'ⓐ'.upper())         # expect: ⅷ Ⓐ
print('é'.upper(), 'É'.lower(), 'Ā'.swapcase())  # expect: É é ā
print('\U00010400'.lower() == '\U00010428')  # expect: True
print('µ'.upper() == 'Μ')               # expect: True
