/** What the installation asks (debconf-devel(7)). */
export const templates = `Template: ibtsocs/host
Type: string
Description: Name of the site on the internet:
 The name that people type, such as www.example.org. The site makes addresses with it, and refuses forms that come from
 elsewhere. Leave it empty to answer later, by dpkg-reconfigure ibtsocs: until then the site can only be read from other
 machines.

Template: ibtsocs/default-site
Type: boolean
Default: true
Description: Turn off the default site of nginx?
 It takes every request that names no site of this machine, so people who type the address of the machine see the welcome page
 of nginx. Its file stays; only the link in sites-enabled goes.

Template: ibtsocs/purge-data
Type: boolean
Default: false
Description: Delete the database of the site, its backups and its keys?
 Nothing of them can be brought back: accounts, texts, votes, the certificate and the secrets in /srv/ibtsocs. If you don't, they
 stay, and a new installation finds them.
`

/** Asks before anything is unpacked. A name in a file that an operator wrote is the answer already. */
export const config = `#!/bin/sh
set -e
. /usr/share/debconf/confmodule
named() { cat /etc/ibtsocs/answers.env /etc/ibtsocs/site.env 2>/dev/null | sed -n 's|^SITE_URL=https\\?://||p' | tail -n 1; }
db_get ibtsocs/host
name=$(named || true)
if [ -n "$name" ]; then
    db_set ibtsocs/host "$name"
elif [ -z "$RET" ]; then
    # A name with a dot is one that others may know this machine by.
    case $(hostname -f 2>/dev/null || true) in
    localhost*) ;;
    *.*) db_set ibtsocs/host "$(hostname -f)" ;;
    esac
fi
while :; do
    db_input high ibtsocs/host || true
    db_input high ibtsocs/default-site || true
    db_go || true
    db_get ibtsocs/host
    # What nobody can be asked again about is left empty.
    if [ -z "$RET" ] || printf %s "$RET" | grep -Eqx '([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\\.)*[A-Za-z0-9-]+(:[0-9]+)?'; then break; fi
    echo "ibtsocs: “$RET” is not the name of a host." >&2
    db_set ibtsocs/host ''
    db_fset ibtsocs/host seen false
    [ "$DEBIAN_FRONTEND" != noninteractive ] || break
done
`
