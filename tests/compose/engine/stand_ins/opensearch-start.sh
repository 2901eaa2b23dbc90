#!/bin/bash
# The configuration of docker/opensearch as it is, but for what belongs to the security plugin; TLS of stunnel before it.
set -eu
cd /usr/share/opensearch
certificates=$PWD/config/certificates
mkdir -p /tmp/config
grep -v '^plugins\.security\.' config/opensearch.yml >/tmp/config/opensearch.yml
# As the image does it: what the environment says with dots in its name is a setting (only bash keeps such names).
env | sed -n 's/^\([a-z_]*\.[a-z_.]*\)=\(.*\)$/\1: "\2"/p' >>/tmp/config/opensearch.yml
printf 'http.host: 127.0.0.1\nhttp.port: 9201\npath.logs: /usr/share/opensearch/logs\n' >>/tmp/config/opensearch.yml
printf 'rootLogger.level = warn\nrootLogger.appenderRef.c.ref = c\nappender.c.type = Console\nappender.c.name = c\nappender.c.layout.type = PatternLayout\nappender.c.layout.pattern = [%%d][%%p][%%c{1.}] %%m%%n\nstatus = error\n' >/tmp/config/log4j2.properties
cat >/tmp/stunnel.conf <<END
foreground = yes
syslog = no
pid = /tmp/stunnel.pid
debug = 3
[engine]
accept = 0.0.0.0:9200
connect = 127.0.0.1:9201
cert = $certificates/opensearch.crt
key = $certificates/opensearch.key
CAfile = $certificates/ca.crt
verifyChain = yes
requireCert = yes
END
stunnel /tmp/stunnel.conf &
[ "$(ulimit -Hn)" = unlimited ] || [ "$(ulimit -Hn)" -ge 65535 ] || export LD_PRELOAD=/usr/local/lib/files.so
agent=$(echo agent/opensearch-agent-[0-9]*.jar)
# shellcheck disable=SC2086
exec jdk/bin/java ${OPENSEARCH_JAVA_OPTS:-} -XX:+UseG1GC -XX:+ExitOnOutOfMemoryError --enable-native-access=ALL-UNNAMED \
    -javaagent:"$agent" -Dfile.encoding=UTF-8 -Djava.awt.headless=true -Djna.nosys=true -Dlog4j2.disable.jmx=true \
    -Dopensearch.path.home="$PWD" -Dopensearch.path.conf=/tmp/config -Dopensearch.distribution.type=docker \
    -Dopensearch.bundled_jdk=true -cp "$PWD/lib/*" org.opensearch.bootstrap.OpenSearch
