"""What Python 2 called the modules and names that pickles of protocols 0 to 2 may mention."""


def _modules(text):
    return dict(row.split(':') for row in text.split())


def _names(text):
    """Rows of `old module:new module:old name=new name,same name,...`."""
    found = {}
    for row in text.split():
        old_module, new_module, names = row.split(':')
        for name in names.split(','):
            old, _, new = name.partition('=')
            found[old_module, old] = new_module, new or old
    return found


IMPORT_MAPPING = _modules('''
    __builtin__:builtins copy_reg:copyreg Queue:queue SocketServer:socketserver
    ConfigParser:configparser repr:reprlib tkFileDialog:tkinter.filedialog
    tkSimpleDialog:tkinter.simpledialog tkColorChooser:tkinter.colorchooser
    tkCommonDialog:tkinter.commondialog Dialog:tkinter.dialog Tkdnd:tkinter.dnd
    tkFont:tkinter.font tkMessageBox:tkinter.messagebox ScrolledText:tkinter.scrolledtext
    Tkconstants:tkinter.constants Tix:tkinter.tix ttk:tkinter.ttk Tkinter:tkinter
    markupbase:_markupbase _winreg:winreg thread:_thread dummy_thread:_dummy_thread
    dbhash:dbm.bsd dumbdbm:dbm.dumb dbm:dbm.ndbm gdbm:dbm.gnu xmlrpclib:xmlrpc.client
    SimpleXMLRPCServer:xmlrpc.server httplib:http.client htmlentitydefs:html.entities
    HTMLParser:html.parser Cookie:http.cookies cookielib:http.cookiejar
    BaseHTTPServer:http.server test.test_support:test.support commands:subprocess
    urlparse:urllib.parse robotparser:urllib.robotparser urllib2:urllib.request anydbm:dbm
    _abcoll:collections.abc''')
NAME_MAPPING = _names('''
    __builtin__:builtins:xrange=range,unichr=chr,unicode=str,long=int
    __builtin__:functools:reduce __builtin__:sys:intern
    itertools:builtins:izip=zip,imap=map,ifilter=filter
    itertools:itertools:ifilterfalse=filterfalse,izip_longest=zip_longest
    UserDict:collections:IterableUserDict=UserDict UserList:collections:UserList
    UserString:collections:UserString whichdb:dbm:whichdb _socket:socket:fromfd
    _multiprocessing:multiprocessing.connection:Connection
    multiprocessing.process:multiprocessing.context:Process
    multiprocessing.forking:multiprocessing.popen_fork:Popen
    urllib:urllib.error:ContentTooShortError
    urllib:urllib.request:getproxies,pathname2url,urlcleanup,urlopen
    urllib:urllib.request:url2pathname,urlretrieve
    urllib:urllib.parse:quote,quote_plus,unquote,unquote_plus,urlencode
    urllib2:urllib.error:HTTPError,URLError''')
PYTHON2_EXCEPTIONS = tuple('''
    ArithmeticError AssertionError AttributeError BaseException BufferError BytesWarning
    DeprecationWarning EOFError EnvironmentError Exception FloatingPointError FutureWarning
    GeneratorExit IOError ImportError ImportWarning IndentationError IndexError KeyError
    KeyboardInterrupt LookupError MemoryError NameError NotImplementedError OSError OverflowError
    PendingDeprecationWarning ReferenceError RuntimeError RuntimeWarning StopIteration SyntaxError
    SyntaxWarning SystemError SystemExit TabError TypeError UnboundLocalError UnicodeDecodeError
    UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning UserWarning ValueError
    Warning ZeroDivisionError'''.split())
MULTIPROCESSING_EXCEPTIONS = ('AuthenticationError', 'BufferTooShort', 'ProcessError',
                              'TimeoutError')
for _name in PYTHON2_EXCEPTIONS:
    NAME_MAPPING['exceptions', _name] = 'builtins', _name
for _name in MULTIPROCESSING_EXCEPTIONS:
    NAME_MAPPING['multiprocessing', _name] = 'multiprocessing.context', _name

# What follows is read in one direction only: several old names, or several new ones, for one.
REVERSE_IMPORT_MAPPING = {new: old for old, new in IMPORT_MAPPING.items()}
REVERSE_NAME_MAPPING = {new: old for old, new in NAME_MAPPING.items()}

PYTHON3_OSERROR_EXCEPTIONS = tuple('''
    BrokenPipeError ChildProcessError ConnectionAbortedError ConnectionError
    ConnectionRefusedError ConnectionResetError FileExistsError FileNotFoundError
    InterruptedError IsADirectoryError NotADirectoryError PermissionError ProcessLookupError
    TimeoutError'''.split())
PYTHON3_IMPORTERROR_EXCEPTIONS = ('ModuleNotFoundError',)
IMPORT_MAPPING.update(_modules('''
    cPickle:pickle _elementtree:xml.etree.ElementTree FileDialog:tkinter.filedialog
    SimpleDialog:tkinter.simpledialog DocXMLRPCServer:xmlrpc.server
    SimpleHTTPServer:http.server CGIHTTPServer:http.server UserDict:collections
    UserList:collections UserString:collections whichdb:dbm StringIO:io cStringIO:io'''))
REVERSE_IMPORT_MAPPING.update(_modules(
    '_bz2:bz2 _dbm:dbm _functools:functools _gdbm:gdbm _pickle:pickle'))
NAME_MAPPING.update(_names('''
    __builtin__:builtins:basestring=str exceptions:builtins:StandardError=Exception
    UserDict:collections:UserDict socket:socket:_socketobject=SocketType'''))
REVERSE_NAME_MAPPING.update({new: old for old, new in _names('''
    __builtin__:_functools:reduce socket:_socket:_socketobject=socket
    FileDialog:tkinter.filedialog:FileDialog,LoadFileDialog,SaveFileDialog
    SimpleDialog:tkinter.simpledialog:SimpleDialog
    DocXMLRPCServer:xmlrpc.server:ServerHTMLDoc,XMLRPCDocGenerator,DocXMLRPCRequestHandler
    DocXMLRPCServer:xmlrpc.server:DocXMLRPCServer,DocCGIXMLRPCRequestHandler
    SimpleHTTPServer:http.server:SimpleHTTPRequestHandler
    CGIHTTPServer:http.server:CGIHTTPRequestHandler''').items()})
for _name in PYTHON3_OSERROR_EXCEPTIONS:
    REVERSE_NAME_MAPPING['builtins', _name] = 'exceptions', 'OSError'
for _name in PYTHON3_IMPORTERROR_EXCEPTIONS:
    REVERSE_NAME_MAPPING['builtins', _name] = 'exceptions', 'ImportError'
