# In the place of the image `caddy`: Debian's, with the folders and variables of the image.
FROM stand-in/python:bookworm
RUN apt-get update && apt-get install --no-install-recommends -y caddy netcat-openbsd && mkdir -p /data /config
ENV XDG_CONFIG_HOME=/config XDG_DATA_HOME=/data
CMD ["caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"]
