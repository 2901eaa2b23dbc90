#!/bin/sh
# As the image starts: its folder is its user's, and it runs as that user.
set -eu
chown -R rabbitmq: /var/lib/rabbitmq /var/log/rabbitmq
exec setpriv --reuid rabbitmq --regid rabbitmq --init-groups env HOME=/var/lib/rabbitmq "/usr/lib/rabbitmq/bin/$1"
