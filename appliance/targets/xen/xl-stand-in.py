#!/usr/bin/env python3
"""A stand-in for Xen's xl in tests of the helper. It behaves like xl 4.17 where that surprises:

- `domid` takes a word for a name, `list`, `shutdown` and `destroy` take a number for an ID;
- `create` refuses a name that is taken, returns before the guest boots, and gives each guest the next ID;
- unknown guests are an error on stderr, with exit 1.

Its guests are in state.json beside it. Files there steer it: `green-is-bad` (the system on the green disk reports that it
isn't ready), `crashes` (its kernel panics), `deaf` (guests don't shut down).
"""
import json
import os
import re
import sys

here = os.path.dirname(os.path.abspath(__file__))
path = os.path.join(here, "state.json")


def at(name):
    return os.path.exists(os.path.join(here, name))


def fail(text):
    sys.stderr.write(text + "\n")
    sys.exit(1)


def find(state, word):
    """As libxl's libxl_domain_qualifier_to_domid: digits alone are an ID."""
    for guest in state["guests"]:
        if str(guest["id"]) == word if word.isdigit() else guest["name"] == word:
            return guest
    fail("%s is an invalid domain identifier (rc=-6)" % word)


state = json.load(open(path)) if at("state.json") else {"next": 1, "guests": []}
verb, words = sys.argv[1], sys.argv[2:]
with open(os.path.join(here, "calls"), "a") as calls:
    calls.write("xl %s\n" % " ".join(sys.argv[1:]))
if verb == "vm-list":
    print("UUID                                  ID    name")
    for guest in state["guests"]:
        print("%s  %d    %-30s" % (guest["uuid"], guest["id"], guest["name"]))
elif verb == "domid":
    for guest in state["guests"]:
        if guest["name"] == words[0]:
            print(guest["id"])
            sys.exit(0)
    fail("Can't get domid of domain name '%s', maybe this domain is not running." % words[0])
elif verb == "list":
    guest = find(state, words[0])
    print("Name                                        ID   Mem VCPUs\tState\tTime(s)")
    print("%-40s %5d  1024     1     %s       9.0" % (guest["name"], guest["id"], "---sc-" if guest["crashed"] else "-b----"))
elif verb == "create":
    text = open(words[0]).read()
    name, uuid = (re.search(r'^%s="([^"]*)"' % key, text, re.M).group(1) for key in ("name", "uuid"))
    if any(name == guest["name"] or uuid == guest["uuid"] for guest in state["guests"]):
        fail("libxl: error: a domain with name or UUID already exists")
    green = re.search(r"target=\S*-green", text) is not None
    crashed = green and at("crashes")
    state["guests"].append({"id": state["next"], "name": name, "uuid": uuid, "crashed": crashed})
    state["next"] += 1
    if not crashed:
        with open(os.path.join(here, "console", "guest-%s.log" % name), "a") as log:
            log.write("appliance: %s\n" % ("not ready: x" if green and at("green-is-bad") else "ready"))
elif verb in ("shutdown", "destroy"):
    guest = find(state, words[0])
    if verb == "destroy" or not (at("deaf") or guest["crashed"]):
        state["guests"].remove(guest)
else:
    fail("command not implemented")
with open(path, "w") as file:
    json.dump(state, file)
