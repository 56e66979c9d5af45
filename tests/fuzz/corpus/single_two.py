#single
a
b
