"""Likewise for one that computes."""
# arguments: --max-time 20ms
# exit: 4
while True: pass
# expect stderr: MainThread runs, 
