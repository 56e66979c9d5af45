invalid syntax 2 8
invalid syntax 2 8
fine
fine
expected ':' 1 9
expected ':' 1 9
invalid syntax 1 17
invalid syntax 1 17
expected 'else' after 'if' expression 1 5
invalid syntax 1 17
var-positional argument cannot have default value 1 13
