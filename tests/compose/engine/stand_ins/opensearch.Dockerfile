# In the place of the image `opensearchproject/opensearch`: the jars of the local node, without the security plugin, which
# no package registry serves. TLS that wants a client's certificate is done by stunnel before it.
FROM stand-in/python:bookworm AS files
RUN apt-get update && apt-get install --no-install-recommends -y gcc libc6-dev
COPY files.c /
RUN gcc -shared -fPIC -o /files.so /files.c -ldl

FROM stand-in/python:bookworm
RUN groupadd --gid 1000 opensearch \
 && useradd --uid 1000 --gid 1000 --home-dir /usr/share/opensearch opensearch \
 && apt-get update && apt-get install --no-install-recommends -y stunnel4 curl
COPY --chown=1000:1000 program /usr/share/opensearch
COPY opensearch-plugin /usr/share/opensearch/bin/opensearch-plugin
COPY --from=files /files.so /usr/local/lib/files.so
COPY opensearch-start.sh /usr/local/bin/start.sh
# The local node may speak with its own machine alone; the distribution's nodes with all.
RUN sed -i 's/"127\.0\.0\.1:\*"/"*"/' /usr/share/opensearch/modules/transport-netty4/plugin-security.policy \
 && grep -q 'SocketPermission "\*"' /usr/share/opensearch/modules/transport-netty4/plugin-security.policy
RUN chmod 755 /usr/share/opensearch/bin/opensearch-plugin \
 && install --directory --owner opensearch /usr/share/opensearch/config /usr/share/opensearch/data /usr/share/opensearch/logs
USER opensearch
WORKDIR /usr/share/opensearch
VOLUME /usr/share/opensearch/data
ENTRYPOINT ["bash", "/usr/local/bin/start.sh"]
