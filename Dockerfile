# With its digest behind it where one is known: python -m scripts.images --pin .env
ARG PYTHON_IMAGE=python:3.11.13-slim-bookworm
FROM ${PYTHON_IMAGE} AS build
RUN apt-get update \
 && apt-get install --no-install-recommends -y g++ pkg-config libicu-dev \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /opt/griot
# What is installed changes seldom, the code often: an edit below this line installs nothing again.
COPY constraints/build.txt constraints/run.txt constraints/
RUN python -m venv .venv \
 && .venv/bin/pip install --no-cache-dir --require-hashes -r constraints/build.txt \
 && .venv/bin/pip install --no-cache-dir --require-hashes --no-deps --no-build-isolation -r constraints/run.txt
COPY . .
RUN .venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation -e .

FROM ${PYTHON_IMAGE}
RUN apt-get update \
 && apt-get install --no-install-recommends -y libicu72 libmagic1 fonts-dejavu-core postgresql-common \
 # griot recover plays the archive in a server of its own, for minutes; none is set up here.
 && echo 'create_main_cluster = false' >>/etc/postgresql-common/createcluster.conf \
 && apt-get install --no-install-recommends -y postgresql-15 \
 && rm -rf /var/lib/apt/lists/* \
 # A number that no user of the other images has: by their number alone keys and passwords are theirs (scripts/readers.py).
 && groupadd --gid 10001 griot \
 && useradd --uid 10001 --gid griot --no-log-init --home-dir /var/lib/griot --create-home griot \
 && install --directory --owner griot --mode 0700 /backups /archive
COPY --from=build /opt/griot /opt/griot
ENV PATH=/opt/griot/.venv/bin:$PATH GRIOT_HOME=/var/lib/griot PYTHONUNBUFFERED=1
USER griot
WORKDIR /var/lib/griot
EXPOSE 8000
CMD ["python", "-P", "-m", "portal.serve", "--host", "0.0.0.0", "--port", "8000", "--processes", "2"]
