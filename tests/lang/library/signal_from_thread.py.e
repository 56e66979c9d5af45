['MainThread']
True {'MainThread'}
