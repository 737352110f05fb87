# /etc/varnish/site.vcl: a cache in front of the nodes. Optional: the nodes cache their own pages, so it helps
# only if most readers have no cookie and the nodes are busy. It keeps what the site allows, and for as long (s-maxage).
vcl 4.1;

# The node, or a balancer before several.
backend site {
    .host = "@CACHE_BACKEND_HOST@";
    .port = "@CACHE_BACKEND_PORT@";
    # A node that is busy still answers.
    .connect_timeout = 2s;
    .first_byte_timeout = 30s;
}

# Who may purge: the nodes, by FRONT_CACHE_URL.
acl nodes {
    "@SITE1@";
    "@SITE2@";
    "@SITE3@";
}

sub vcl_recv {
    if (req.method == "PURGE") {
        if (client.ip !~ nodes) {
            return (synth(405));
        }
        # The keys are letters, digits, - and _; anything else is no purge of ours.
        if (req.http.Surrogate-Key !~ "^[A-Za-z0-9_-]+( [A-Za-z0-9_-]+)*$") {
            return (synth(400));
        }
        # Every page with one of these keys. Without `req.` in it, so that Varnish can work it off in the background.
        ban("obj.http.Surrogate-Key ~ (^|\s)(" + regsuball(req.http.Surrogate-Key, " ", "|") + ")(\s|$)");
        return (synth(200));
    }
    # What writes, and readers that are known: the site decides, and nothing is kept.
    if ((req.method != "GET" && req.method != "HEAD") || req.http.Cookie ~ "(session|visitor)=" || req.http.Authorization) {
        return (pass);
    }
    return (hash);
}

sub vcl_backend_response {
    # No page is shown after its time, not even while it is fetched anew: it may have been purged.
    set beresp.grace = 0s;
    set beresp.keep = 0s;
    if (beresp.http.Cache-Control ~ "no-store|private") {
        set beresp.uncacheable = true;
        set beresp.ttl = 1s;
    }
    return (deliver);
}

sub vcl_deliver {
    # Between the site and this cache only.
    unset resp.http.Surrogate-Key;
}
