"""A guest integration service, written anew in Python, under the conformance protocol."""

from conformance import serve


class GuestIntegrationService:
    name = "guest integration service in Python"

    def reset(self, made_with):
        self.state = "idle" if made_with["running"] else "notRunning"
        self.made_with = made_with
        self.arrived = []
        self.wanted = []

    def receive(self, message):
        kind = message["type"]
        if kind == "DISK_CONNECTED":
            self.arrived.append(message["disk"])
            return []
        if kind == "DISK_DISCONNECTED":
            self.arrived = [disk for disk in self.arrived if disk != message["disk"]]
            return []
        handler = getattr(self, f"{self.state}_{kind}", None)
        return [] if handler is None else handler(message)

    def elapse(self, name):
        if name == "guestRevert" and self.state == "recovering":
            self.state = "reverting"
            disk, of_set = self.wanted[0]
            return [{"type": "REVERT_COPY", "disk": disk, "set": of_set}]
        return []

    def notRunning_GUEST_STARTED(self, _):
        self.state = "idle" if self.made_with["running"] else "notRunning"
        return []

    def idle_CREATE_GUEST_SHADOW_COPY(self, _):
        self.state = "creatingShadowCopy"
        return [{"type": "DO_GUEST_SNAPSHOT_SET"}]

    def idle_AUTO_RECOVER(self, message):
        return [{"type": "AUTO_RECOVER_FAILED", "disk": message["disk"]}]

    def idle_COMPLETE_GUEST_BACKUP(self, _):
        return [{"type": "GUEST_BACKUP_COMPLETED"}]

    def idle_GUEST_STOPPED(self, _):
        self.state, self.arrived, self.wanted = "notRunning", [], []
        return []

    def creatingShadowCopy_GUEST_SNAPSHOT_SET_CREATED(self, _):
        self.state = "inBackup"
        return [{"type": "GUEST_SHADOW_COPY_CREATED"}]

    def creatingShadowCopy_GUEST_SNAPSHOT_SET_FAILED(self, message):
        self.state = "idle"
        return [{"type": "GUEST_SHADOW_COPY_FAILED", "cause": message["cause"]}]

    def inBackup_AUTO_RECOVER(self, message):
        if message["disk"] not in self.arrived:
            return [{"type": "AUTO_RECOVER_FAILED", "disk": message["disk"]}]
        self.wanted.append((message["disk"], message["set"]))
        self.state = "recovering"
        return []

    def inBackup_COMPLETE_GUEST_BACKUP(self, _):
        self.state = "idle"
        return [{"type": "DELETE_GUEST_SNAPSHOT_SET"}, {"type": "GUEST_BACKUP_COMPLETED"}]

    def recovering_AUTO_RECOVER(self, message):
        return self.inBackup_AUTO_RECOVER(message)

    def recovering_FAIL_REVERT(self, _):
        return self.done("AUTO_RECOVER_FAILED")

    def reverting_COPY_REVERTED(self, _):
        return self.done("AUTO_RECOVERED")

    def reverting_COPY_NOT_REVERTED(self, _):
        return self.done("AUTO_RECOVER_FAILED")

    def done(self, kind):
        disk, _ = self.wanted.pop(0)
        self.state = "recovering" if self.wanted else "inBackup"
        return [{"type": kind, "disk": disk}]


if __name__ == "__main__":
    serve(GuestIntegrationService())
