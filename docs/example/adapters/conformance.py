"""The conformance protocol of hyperv-backup-spec for Python; standard library only.

Give `serve` an object with these methods; it answers until the tester says stop.

    name                        what the implementation is called
    reset(input)                be as new; `input` is what the component is made with
    receive(message) -> list    a message arrives; what is said to it, in order
    elapse(name) -> list        what the component waits for under this name is over
"""

import json
import sys


class Skip(Exception):
    """Raised by an implementation that cannot do what is asked; the text says why."""


def answer(request, implementation, made_with):
    command = request["command"]
    if command == "start":
        made_with["input"] = request["input"]
        return {
            "protocol": 1,
            "implementation": {"name": implementation.name},
            "accepts": "all",
            "observes": "all",
        }
    if command == "reset":
        implementation.reset(made_with["input"])
        return {}
    if command == "step":
        return {"outputs": [implementation.receive(one["message"]) for one in request["inputs"]]}
    if command == "advance":
        return {"outputs": implementation.elapse(request["elapse"])}
    if command == "observe":
        return {"outputs": []}
    return {}


def serve(implementation):
    made_with = {}
    read, write, flush = sys.stdin.readline, sys.stdout.write, sys.stdout.flush
    dumps, loads = json.JSONEncoder(separators=(",", ":")).encode, json.loads
    while True:
        line = read()
        if not line:
            return
        request = loads(line)
        try:
            said = answer(request, implementation, made_with)
        except Skip as reason:
            said = {"skipped": True, "reason": str(reason)}
        except Exception as error:  # an implementation may fail in any way
            said = {"errored": True, "context": repr(error)}
        said["seq"] = request["seq"]
        write(dumps(said) + "\n")
        flush()
        if request["command"] == "stop":
            return
