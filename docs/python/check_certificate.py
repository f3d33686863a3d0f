"""Checks a certificate that `hyperv-backup-spec verify --certificate` writes; needs nothing but Python.

    python3 check_certificate.py certificate.json [model.json]

The initial state is in the certificate, every step from a state in it leads to a state in it, and the claims
hold on its states: then they hold on every run. With the model that the export command writes, the tables and
claims of the certificate must be those of the model; without it they are taken as they stand.
"""
import json
import sys

from backup_model import Model, holds


class Refused(Exception):
    pass


def frozen(value):
    return tuple(map(frozen, value)) if isinstance(value, list) else value


def read(name):
    with open(name, encoding="utf-8") as file:
        return json.load(file)


def check_model(claimed, given):
    for part in given:
        if claimed.get(part) != given[part]:
            raise Refused(f"the {part} of the certificate are not those of the model")
    if claimed.keys() != given.keys():
        raise Refused("the certificate has tables that the model has not")


def check_states(model, states, steps):
    """The states are a reachable, closed set, and the steps between them are as they are said to be."""
    numbers = {state: number for number, state in enumerate(states)}
    if len(numbers) < len(states) or len(steps) != len(states):
        raise Refused("a state is there twice, or without its steps")
    if numbers.get(model.initial()) != 0:
        raise Refused("the initial state is not the first")
    for number, state in enumerate(states):
        reached = set()
        for event, after in model.steps(state):
            if after not in numbers:
                raise Refused(f"state {number}: {event} leads to a state that is not there")
            reached.add(numbers[after])
        if sorted(reached - {number}) != steps[number]:
            raise Refused(f"state {number}: its steps lead to {sorted(reached - {number})}, not to {steps[number]}")


def check_claims(tables, states):
    """
    The claims that are proved: no state violates them, or some state shows them. A claim about fair runs needs
    more than a set of states, and is none of them.
    """
    checked = []
    for claim in tables["claims"]:
        seen = next((n for n, state in enumerate(states) if any(holds(w, state) for w in claim["when"])), None)
        if claim["kind"] == "never":
            if seen is not None:
                raise Refused(f"{claim['id']} is violated in state {seen}")
            checked.append(claim["id"])
        elif claim["kind"] == "sometimes" and seen is not None:
            checked.append(claim["id"])
    return checked


def check_end(tables, states, steps):
    """From every state the end can be reached."""
    before = [[] for _ in states]
    for number, after in enumerate(steps):
        for reached in after:
            before[reached].append(number)
    open_states = [number for number, state in enumerate(states) if holds(tables["end"], state)]
    ending = set(open_states)
    while open_states:
        for number in before[open_states.pop()]:
            if number not in ending:
                ending.add(number)
                open_states.append(number)
    if len(ending) < len(states):
        raise Refused(f"from {len(states) - len(ending)} states the end cannot be reached")


def check(certificate, given=None):
    if certificate.get("format") != "hyperv-backup-spec certificate" or certificate.get("version") != 1:
        raise Refused("unknown format")
    tables = certificate["model"]
    if given is not None:
        check_model(tables, given)
    states = [frozen(state) for state in certificate["states"]]
    check_states(Model(tables), states, certificate["steps"])
    claims = check_claims(tables, states)
    check_end(tables, states, certificate["steps"])
    return len(states), claims


if __name__ == "__main__":
    try:
        count, proved = check(read(sys.argv[1]), read(sys.argv[2]) if len(sys.argv) > 2 else None)
    except (Refused, AssertionError, KeyError, IndexError, TypeError, ValueError) as reason:
        print(f"refused: {reason}")
        sys.exit(1)
    print(f"accepted: {count} states, the end can be reached from each; proved: {', '.join(proved)}")
