"""try within try: what passes through, what is raised again."""
try:
    try: raise TypeError('a')
    except TypeError: raise
except TypeError as error: print('raised again', error)  # expect: raised again a
try:
    try: pass
    except: print('never')
    else: raise KeyError('from else')
except KeyError as error: print(error)  # expect: 'from else'
