FROM python:3.13-slim AS build
WORKDIR /build
COPY requirements-dev.lock requirements.lock pyproject.toml README.md LICENSE ./
RUN python -m venv /opt/apabot \
    && /opt/apabot/bin/pip install --no-cache-dir --require-hashes --no-deps -r requirements.lock
COPY bot bot
COPY engine engine
COPY handlers handlers
COPY operations operations
COPY sandbox sandbox
COPY store store
COPY texts texts
# The build back end comes from the hashed list too; it stays behind in this stage.
RUN python -m venv /opt/builder \
    && /opt/builder/bin/pip install --no-cache-dir --require-hashes --no-deps -r requirements-dev.lock \
    && /opt/builder/bin/pip wheel --no-cache-dir --no-deps --no-build-isolation --wheel-dir /build/wheels . \
    && /opt/apabot/bin/pip install --no-cache-dir --no-deps --no-index /build/wheels/*.whl

FROM python:3.13-slim
RUN useradd --system --uid 10001 --create-home --home-dir /data apabot
COPY --from=build /opt/apabot /opt/apabot
ENV PATH=/opt/apabot/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    APABOT_DATABASE=/data/apabot.db \
    APABOT_LISTEN=0.0.0.0:8080 \
    APABOT_LOG_FORMAT=json \
    MPLCONFIGDIR=/tmp/matplotlib
USER 10001
WORKDIR /data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/health', timeout=4)"]
ENTRYPOINT ["apabot"]
CMD ["run"]
