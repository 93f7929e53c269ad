cd /tmp/copy-dashboard; . /tmp/dash/env.sh; kill $(cat /tmp/dash/server.pid) 2>/dev/null; sleep 0.5
(.venv/bin/python manage.py runserver 8765 --noreload > /tmp/dash/server.log 2>&1 & echo $! > /tmp/dash/server.pid); sleep 4
