print "a"
exec x
a <> b
