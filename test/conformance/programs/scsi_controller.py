"""A SCSI controller, written anew in Python, and ones with a mistake that a person would make, by name."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[3] / "docs/example/adapters"))

from conformance import serve  # noqa: E402


class Controller:
    name = "SCSI controller in Python"

    def reset(self, made_with):
        self.free = made_with["freeSlots"]
        self.place = "on"
        self.connected = []
        self.queue = []

    def receive(self, message):
        handler = getattr(self, message["type"], None)
        return [] if handler is None else handler(message)

    def elapse(self, name):
        if name != "hotPlug" or not self.queue:
            return []
        operation, disk, of_set = self.queue.pop(0)
        return self.add(disk, of_set) if operation == "add" else self.remove(disk, of_set)

    def add(self, disk, of_set):
        self.connected.append((disk, of_set))
        return [{"type": "DISK_CONNECTED", "disk": disk, "set": of_set}]

    def remove(self, disk, of_set):
        self.connected = [one for one in self.connected if one[0] != disk]
        self.free += 1
        return [{"type": "DISK_DISCONNECTED", "disk": disk, "set": of_set}]

    def refused(self, disk, reason):
        return {"type": "HOT_ADD_REFUSED", "disk": disk, "reason": reason}

    def HOT_ADD(self, message):
        if self.place != "on":
            reason = "machineOff" if self.place == "off" else "removed"
            return [self.refused(message["disk"], reason)]
        if self.free == 0:
            return [self.refused(message["disk"], "noFreeSlot")]
        self.free -= 1
        self.queue.append(("add", message["disk"], message["set"]))
        return []

    def HOT_REMOVE(self, message):
        if self.place == "on":
            self.queue.append(("remove", message["disk"], message["set"]))
        return []

    def GUEST_STOPPED(self, _):
        if self.place != "on":
            return []
        self.place = "off"
        said = [{"type": "DISK_DISCONNECTED", "disk": disk, "set": of_set} for disk, of_set in self.connected]
        said += [self.refused(disk, "machineOff") for operation, disk, _ in self.queue if operation == "add"]
        self.free += len(self.connected)
        self.lose_queue()
        self.connected = []
        return said

    def GUEST_STARTED(self, _):
        if self.place == "off":
            self.place = "on"
        return []

    def MANAGEMENT_SERVICE_RESTARTED(self, _):
        if self.place == "on":
            self.lose_queue()
        return []

    def SCSI_CONTROLLERS_REMOVED(self, _):
        if self.place == "off":
            self.place = "removed"
        return []

    def TAKE_SLOT(self, _):
        if self.place == "on" and not self.queue:
            self.free = max(0, self.free - 1)
        return []

    def lose_queue(self):
        self.free += sum(1 for operation, *_ in self.queue if operation == "add")
        self.queue = []


class ForgetsFreedSlot(Controller):
    """A slot that a copy has left stays taken."""

    def remove(self, disk, of_set):
        said = super().remove(disk, of_set)
        self.free -= 1
        return said


class ConnectsAtOnce(Controller):
    """A disk is reported as connected when it was only asked for."""

    def HOT_ADD(self, message):
        said = super().HOT_ADD(message)
        return said or self.elapse("hotPlug")


class AddsToStoppedMachine(Controller):
    """A disk is added to a machine that does not run."""

    def HOT_ADD(self, message):
        if self.place == "off":
            return [{"type": "DISK_CONNECTED", "disk": message["disk"], "set": message["set"]}]
        return super().HOT_ADD(message)


class KeepsDisksOfStoppedMachine(Controller):
    """Copies stay connected when their machine stops."""

    def GUEST_STOPPED(self, message):
        return [one for one in super().GUEST_STOPPED(message) if one["type"] != "DISK_DISCONNECTED"]


class TakesSlotTwice(Controller):
    """Every slot but one is thought to be taken."""

    def reset(self, made_with):
        super().reset({"freeSlots": min(1, made_with["freeSlots"]) - 1 if made_with["freeSlots"] == 1 else 1})


class LosesRequestWhenBusy(Controller):
    """A removal that comes while another disk is worked on is lost."""

    def HOT_REMOVE(self, message):
        return [] if self.queue else super().HOT_REMOVE(message)


def all_of(base):
    return {one.__name__: one for one in base.__subclasses__()}


if __name__ == "__main__":
    if len(sys.argv) == 1:
        serve(Controller())
    else:
        serve(all_of(Controller)[sys.argv[1]]())
