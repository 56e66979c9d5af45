"""The groups of users of this machine, as /etc/group has them."""

from _accounts import by_name, by_number, lines, named

struct_group = named('grp', 'struct_group', 'gr_name gr_passwd gr_gid gr_mem',
                     'A group: its name, password, number, and the names of its members.')


def getgrall():
    """All groups."""
    return [struct_group(name, password, int(group), members.split(',') if members else [])
            for name, password, group, members in lines('/etc/group', 4)]


def getgrnam(name):
    """The group of that name."""
    return by_name('getgrnam', getgrall, name)


def getgrgid(id):
    """The group of that number."""
    return by_number('getgrgid', 'gid', getgrall, id)
