['Stack (most recent call first):', 'line 15 in dump', 'line 10 in written', 'line 16 in <module>']
1
True True False
True False
Stack (most recent call first):
Timeout (0:00:00.050000)!
timeout must be greater than 0
