find() takes at least 1 argument (0 given)
find() takes at least 1 argument (0 given)
find() takes at least 1 argument (0 given)
find() takes at most 3 arguments (4 given)
find() takes no keyword arguments
None
rindex() takes at least 1 argument (0 given)
rindex() takes at least 1 argument (0 given)
rindex() takes at least 1 argument (0 given)
rindex() takes at most 3 arguments (4 given)
rindex() takes no keyword arguments
None
count() takes at least 1 argument (0 given)
count() takes at least 1 argument (0 given)
count() takes at least 1 argument (0 given)
count() takes at most 3 arguments (4 given)
count() takes no keyword arguments
None
startswith() takes at least 1 argument (0 given)
startswith() takes at least 1 argument (0 given)
startswith() takes at least 1 argument (0 given)
startswith() takes at most 3 arguments (4 given)
startswith() takes no keyword arguments
None
replace expected at least 2 arguments, got 1
strftime() takes at least 1 argument (0 given)
localtime() takes at most 1 argument (2 given)
asctime(): illegal time tuple argument
[3, 2, 1]
'str' object cannot be interpreted as an integer
'str' object cannot be interpreted as an integer
