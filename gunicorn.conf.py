"""The application server, wherever it is started from this folder: gunicorn config.wsgi.

How many processes it starts says WEB_CONCURRENCY.
"""

import gc
import os
from pathlib import Path

from config.logs import logging_for

# Nobody but a proxy on this machine is answered, for what a proxy says of a visitor is believed.
# In a container the proxy is another machine, and there LISTEN_ON says so.
bind = f"{os.environ.get('LISTEN_ON', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
threads = 4
timeout = 120  # seconds: the longest pack is drawn in a fraction of it
max_requests, max_requests_jitter = 2_000, 200
forwarder_headers = ""  # no header says where the application begins, so none opens /metrics
control_socket_disable = True  # nothing here is steered while it runs
logconfig_dict = logging_for(debug=False)

if measured := os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
    Path(measured).mkdir(parents=True, exist_ok=True)


def on_starting(server):
    """Begin to count at nothing: what an earlier run has counted is with Prometheus."""
    if measured:
        for left_over in Path(measured).glob("*.db"):
            left_over.unlink()


def post_worker_init(worker):
    """Leave the loaded app out of each search for garbage: 130 ms a time, and it stays anyway."""
    gc.collect()
    gc.freeze()


def child_exit(server, worker):
    """Keep what a process that ended has counted in the sum."""
    if measured:
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)
