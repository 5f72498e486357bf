FROM python:3.13-slim-bookworm AS builder
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /venv
COPY requirements.txt /tmp/requirements.txt
RUN /venv/bin/pip install --no-deps --require-hashes -r /tmp/requirements.txt


FROM python:3.13-slim-bookworm
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    ENV=prod HOST=0.0.0.0 PORT=8000 ADIUVA_VAR_DIR=/var/lib/adiuva
RUN useradd --system --uid 10001 --home-dir /var/lib/adiuva --create-home adiuva
WORKDIR /app
COPY --from=builder /venv /venv
COPY manage.py ./
COPY adiuva adiuva
COPY accounts accounts
COPY billing billing
COPY plans plans
COPY agents agents
COPY chat chat
RUN python -m compileall -q . \
    && ENV=dev python manage.py collectstatic --noinput --verbosity 0 \
    && rm -f /var/lib/adiuva/jwt_secret \
    && chown -R adiuva:adiuva /var/lib/adiuva
USER 10001
VOLUME /var/lib/adiuva
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=3s --start-period=20s \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/api/v1/health/live', timeout=2)"]
# Migrating is a step of its own: docker compose run --rm migrate
CMD ["python", "-m", "adiuva.serve"]
