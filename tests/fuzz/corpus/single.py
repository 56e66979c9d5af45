#single
if a:
  b

