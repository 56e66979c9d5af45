if a:
b