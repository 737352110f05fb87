#!/usr/bin/python3
"""The far end of a deployment, on a Xen host: typed verbs on stdin, one JSON line each, an answer on stdout.

It runs behind a forced command of an account that may do nothing else (README.md, "The host"). It takes no paths and no
text for a config: it writes the xl.cfg itself, within what /etc/appliance-host.json allows.
"""
import fcntl
import gzip
import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import time

POLICY = "/etc/appliance-host.json"
STATE = "/var/lib/appliance-host"
RUN = "/run/appliance-host"
# Where xendomains looks for the guests that it starts with dom0.
AUTO = "/etc/xen/auto"
# The tools come from the system, whatever the caller's PATH says.
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
CONSOLE = "/var/log/xen/console/guest-%s.log"
COLOURS = ("blue", "green")
LOADERS = {
    "pv": "/usr/lib/grub-xen/grub-x86_64-xen.bin",
    "pvh": "/usr/lib/grub-xen/grub-i386-xen_pvh.bin",
}
NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?\Z")
MAC = re.compile(r"[0-9a-f]{2}(?::[0-9a-f]{2}){5}\Z")
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")
SHA256 = re.compile(r"[0-9a-f]{64}\Z")
BLOCK = 1 << 20
# Seconds that the system from before gets to come up again: it has done so once.
BACK = 1800


class Refused(Exception):
    """What was asked for is not allowed, or is wrong."""


def policy():
    with open(POLICY) as file:
        return json.load(file)


def shortened(said, most=600):
    """The begin and the end of what a tool said, by lines: the cause comes first, what it led to last."""
    if len(said) <= most:
        return said
    return said[:most // 2].rsplit("\n", 1)[0] + "\n…\n" + said[-most // 2:].split("\n", 1)[-1]


def run(*args, check=True):
    done = subprocess.run(args, capture_output=True, text=True, check=False)
    if check and done.returncode != 0:
        raise Refused("%s failed: %s" % (args[0], shortened((done.stderr or done.stdout).strip())))
    return done


def text(asked, key, pattern):
    value = asked.get(key)
    if not isinstance(value, str) or not pattern.match(value):
        raise Refused("%s has an invalid value" % key)
    return value


def number(asked, key, least, most):
    value = asked.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise Refused("%s must be a whole number from %d to %d" % (key, least, most))
    return value


def one_of(asked, key, allowed):
    value = asked.get(key)
    if not isinstance(value, str) or value not in allowed:
        raise Refused("%s must be one of %s" % (key, ", ".join(allowed)))
    return value


def guest_name(asked):
    name = text(asked, "name", NAME)
    # `xl destroy 7` ends the guest with the ID 7, whatever its name is.
    if name.isdigit():
        raise Refused("a name can't be a number, because xl would take it for the ID of another guest")
    if not name.startswith(policy()["prefix"]):
        raise Refused("names on this host must begin with %s" % policy()["prefix"])
    return name


def guests():
    if not os.path.isdir(STATE):
        return {}
    found = {}
    for file in os.listdir(STATE):
        if file.endswith(".json"):
            with open(os.path.join(STATE, file)) as handle:
                found[file[:-5]] = json.load(handle)
    return found


def owned(asked, owner):
    name = guest_name(asked)
    guest = guests().get(name)
    if guest is None or guest["owner"] != owner:
        raise Refused("you have no guest called %s on this host" % name)
    return name, guest


def save(name, guest):
    os.makedirs(STATE, mode=0o700, exist_ok=True)
    path = os.path.join(STATE, name + ".json")
    with open(path + ".part", "w") as file:
        json.dump(guest, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(path + ".part", path)


def volume(guest, name, part):
    return "/dev/%s/%s-%s" % (guest["volume_group"], name, part)


def domain(name, guest):
    """The ID of a guest that runs, found by its UUID; None if it doesn't run.

    A name is no proof: xl takes numbers for IDs, and somebody else may have started a guest of this name.
    """
    for line in run("xl", "vm-list").stdout.splitlines()[1:]:
        found = line.split(None, 2)
        if len(found) == 3 and found[0] == guest["uuid"]:
            return found[1]
        if len(found) == 3 and found[2].strip() == name:
            raise Refused("a guest called %s runs on this host, but it isn't yours: its UUID is another" % name)
    return None


def running(name, guest):
    return domain(name, guest) is not None


def crashed(number):
    """A guest whose kernel panicked is kept (on_crash): it is there, and no good. `xl list` says so in its states."""
    lines = run("xl", "list", number, check=False).stdout.splitlines()
    return len(lines) > 1 and "c" in lines[1].split()[4]


def config(name, guest, colour):
    lines = [
        'name="%s"' % name,
        'uuid="%s"' % guest["uuid"],
        'type="%s"' % guest["type"],
        "vcpus=%d" % guest["vcpus"],
        "memory=%d" % guest["memory_mib"],
    ]
    if guest["type"] == "hvm":
        lines += ['boot="c"', 'serial="pty"', "vnc=0"]
    else:
        lines.append('kernel="%s"' % LOADERS[guest["type"]])
    # An HVM guest's first four are IDE disks too, and QEMU has none that can only be read: then it does not start.
    disks = [("xvda", colour), ("xvdb", "data")] + ([("xvde", "seed")] if guest.get("seed") else [])
    lines.append("disk=[%s]" % ",".join(
        '"vdev=%s,format=raw,access=%s,target=%s"' % (device, "ro" if part == "seed" else "rw", volume(guest, name, part))
        for device, part in disks
    ))
    lines.append("vif=[%s]" % ",".join(
        '"mac=%s,bridge=%s%s"' % (card["mac"], card["bridge"], ",type=vif" if guest["type"] == "hvm" else "")
        for card in cards_of(guest)
    ))
    lines += ['on_poweroff="destroy"', 'on_reboot="restart"', 'on_crash="preserve"', ""]
    return "\n".join(lines)


def cards_of(guest):
    """The network cards of a guest. Those of older versions have one, beside the other values."""
    return guest.get("cards") or [{"mac": guest["mac"], "bridge": guest["bridge"]}]


def cards(asked, rules, others):
    """Checks the network cards that are asked for. Callers of older versions name one, beside the other values."""
    given = asked.get("cards", [{"mac": asked.get("mac"), "bridge": asked.get("bridge")}])
    if not isinstance(given, list) or not 1 <= len(given) <= 8 or not all(isinstance(card, dict) for card in given):
        raise Refused("cards has an invalid value")
    found = [{"mac": text(card, "mac", MAC), "bridge": one_of(card, "bridge", rules["bridges"])} for card in given]
    macs = [card["mac"] for card in found] + [card["mac"] for other in others for card in cards_of(other)]
    if len(set(macs)) < len(macs):
        raise Refused("another guest already has this MAC address")
    return found


def fits(guest, rules):
    if 2 * guest["system_mib"] + guest["data_mib"] > rules["quota"]["disk_mib"]:
        raise Refused("two system disks and the data disk exceed your limit of %d MiB" % rules["quota"]["disk_mib"])


def change(asked, name, guest):
    """Gives a guest other values. Disks grow at once; the rest counts when the guest starts again."""
    rules = policy()
    for key in ("uuid", "volume_group"):
        if key in asked and asked[key] != guest[key]:
            raise Refused("%s can't be changed: delete the guest, or choose another name" % key)
    wanted = dict(guest)
    if "type" in asked:
        wanted["type"] = one_of(asked, "type", rules["types"])
    for key, least, most in (
        ("vcpus", 1, rules["quota"]["vcpus"]),
        ("memory_mib", 256, rules["quota"]["memory_mib"]),
        ("system_mib", guest["system_mib"], rules["quota"]["disk_mib"]),
        ("data_mib", guest["data_mib"], rules["quota"]["disk_mib"]),
    ):
        if key in asked:
            if key.endswith("_mib") and key != "memory_mib" and isinstance(asked[key], int) and asked[key] < guest[key]:
                raise Refused("a disk can only grow: %s is %d" % (key, guest[key]))
            wanted[key] = number(asked, key, least, most)
    if "cards" in asked or "mac" in asked:
        wanted["cards"] = cards(asked, rules, [other for one, other in guests().items() if one != name])
    else:
        wanted["cards"] = cards_of(guest)
    fits(wanted, rules)
    changed = sorted(key for key in wanted if key != "cards" and wanted[key] != guest.get(key))
    if wanted["cards"] != cards_of(guest):
        changed.append("cards")
    for part, key in (("blue", "system_mib"), ("green", "system_mib"), ("data", "data_mib")):
        if key in changed:
            grow(guest, name, part, wanted[key])
    save(name, wanted)
    autostart(name, wanted)
    return {"changed": changed, "restart": running(name, wanted) and bool(changed)}


def grow(guest, name, part, size):
    """Makes a volume as large as that. One that is so already, after an interrupted call, is left as it is."""
    volume_name = "%s/%s-%s" % (guest["volume_group"], name, part)
    now = run("lvs", "--noheadings", "--units", "m", "--nosuffix", "-o", "lv_size", volume_name).stdout
    if float(now.strip() or 0) < size:
        run("lvextend", "-q", "-L", "%dm" % size, volume_name)


def create(asked, owner, _):
    rules, name = policy(), guest_name(asked)
    known = guests()
    if name in known:
        if known[name]["owner"] != owner:
            raise Refused("another account has a guest called %s" % name)
        return {"created": False, **change(asked, name, known[name])}
    if sum(1 for guest in known.values() if guest["owner"] == owner) >= rules["quota"]["guests"]:
        raise Refused("you have reached your limit of guests on this host")
    guest = {
        "owner": owner,
        "uuid": text(asked, "uuid", UUID),
        "type": one_of(asked, "type", rules["types"]),
        "vcpus": number(asked, "vcpus", 1, rules["quota"]["vcpus"]),
        "memory_mib": number(asked, "memory_mib", 256, rules["quota"]["memory_mib"]),
        "cards": cards(asked, rules, known.values()),
        "volume_group": one_of(asked, "volume_group", rules["volume_groups"]),
        "system_mib": number(asked, "system_mib", 1024, rules["quota"]["disk_mib"]),
        "data_mib": number(asked, "data_mib", 256, rules["quota"]["disk_mib"]),
        "colour": None,
        "seed": bool(asked.get("seed")),
    }
    fits(guest, rules)
    made = []
    try:
        parts = [("blue", guest["system_mib"]), ("green", guest["system_mib"]), ("data", guest["data_mib"])]
        for part, size in parts + ([("seed", 8)] if guest["seed"] else []):
            run("lvcreate", "-q", "-y", "-W", "y", "-n", "%s-%s" % (name, part), "-L", "%dm" % size, guest["volume_group"])
            made.append(part)
    except Refused:
        for part in made:
            run("lvremove", "-q", "-f", "%s/%s-%s" % (guest["volume_group"], name, part), check=False)
        raise
    save(name, guest)
    return {"created": True}


def exactly(source, length):
    """Reads so many bytes; fewer only at the end."""
    data = bytearray()
    while len(data) < length:
        part = source.read(length - len(data))
        if not part:
            break
        data += part
    return bytes(data)


def write_disk(stream, path, size):
    """Writes the blocks of a disk that are not zero: each is preceded by its number, 8 bytes, the largest first.

    They come compressed, in order. Returns the SHA-256 of what came.
    """
    seen, last = hashlib.sha256(), -1
    with gzip.GzipFile(fileobj=stream) as source, open(path, "r+b", buffering=0) as disk:
        while True:
            head = exactly(source, 8)
            if not head:
                break
            number = int.from_bytes(head, "big")
            length = min(BLOCK, size - number * BLOCK)
            if len(head) < 8 or number <= last or length <= 0:
                raise Refused("the disk's data has an invalid block number")
            block = exactly(source, length)
            if len(block) < length:
                raise Refused("the disk's data ended early")
            seen.update(head)
            seen.update(block)
            disk.seek(number * BLOCK)
            disk.write(block)
            last = number
        os.fsync(disk.fileno())
    return seen.hexdigest()


def put_disk(asked, owner, stream):
    name, guest = owned(asked, owner)
    part = one_of(asked, "disk", COLOURS + (("seed",) if guest["seed"] else ()))
    digest = text(asked, "sha256", SHA256)
    size = number(asked, "bytes", 1, (8 if part == "seed" else guest["system_mib"]) << 20)
    if part == guest["colour"]:
        raise Refused("the guest boots from %s; write to the other disk" % part)
    if part == "seed" and running(name, guest):
        raise Refused("the guest is running")
    path = volume(guest, name, part)
    run("blkdiscard", "-z", path)
    try:
        found = write_disk(stream, path, size)
        if found != digest:
            raise Refused("the disk's data doesn't match its announced checksum")
    except (Refused, OSError, EOFError) as error:
        run("blkdiscard", "-z", path)
        raise error if isinstance(error, Refused) else Refused("the disk's data ended early or is damaged") from None
    return {"written": size}


def begin(name, guest, colour):
    os.makedirs(RUN, mode=0o700, exist_ok=True)
    path = os.path.join(RUN, name + ".cfg")
    with open(path, "w") as file:
        file.write(config(name, guest, colour))
    run("xl", "create", path)


def autostart(name, guest):
    """Lets dom0 start a guest with itself, as it runs now. xendomains takes each file there but hidden ones."""
    path = os.path.join(AUTO, name + ".cfg")
    if guest["colour"] is None or not os.path.isdir(AUTO):
        return
    with open(os.path.join(AUTO, ".%s.part" % name), "w") as file:
        file.write(config(name, guest, guest["colour"]))
        file.flush()
        os.fsync(file.fileno())
    os.replace(os.path.join(AUTO, ".%s.part" % name), path)


def end(name, guest):
    """Shuts a guest down, and destroys it if it doesn't end. Each call to xl names the ID of the guest with our UUID."""
    asked = None
    for _ in range(90):
        found = domain(name, guest)
        if found is None:
            return
        if crashed(found):
            # It is kept for whoever looks into it, and doesn't hear that it should shut down.
            break
        if found != asked:
            run("xl", "shutdown", found, check=False)
            asked = found
            continue
        time.sleep(1)
    found = domain(name, guest)
    if found is not None:
        run("xl", "destroy", found)


def console_size(name):
    try:
        return os.path.getsize(CONSOLE % name)
    except OSError:
        return 0


def said_ready(name, guest, since, seconds):
    """Waits for the guest's own word on its console; nothing else is success."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            with open(CONSOLE % name, "rb") as file:
                file.seek(since)
                words = re.findall(rb"^appliance: (ready|not ready)", file.read(), re.M)
        except OSError:
            words = []
        if words:
            return words[-1] == b"ready"
        found = domain(name, guest)
        if found is None or crashed(found):
            return False
        time.sleep(1)
    return False


def start(asked, owner, _):
    name, guest = owned(asked, owner)
    if guest["colour"] is None:
        raise Refused("no system has been deployed to this guest yet")
    if running(name, guest):
        return {"started": False}
    begin(name, guest, guest["colour"])
    return {"started": True}


def stop(asked, owner, _):
    name, guest = owned(asked, owner)
    end(name, guest)
    return {"stopped": True}


def restart(asked, owner, _):
    name, guest = owned(asked, owner)
    if guest["colour"] is None:
        raise Refused("no system has been deployed to this guest yet")
    end(name, guest)
    begin(name, guest, guest["colour"])
    return {"started": True}


def listed(asked, owner, _):
    """The guests of the account that asks, and no others."""
    return {"guests": [
        {"name": name, "type": guest["type"], "vcpus": guest["vcpus"], "memory_mib": guest["memory_mib"],
         "colour": guest["colour"], "running": running(name, guest)}
        for name, guest in sorted(guests().items()) if guest["owner"] == owner
    ]}


def resize(asked, owner, _):
    name, guest = owned(asked, owner)
    return change({key: asked[key] for key in ("vcpus", "memory_mib", "system_mib", "data_mib") if key in asked}, name, guest)


def delete(asked, owner, _):
    """Deletes a guest and its disks, the data disk too. Interrupted, it can be asked for again: the register goes last."""
    name, guest = owned(asked, owner)
    if asked.get("confirm") != name:
        raise Refused("confirm must be the guest's name")
    end(name, guest)
    for path in (os.path.join(AUTO, name + ".cfg"), os.path.join(RUN, name + ".cfg")):
        if os.path.exists(path):
            os.remove(path)
    for part in COLOURS + ("data", "seed"):
        if os.path.exists(volume(guest, name, part)):
            run("lvremove", "-q", "-f", "%s/%s-%s" % (guest["volume_group"], name, part))
    os.remove(os.path.join(STATE, name + ".json"))
    return {"deleted": True}


def swap(asked, owner, _):
    """Boots from the other system disk; unless the guest says in time that it is ready, back to the one before."""
    name, guest = owned(asked, owner)
    new = one_of(asked, "disk", COLOURS)
    seconds = number(asked, "seconds", 10, 3600)
    old = guest["colour"]
    if new == old:
        raise Refused("the guest already boots from %s" % new)
    end(name, guest)
    since = console_size(name)
    try:
        begin(name, guest, new)
        good = said_ready(name, guest, since, seconds)
    except Refused:
        good = False
    if good:
        guest["colour"] = new
        save(name, guest)
        autostart(name, guest)
        return {"colour": new, "swapped": True}
    end(name, guest)
    if old is None:
        raise Refused("the new system didn't report that it was ready")
    since = console_size(name)
    begin(name, guest, old)
    return {"colour": old, "swapped": False, "back": said_ready(name, guest, since, max(seconds, BACK))}


def status(asked, owner, _):
    name = guest_name(asked)
    guest = guests().get(name)
    if guest is None:
        return {"exists": False}
    owned(asked, owner)
    return {"exists": True, "colour": guest["colour"], "running": running(name, guest), "type": guest["type"]}


def console(asked, owner, _):
    name, guest = owned(asked, owner)
    lines = number(asked, "lines", 1, 1000)
    # The log belongs to the name: that of somebody else's guest isn't shown.
    domain(name, guest)
    try:
        with open(CONSOLE % name, "rb") as file:
            return {"console": file.read()[-200_000:].decode("utf-8", "replace").splitlines()[-lines:]}
    except OSError:
        return {"console": []}


VERBS = {
    "create": create,
    "put-disk": put_disk,
    "start": start,
    "stop": stop,
    "restart": restart,
    "list": listed,
    "resize": resize,
    "delete": delete,
    "swap": swap,
    "status": status,
    "console": console,
}


def answer(line, owner, stream):
    try:
        asked = json.loads(line)
    except ValueError:
        raise Refused("the request isn't JSON") from None
    if not isinstance(asked, dict) or asked.get("verb") not in VERBS:
        raise Refused("the verb must be one of %s" % ", ".join(VERBS))
    return VERBS[asked["verb"]](asked, owner, stream)


def main():
    os.environ["PATH"] = PATH
    # The caller may hang up: what has begun comes to its end.
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    owner = os.environ.get("SUDO_USER") or "root"
    os.makedirs(RUN, mode=0o700, exist_ok=True)
    line = sys.stdin.buffer.readline(10_000)
    with open(os.path.join(RUN, "lock"), "w") as lock:
        # One at a time: two deployments at once would be none.
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            print(json.dumps({"ok": True, **answer(line, owner, sys.stdin.buffer)}))
        except Refused as refused:
            print(json.dumps({"ok": False, "why": str(refused)}))
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
