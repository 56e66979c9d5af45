#str
# coding: nonsense
x = 1
