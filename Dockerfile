# Two stages: one installs, the other runs with what was installed and nothing else.
FROM python:3.12-slim AS build
RUN python -m venv /opt/bot
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY model model
COPY bot bot
RUN /opt/bot/bin/pip install --no-cache-dir '.[postgresql]'

FROM python:3.12-slim
RUN useradd --create-home --uid 10001 bot && install -d -o bot -g bot /data
COPY --from=build /opt/bot /opt/bot
USER bot
WORKDIR /home/bot
ENV PATH=/opt/bot/bin:$PATH DATA_DIR=/data LISTEN_HOST=0.0.0.0 HEALTH_PORT=8080 PYTHONUNBUFFERED=1
VOLUME /data
EXPOSE 8080 8443
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD \
  ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/health', timeout=4)"]
CMD ["digitbot"]
