# The API alone: Neo4j is another container (docker-compose.yml), or anybody's.
FROM python:3.13-slim

ENV PIP_NO_CACHE_DIR=1 PYTHONUNBUFFERED=1
WORKDIR /src

# Before the sources, which change more often: one layer with everything that constraints.txt pins.
COPY pyproject.toml constraints.txt README.md LICENSE NOTICE ./
RUN python -c "import tomllib; print('\n'.join(tomllib.load(open('pyproject.toml', 'rb'))['project']['dependencies']))" > /tmp/needed.txt \
    && pip install -c constraints.txt -r /tmp/needed.txt
COPY . .
# /home/qianglian belongs to everybody: the container may run as any user (docker-compose.yml: who owns the secret).
RUN pip install --no-deps . \
    && rm -rf /src/* \
    && useradd --uid 10001 --create-home --home-dir /home/qianglian qianglian \
    && chmod 777 /home/qianglian

WORKDIR /home/qianglian
ENV HOME=/home/qianglian QIANGLIAN_HOST=0.0.0.0
USER 10001
EXPOSE 8000

# Ready when Neo4j answers, its indexes are online and no load is unfinished.
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s --retries=6 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
CMD ["qianglian", "up"]
