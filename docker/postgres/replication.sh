#!/bin/sh
# At the first start of the primary: who may copy it, over TLS alone. The image lets none but clients of its databases in.
set -eu
echo "hostssl replication griot all scram-sha-256" >>"${PGDATA:?}/pg_hba.conf"
