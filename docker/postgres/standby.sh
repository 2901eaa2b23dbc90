#!/bin/sh
# A standby of the primary named by PRIMARY: its first start copies the primary, later ones follow it. When the primary
# is gone for good: `pg_ctl promote` here (docs/administration.md). Run as the user of the image, PGDATA set.
set -eu
: "${PRIMARY:?the primary's name}" "${PGDATA:?the folder of the database}" "${CERTIFICATES:=/certificates}"
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    PGPASSWORD=$(cat "${PASSWORD_FILE:?the file with the password of griot}")
    export PGPASSWORD
    rm -rf "${PGDATA:?}"/*
    # -R writes where to follow; a slot keeps what the standby has not fetched yet; -X stream takes what is written meanwhile.
    pg_basebackup --pgdata "$PGDATA" --write-recovery-conf --wal-method=stream --checkpoint=fast \
        --create-slot --slot "${SLOT:-standby}" \
        --dbname "host=$PRIMARY port=${PRIMARY_PORT:-5432} user=griot sslmode=verify-full sslrootcert=$CERTIFICATES/ca.crt password=$PGPASSWORD"
    chmod 700 "$PGDATA"
fi
exec "$@"
