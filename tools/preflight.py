"""Say in one sentence what is missing on this machine, in words any Python 3 can print."""

import importlib.util
import sys

if sys.version_info < (3, 11):
    sys.exit("Python 3.11 or newer is needed; this is %d.%d." % sys.version_info[:2])
for module in ("venv", "ensurepip"):
    if importlib.util.find_spec(module) is None:
        sys.exit(
            "This Python cannot make virtual environments: its %s module is missing. "
            "On Debian and Ubuntu install the package python3-venv." % module
        )
