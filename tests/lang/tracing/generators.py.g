loop
  loop call 0 
  loop line 1 
  count call 0 
  count line 1 
  count return 1 0
  loop line 2 
  loop line 1 
  count call 1 
  count line 2 
  count line 3 
  count return 3 1
  loop line 2 
  loop line 1 
  count call 3 
  count line 4 
  count return 4 2
  loop exception 1 StopIteration
  loop return 1 None
through
  through call 0 
  through line 0 
  delegate call 0 
  delegate line 0 
  count call 0 
  count line 1 
  count return 1 0
  delegate return 0 0
  delegate call 0 
  count call 1 
  count line 2 
  count line 3 
  count return 3 1
  delegate return 0 1
  delegate call 0 
  count call 3 
  count line 4 
  count return 4 2
  delegate exception 0 StopIteration
  delegate return 0 2
  through return 0 None
throw
  throw call 0 
  throw line 1 
  throw line 2 
  count call 0 
  count line 1 
  count return 1 0
  throw line 3 
  count call 1 
  count exception 1 KeyError
  count return 1 None
  throw exception 3 KeyError
  throw line 4 
  throw return 4 None
one_line
  one_line call 0 
  one_line line 0 
  <genexpr> call 0 
  <genexpr> line 0 
  <genexpr> return 0 1
  <genexpr> call 0 
  <genexpr> line 0 
  <genexpr> return 0 2
  <genexpr> call 0 
  <genexpr> line 0 
  <genexpr> return 0 None
  one_line return 0 3
drive
  drive call 0 
  drive line 1 
  wait call 0 
  wait line 0 
  one call 0 
  one line 0 
  one return 0 1
  wait exception 0 StopIteration
  wait return 0 1
  drive exception 1 StopIteration
  drive line 2 
  drive return 2 1
