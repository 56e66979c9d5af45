"""The users of this machine, as /etc/passwd has them."""

from _accounts import by_name, by_number, lines, named

struct_passwd = named('pwd', 'struct_passwd',
                      'pw_name pw_passwd pw_uid pw_gid pw_gecos pw_dir pw_shell', 'A user.')


def getpwall():
    """All users."""
    return [struct_passwd(name, password, int(user), int(group), *rest)
            for name, password, user, group, *rest in lines('/etc/passwd', 7) if group.isdecimal()]


def getpwnam(name, /):
    """The user of that name."""
    return by_name('getpwnam', getpwall, name)


def getpwuid(uid, /):
    """The user of that number."""
    return by_number('getpwuid', 'uid', getpwall, uid)
