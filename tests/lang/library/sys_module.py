"""sys: what scripts ask of it."""
import sys
print(sys.maxsize, sys.byteorder)
print(sys.version_info[:2])
print(sys.version_info >= (3, 8))
print(sys.version_info.major)
print(sys.hexversion >> 16 == 0x030b)
print(sys.maxunicode, sys.platform)
print(sys.float_info.max, sys.float_info.epsilon)
print(sys.int_info.bits_per_digit)
print(sys.getdefaultencoding())
print(sys.getfilesystemencoding())
print(sys.flags.optimize, sys.hash_info.modulus)
print(type(sys.modules).__name__)
print('sys' in sys.modules)
print(sys.modules['sys'] is sys)
print(isinstance(sys.path, list))
print(sys.argv[0].endswith('.py'))
print(sys.executable != '')
print('math' in sys.builtin_module_names or 'math' in sys.stdlib_module_names)
print(sys.getrecursionlimit(), sys.exc_info())
print(sys.stdin.fileno(), sys.stdout.fileno())
print(sys.displayhook is sys.__displayhook__)
print(sys.implementation.name != '')
print(sys.copyright[:3] != '')
print(sys.getsizeof([]) > 0)
print(sys.getsizeof('a') < sys.getsizeof('a' * 100))
print(sys.getrefcount([]), sys.intern('x') == 'x')
print(sys.is_finalizing())
print(sys._getframe().f_code.co_name)
print(sys._getframe().f_lineno, sys.gettrace())
print(sys.getprofile(), sys.warnoptions)
print(sys.dont_write_bytecode in (True, False))
# expect: 9223372036854775807 little
# expect: (3, 11)
# expect: True
# expect: 3
# expect: True
# expect: 1114111 linux
# expect: 1.7976931348623157e+308 2.220446049250313e-16
# expect: 30
# expect: utf-8
# expect: utf-8
# expect: 0 2305843009213693951
# expect: dict
# expect: True
# expect: True
# expect: True
# expect: True
# expect: True
# expect: True
# expect: 1000 (None, None, None)
# expect: 0 1
# expect: True
# expect: True
# expect: True
# expect: True
# expect: True
# expect: 1 True
# expect: False
# expect: <module>
# expect: 31 None
# expect: None []
# expect: True
