"""Runs the tables that `hyperv-backup-spec export --format json` writes; needs nothing but Python.

    python3 backup_model.py model.json     explores every interleaving and counts states and steps
"""
import json
import sys


class Model:
    def __init__(self, tables):
        assert tables["format"] == "hyperv-backup-spec model" and tables["version"] == 1, "unknown format"
        self.tables = tables
        self.actors = tables["actors"]
        self.charts = [tables["charts"][actor["chart"]] for actor in self.actors]
        self.units = len(tables["groups"]) - 1

    def initial(self):
        """States are tuples: actors, channels, parts, observers, problems, budget."""
        count = lambda name: len(self.tables[name])
        parts = ((None,) * self.units,) * count("gathers")
        zeros = lambda name: (0,) * count(name)
        return (zeros("actors"), ((),) * count("channels"), parts, zeros("observers"), zeros("groups"),
                self.tables["budget"] or 0)

    def steps(self, state):
        """Every event that may happen in a state, with the state that it leads to."""
        actors, channels, _, _, _, budget = state
        may = lambda one: not one["charged"] or budget > 0
        for number, parcels in enumerate(channels):
            if parcels:
                yield ("deliver", number), Step(self, state).deliver(number)
        for number, chart in enumerate(self.charts):
            for key in chart["rows"][actors[number]]:
                asked = chart["inputs"][int(key)]
                if "delay" in asked and may(asked):
                    yield ("elapse", number, int(key)), Step(self, state, asked["charged"]).elapse(number, int(key))
        for act in self.tables["acts"]:
            if str(act["input"]) in self.charts[act["actor"]]["rows"][actors[act["actor"]]] and may(act):
                yield ("act", act["actor"], act["input"]), Step(self, state, act["charged"]).act(act)


class Step:
    """A step is worked off first in, first out; everything that it causes by calls belongs to it."""

    def __init__(self, model, state, charged=False):
        self.model = model
        self.actors, self.channels, parts, self.observers, self.problems = map(list, state[:5])
        self.parts = [list(part) for part in parts]
        self.budget = state[5] - charged
        self.waiting = []

    def deliver(self, number):
        first, *rest = self.channels[number]
        self.channels[number] = tuple(rest)
        return self.work_off(self.model.tables["channels"][number]["opens"][first], None)

    def elapse(self, actor, key):
        return self.work_off(self.answer(actor, key), actor)

    def act(self, act):
        self.notice(act["actor"], act["notice"])
        return self.work_off(self.answer(act["actor"], act["input"]), act["actor"])

    def answer(self, actor, key):
        """The actor takes an input; what becomes of all that it says."""
        row = self.model.charts[actor]["rows"][self.actors[actor]].get(str(key), "refused")
        if row == "refused":
            self.problems[self.model.actors[actor]["group"]] = 1
            return []
        assert row is not None, "the step leads out of the tables"
        self.actors[actor], says = row
        return [effect for said in says for effect in self.model.actors[actor]["effects"][said]]

    def notice(self, actor, notice):
        for number, observer in enumerate(self.model.tables["observers"]):
            if observer["group"] == self.model.actors[actor]["group"]:
                state = self.observers[number]
                self.observers[number] = observer["rows"][state].get(str(notice), state)
                assert self.observers[number] is not None, "the step leads out of the tables"

    def work_off(self, effects, actor):
        self.cause(effects, actor)
        while self.waiting:
            call = self.waiting.pop(0)
            self.notice(call["actor"], call["notice"])
            self.cause(self.answer(call["actor"], call["input"]), call["actor"])
        parts = tuple(map(tuple, self.parts))
        return (tuple(self.actors), tuple(self.channels), parts, tuple(self.observers), tuple(self.problems),
                self.budget)

    def cause(self, effects, actor):
        group = None if actor is None else self.model.actors[actor]["group"]
        for effect in effects:
            if effect["do"] == "call":
                self.waiting.append(effect)
            elif effect["do"] == "post":
                number, parcels = effect["channel"], self.channels[effect["channel"]]
                channel = self.model.tables["channels"][number]
                if len(parcels) < channel["capacity"]:
                    self.channels[number] = parcels + (effect["parcel"],)
                else:
                    self.problems[channel["group"]] = 1
            elif effect["do"] == "part":
                self.give_part(effect, group)
            else:
                self.problems[group] = 1

    def give_part(self, effect, group):
        parts = self.parts[effect["gather"]]
        if parts[group - 1] is not None:
            self.problems[group] = 1
        parts[group - 1] = parts[group - 1] is True or effect["yes"]
        if None not in parts:
            gather = self.model.tables["gathers"][effect["gather"]]
            self.waiting.extend(gather["any" if True in parts else "none"])
            parts[:] = [None] * len(parts)


def holds(condition, state):
    """Whether a condition of a claim holds in a state."""
    if isinstance(condition, bool):
        return condition
    if "and" in condition:
        return all(holds(part, state) for part in condition["and"])
    if "or" in condition:
        return any(holds(part, state) for part in condition["or"])
    for name, place in (("actor", 0), ("observer", 3), ("problem", 4)):
        if name in condition:
            return state[place][condition[name]] in condition["in"]
    raise ValueError(f"unknown condition {condition}")


def explore(model):
    """All reachable states, with the distinct states that one step leads to."""
    successors = {}
    open_states = [model.initial()]
    while open_states:
        state = open_states.pop()
        if state not in successors:
            successors[state] = {after for _, after in model.steps(state)} - {state}
            open_states.extend(successors[state])
    return successors


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        the_model = Model(json.load(file))
    found = explore(the_model)
    print(f"{len(found)} states, {sum(map(len, found.values()))} steps")
    for claim in the_model.tables["claims"]:
        hits = sum(any(holds(when, state) for when in claim["when"]) for state in found)
        print(f"{claim['id']} ({claim['kind']}): in {hits} states")
