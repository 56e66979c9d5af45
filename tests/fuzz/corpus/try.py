def f():
    try:
        try: return 1
        except (A, B) as e: raise C from e
        except: raise
        else: x
        finally: return 2
    finally:
        for i in y:
            try: continue
            finally: break
    try: a
    except* E as g: b
    except* F: c
