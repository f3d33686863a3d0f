"""A guest integration service, written anew in Python, under the conformance protocol."""

from conformance import serve


class GuestIntegrationService:
    name = "guest integration service in Python"

    def reset(self, made_with):
        self.state = "idle" if made_with["running"] else "notRunning"
        self.made_with = made_with
        self.arrived = []
        self.wanted = []
        self.owed = None
        self.gone = "backup-service-stopped"

    def receive(self, message):
        kind = message["type"]
        if kind == "DISK_CONNECTED":
            self.arrived.append(message["disk"])
            return []
        if kind == "DISK_DISCONNECTED":
            self.arrived = [disk for disk in self.arrived if disk != message["disk"]]
            return self.given_up(message["disk"]) if self.state == "recovering" else []
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
        self.gone = "backup-service-stopped"
        return []

    def notRunning_CREATE_GUEST_SHADOW_COPY(self, _):
        return [{"type": "GUEST_SHADOW_COPY_FAILED", "cause": self.gone}]

    def notRunning_AUTO_RECOVER(self, message):
        return [self.not_recovered(message["disk"], self.gone)]

    def notRunning_COMPLETE_GUEST_BACKUP(self, _):
        return [{"type": "GUEST_BACKUP_COMPLETED"}]

    def idle_CREATE_GUEST_SHADOW_COPY(self, _):
        self.state = "creatingShadowCopy"
        return [{"type": "DO_GUEST_SNAPSHOT_SET"}]

    def idle_AUTO_RECOVER(self, message):
        return [self.not_recovered(message["disk"], "guest-shadow-copy-gone")]

    def idle_COMPLETE_GUEST_BACKUP(self, _):
        return [{"type": "GUEST_BACKUP_COMPLETED"}]

    def idle_GUEST_STOPPED(self, _):
        return self.goes("virtual-machine-stopped", forgets=True)

    def idle_STOP_BACKUP_SERVICE(self, _):
        return self.goes("backup-service-stopped") + self.lost()

    def idle_LOSE_CHANNEL(self, _):
        return self.goes("vmbus-channel-lost") + self.lost()

    def idle_HANG(self, _):
        self.state = "hung"
        return []

    inBackup_HANG = recovering_HANG = idle_HANG

    def creatingShadowCopy_HANG(self, message):
        self.owed = "creation"
        return self.idle_HANG(message)

    def hung_CREATE_GUEST_SHADOW_COPY(self, _):
        self.owed = "creation"
        return []

    def hung_COMPLETE_GUEST_BACKUP(self, _):
        self.owed = "completion"
        return []

    def hung_AUTO_RECOVER(self, message):
        self.wanted.append((message["disk"], message["set"]))
        return []

    def hung_GUEST_STOPPED(self, message):
        answers = self.fail_all("virtual-machine-stopped")
        owed, self.owed = self.owed, None
        self.goes("virtual-machine-stopped", forgets=True)
        if owed == "creation":
            answers += self.notRunning_CREATE_GUEST_SHADOW_COPY(message)
        if owed == "completion":
            answers += self.notRunning_COMPLETE_GUEST_BACKUP(message)
        return answers

    def creatingShadowCopy_GUEST_STOPPED(self, message):
        self.goes("virtual-machine-stopped")
        return self.notRunning_CREATE_GUEST_SHADOW_COPY(message)

    def creatingShadowCopy_STOP_BACKUP_SERVICE(self, message):
        self.goes("backup-service-stopped")
        return self.notRunning_CREATE_GUEST_SHADOW_COPY(message) + self.drop() + self.lost()

    def creatingShadowCopy_LOSE_CHANNEL(self, message):
        self.goes("vmbus-channel-lost")
        return self.notRunning_CREATE_GUEST_SHADOW_COPY(message) + self.drop() + self.lost()

    def inBackup_GUEST_STOPPED(self, _):
        return self.goes("virtual-machine-stopped", forgets=True)

    def inBackup_STOP_BACKUP_SERVICE(self, _):
        return self.goes("backup-service-stopped") + self.drop() + self.lost()

    def inBackup_LOSE_CHANNEL(self, _):
        return self.goes("vmbus-channel-lost") + self.drop() + self.lost()

    def creatingShadowCopy_GUEST_SNAPSHOT_SET_CREATED(self, _):
        self.state = "inBackup"
        return [{"type": "GUEST_SHADOW_COPY_CREATED"}]

    def creatingShadowCopy_GUEST_SNAPSHOT_SET_FAILED(self, message):
        self.state = "idle"
        return [{"type": "GUEST_SHADOW_COPY_FAILED", "cause": message["cause"]}]

    def inBackup_AUTO_RECOVER(self, message):
        if message["disk"] not in self.arrived:
            return [self.not_recovered(message["disk"], "disk-did-not-arrive")]
        self.wanted.append((message["disk"], message["set"]))
        self.state = "recovering"
        return []

    def inBackup_KEEP_DISK_AWAY(self, _):
        self.arrived = self.arrived[:-1]
        return []

    def inBackup_COMPLETE_GUEST_BACKUP(self, _):
        self.state = "idle"
        return self.drop() + [{"type": "GUEST_BACKUP_COMPLETED"}]

    def recovering_AUTO_RECOVER(self, message):
        return self.inBackup_AUTO_RECOVER(message)

    def recovering_FAIL_REVERT(self, _):
        return self.done("AUTO_RECOVER_FAILED", cause="recovery-failed")

    def recovering_KEEP_DISK_AWAY(self, _):
        return self.done("AUTO_RECOVER_FAILED", cause="disk-did-not-arrive")

    def recovering_COMPLETE_GUEST_BACKUP(self, message):
        self.wanted = []
        return self.inBackup_COMPLETE_GUEST_BACKUP(message)

    def recovering_GUEST_STOPPED(self, _):
        failed = self.fail_all("virtual-machine-stopped")
        return failed + self.goes("virtual-machine-stopped", forgets=True)

    def recovering_STOP_BACKUP_SERVICE(self, _):
        failed = self.fail_all("backup-service-stopped")
        return failed + self.goes("backup-service-stopped") + self.drop() + self.lost()

    def recovering_LOSE_CHANNEL(self, _):
        failed = self.fail_all("vmbus-channel-lost")
        return failed + self.goes("vmbus-channel-lost") + self.drop() + self.lost()

    def reverting_COPY_REVERTED(self, _):
        return self.done("AUTO_RECOVERED")

    def reverting_COPY_NOT_REVERTED(self, _):
        return self.done("AUTO_RECOVER_FAILED", cause="guest-shadow-copy-gone")

    def given_up(self, disk):
        """The host has disconnected a copy that was to be brought back."""
        if disk not in [wanted for wanted, _ in self.wanted]:
            return []
        self.wanted = [(wanted, of) for wanted, of in self.wanted if wanted != disk]
        self.state = "recovering" if self.wanted else "inBackup"
        return [self.not_recovered(disk, "disk-did-not-arrive")]

    def done(self, kind, **more):
        disk, _ = self.wanted.pop(0)
        self.state = "recovering" if self.wanted else "inBackup"
        return [{"type": kind, "disk": disk, **more}]

    def goes(self, why, forgets=False):
        self.state, self.gone = "notRunning", why
        if forgets:
            self.arrived, self.wanted = [], []
        return []

    def fail_all(self, why):
        failed = [self.not_recovered(disk, why) for disk, _ in self.wanted]
        self.wanted = []
        return failed

    def not_recovered(self, disk, cause):
        return {"type": "AUTO_RECOVER_FAILED", "disk": disk, "cause": cause}

    def drop(self):
        return [{"type": "DELETE_GUEST_SNAPSHOT_SET"}]

    def lost(self):
        return [{"type": "BACKUP_SERVICE_LOST"}]


if __name__ == "__main__":
    serve(GuestIntegrationService())
