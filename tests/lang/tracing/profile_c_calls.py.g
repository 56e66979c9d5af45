functions
  functions call None
  functions c_call len
  functions c_return len
  functions c_call max
  functions c_return max
  functions c_call sorted
  <lambda> call None
  <lambda> return 2
  <lambda> call None
  <lambda> return 1
  functions c_return sorted
  functions c_call len
  functions c_return len
  functions return None
  show c_call setprofile
methods
  methods call None
  methods c_call append
  methods c_return append
  methods c_call join
  methods c_return join
  methods c_call extend
  methods c_return extend
  methods c_call insert
  methods c_return insert
  methods return None
  show c_call setprofile
classes
  classes call None
  classes c_call __build_class__
  C call None
  C return None
  classes c_return __build_class__
  m call None
  m return None
  classes return None
  show c_call setprofile
failing
  failing call None
  failing c_call len
  failing c_exception len
  failing return None
  show c_call print
  object of type 'int' has no len()
  show c_return print
  show c_call setprofile
stepping
  stepping call None
  stepping c_call next
  <genexpr> call None
  <genexpr> return 1
  stepping c_return next
  stepping c_call next
  <genexpr> call None
  <genexpr> return None
  stepping c_exception next
  stepping return None
  show c_call setprofile
None
