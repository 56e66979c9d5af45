"""pwd and grp: who root is, and who nobody is."""
import grp
import pwd

root = pwd.getpwnam('root')
print(root.pw_uid, root.pw_gid, root[0], root.pw_dir, pwd.getpwuid(0) == root, type(root))
# expect: 0 0 root /root True <class 'pwd.struct_passwd'>
print(root in pwd.getpwall(), isinstance(root, tuple), repr(root)[:34])
# expect: True True pwd.struct_passwd(pw_name='root',
group = grp.getgrgid(0)
print(group[:3], type(group.gr_mem), grp.getgrnam('root') == group, group in grp.getgrall())
# expect: ('root', 'x', 0) <class 'list'> True True
for wrong in (lambda: pwd.getpwnam('no such user'), lambda: pwd.getpwuid(987654321),
              lambda: pwd.getpwuid('0'), lambda: pwd.getpwnam(0), lambda: pwd.getpwnam('a\0b'),
              lambda: grp.getgrnam('no such group'), lambda: grp.getgrgid(987654321)):
    try:
        print(wrong())
    except (KeyError, TypeError, ValueError) as error:
        print(type(error).__name__, error)
        # expect: KeyError "getpwnam(): name not found: 'no such user'"
        # expect: KeyError 'getpwuid(): uid not found: 987654321'
        # expect: TypeError uid should be integer, not str
        # expect: TypeError getpwnam() argument must be str, not int
        # expect: ValueError embedded null byte
        # expect: KeyError "getgrnam(): name not found: 'no such group'"
        # expect: KeyError 'getgrgid(): gid not found: 987654321'
