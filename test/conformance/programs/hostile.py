"""Programs that break the protocol, by name; each answers `start` first so that the tests go on from there."""

import json
import os
import sys
import time

mode = sys.argv[1]
if mode == "silent-start":
    time.sleep(60)


def say(**fields):
    sys.stdout.write(json.dumps(fields) + "\n")
    sys.stdout.flush()


for line in sys.stdin:
    request = json.loads(line)
    seq, command = request["seq"], request["command"]
    if command == "start":
        say(seq=seq, protocol=1, implementation={"name": "<script>alert(1)</script>\x1b[2J"}, accepts="all", observes="all")
    elif mode == "crash":
        sys.stderr.write("about to crash\n")
        sys.stderr.flush()
        os._exit(3)
    elif mode == "hang":
        os.system("sleep 61 &")
        time.sleep(60)
    elif mode == "garbage":
        sys.stdout.write("<b>]]>\x1b[31m\n")
        sys.stdout.flush()
    elif mode == "flood":
        try:
            while True:
                sys.stdout.write("{}\n" * 1000)
        except BrokenPipeError:
            os._exit(0)
    elif mode == "long-line":
        try:
            block = "x" * (1 << 20)
            for _ in range(1024):
                sys.stdout.write(block)
                sys.stdout.flush()
        except BrokenPipeError:
            os._exit(0)
    elif mode == "closes-stdout":
        os.close(1)
        time.sleep(60)
    elif mode == "closes-stdin":
        os.close(0)
        say(seq=seq)
        time.sleep(60)
    elif mode == "twice":
        sys.stdout.write(json.dumps({"seq": seq}) + "\n" + json.dumps({"seq": seq}) + "\n")
        sys.stdout.flush()
    elif mode == "out-of-order":
        say(seq=seq + 1)
    elif mode == "wrong-form":
        say(seq=seq, outputs="many")
    elif mode == "says-errored":
        say(seq=seq, errored=True, context={"disk": "full"})
    elif mode == "says-skipped":
        say(seq=seq, skipped=True, reason="not built yet")
