export DATABASE_URL=sqlite:////tmp/dash/demo.sqlite3 DEBUG=1 SECRET_KEY=x
