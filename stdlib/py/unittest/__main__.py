"""python -m unittest"""

import os
import sys

if sys.argv[0].endswith('__main__.py') or sys.argv[0].startswith('<'):
    sys.argv[0] = f'{os.path.basename(sys.executable)} -m unittest'

__unittest = True

from .main import main

main(module=None)
