# One image for every role: `docker run IMAGE web`, `host`, `world ID`, `worker`, `migrate`.
# Without a role it runs the whole town, with its data in the volume /data.

FROM node:22-bookworm AS client
WORKDIR /source
COPY tooling tooling
COPY web/client web/client
RUN python3 -m tooling.client build

FROM python:3.12-slim-bookworm AS packages
WORKDIR /source
RUN python -m venv /everbrook
COPY requirements.lock .
RUN /everbrook/bin/pip install --no-cache-dir --require-hashes --no-deps -r requirements.lock
COPY . .
COPY --from=client /source/web/client/dist web/client/dist
RUN /everbrook/bin/pip install --no-cache-dir --no-deps .

FROM python:3.12-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home everbrook && install -d -o everbrook /data
COPY --from=packages /everbrook /everbrook
USER everbrook
WORKDIR /data
VOLUME /data
ENV PATH=/everbrook/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    EVERBROOK_DATA=/data \
    EVERBROOK_HOST=0.0.0.0 \
    EVERBROOK_LOG_FORMAT=json
EXPOSE 8000
ENTRYPOINT ["everbrook"]
CMD ["run"]
