# Built in one stage, run from another: there is no pip, no compiler and no root in what runs.
FROM python:3.11-slim-bookworm AS build
WORKDIR /app
RUN python -m venv /venv
COPY requirements.txt ./
RUN /venv/bin/python -m pip install --quiet --no-cache-dir --disable-pip-version-check --require-hashes --only-binary :all: --requirement requirements.txt
COPY . .
RUN /venv/bin/python tools/build_assets.py
RUN SECRET_KEY=only-while-building /venv/bin/python manage.py collectstatic --no-input --verbosity 0
RUN /venv/bin/python -m compileall -q config improvement scorecards reporting
RUN /venv/bin/python -m pip uninstall --quiet --yes pip setuptools
# Also where whoever built it keeps their files to themselves (umask 077): what runs is another user.
RUN chmod -R a+rX /app /venv

FROM python:3.11-slim-bookworm
RUN python -m pip uninstall --quiet --yes --root-user-action ignore setuptools wheel pip \
 && rm -rf /usr/local/lib/python3.11/ensurepip
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin app
WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build /app /app
RUN install --directory --owner app --mode 700 /app/var/backups
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 LISTEN_ON=0.0.0.0 PORT=8000
USER app
EXPOSE 8000
CMD ["gunicorn", "config.wsgi"]
