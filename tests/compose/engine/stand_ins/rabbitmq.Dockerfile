# In the place of the image `rabbitmq:…-management`: Debian's broker, the same user number, folders and start.
FROM stand-in/python:bookworm
RUN groupadd --gid 999 rabbitmq && useradd --uid 999 --gid 999 --home-dir /var/lib/rabbitmq rabbitmq \
 && apt-get update \
 && apt-get install --no-install-recommends -y rabbitmq-server \
 && rabbitmq-plugins enable --offline rabbitmq_management \
 && mkdir -p /etc/rabbitmq/conf.d
COPY rabbitmq-start.sh /usr/local/bin/docker-entrypoint.sh
RUN chmod 755 /usr/local/bin/docker-entrypoint.sh
VOLUME /var/lib/rabbitmq
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["rabbitmq-server"]
