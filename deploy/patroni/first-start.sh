#!/bin/sh
# /etc/patroni/first-start.sh: Patroni calls it once, on the machine that creates the database, with the address of the
# new server. It creates the role and the database of the site.
set -eu
# pg_stat_activity of all roles lets `npm run admin -- nodes` list the nodes.
"@PG_BIN@/psql" -X -v ON_ERROR_STOP=1 "$1" <<'SQL'
create role ibtsocs login password '@SITE_PASSWORD@';
create database ibtsocs owner ibtsocs;
grant pg_monitor to ibtsocs;
SQL
