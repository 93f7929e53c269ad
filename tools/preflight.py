"""Print in one sentence what is missing on this machine; any Python 3 can run this file.

python3 tools/preflight.py          whether .venv can be made
python3 tools/preflight.py 8000     whether a server can open this port
"""

import errno
import importlib.util
import socket
import sys

if len(sys.argv) > 1:
    port = sys.argv[1]
    if not port.isdigit() or not 0 < int(port) < 65536:
        sys.exit("PORT=%s is no port: those are numbers from 1 to 65535." % port)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except OSError as error:
            why = {
                errno.EADDRINUSE: "is taken by another program",
                errno.EACCES: "may not be opened by you",
            }.get(error.errno, "cannot be opened")
            sys.exit("Port %s %s: name another, make demo PORT=8080." % (port, why))
    sys.exit()

if sys.version_info < (3, 11):
    sys.exit("Python 3.11 or newer is needed; this is %d.%d." % sys.version_info[:2])
for module in ("venv", "ensurepip"):
    if importlib.util.find_spec(module) is None:
        sys.exit(
            "This Python cannot make virtual environments: its %s module is missing. "
            "On Debian and Ubuntu install the package python3-venv." % module
        )
