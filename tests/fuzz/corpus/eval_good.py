#eval
  {1: [2], **x}["a"].b(c for d in e)
