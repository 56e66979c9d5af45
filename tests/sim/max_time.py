"""What would go on for ever ends when the clock has come to --max-time."""
# arguments: --max-time 1h
# exit: 4
import time
print('begins')                         # expect: begins
while True: time.sleep(1)
# expect stderr: gilbox: --max-time: the virtual clock has come to 3600.000000 s
# expect stderr: MainThread waits (sleep), 
