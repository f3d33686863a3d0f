"""Guest integration services with a mistake that a person would make, by name."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[3] / "docs/example/adapters"))

from conformance import serve  # noqa: E402
from guest_integration_service import GuestIntegrationService as Service  # noqa: E402


class ConfirmsTooEarly(Service):
    """The host is told that the shadow copy is there when it was only asked for."""

    def idle_CREATE_GUEST_SHADOW_COPY(self, message):
        return super().idle_CREATE_GUEST_SHADOW_COPY(message) + [{"type": "GUEST_SHADOW_COPY_CREATED"}]

    def creatingShadowCopy_GUEST_SNAPSHOT_SET_CREATED(self, message):
        super().creatingShadowCopy_GUEST_SNAPSHOT_SET_CREATED(message)
        return []


class KeepsShadowCopy(Service):
    """The guest's shadow copy is never deleted."""

    def inBackup_COMPLETE_GUEST_BACKUP(self, message):
        return super().inBackup_COMPLETE_GUEST_BACKUP(message)[1:]


class DeletesTooEarly(Service):
    """The guest's shadow copy is deleted as soon as a copy was brought back."""

    def reverting_COPY_REVERTED(self, message):
        return [{"type": "DELETE_GUEST_SNAPSHOT_SET"}] + super().reverting_COPY_REVERTED(message)


class SkipsRevert(Service):
    """A copy is reported as brought back without anything being done."""

    def elapse(self, name):
        if name == "guestRevert" and self.state == "recovering":
            return self.done("AUTO_RECOVERED")
        return super().elapse(name)


class WrongDisk(Service):
    """The first disk is brought back whichever was asked for."""

    def elapse(self, name):
        return [{**one, "disk": 0} for one in super().elapse(name)]


class HidesVeto(Service):
    """A failed shadow copy is reported as made."""

    def creatingShadowCopy_GUEST_SNAPSHOT_SET_FAILED(self, message):
        super().creatingShadowCopy_GUEST_SNAPSHOT_SET_FAILED(message)
        return [{"type": "GUEST_SHADOW_COPY_CREATED"}]


class ForgetsCause(Service):
    """Every failure is reported as a veto."""

    def creatingShadowCopy_GUEST_SNAPSHOT_SET_FAILED(self, message):
        said = super().creatingShadowCopy_GUEST_SNAPSHOT_SET_FAILED(message)
        return [{**one, "cause": "guest-writer-veto"} for one in said]


class DoesNotWaitForDisk(Service):
    """A copy is worked on that has not arrived."""

    def inBackup_AUTO_RECOVER(self, message):
        self.arrived.append(message["disk"])
        return super().inBackup_AUTO_RECOVER(message)


class ForgetsDeparture(Service):
    """A disk that was taken away is still thought to be there."""

    def receive(self, message):
        return [] if message["type"] == "DISK_DISCONNECTED" else super().receive(message)


class LosesSecondRequest(Service):
    """A request that comes while another is worked on is lost."""

    def recovering_AUTO_RECOVER(self, message):
        return []


class StaysInBackupAfterFailure(Service):
    """After a failed shadow copy the next backup finds the service busy."""

    def creatingShadowCopy_GUEST_SNAPSHOT_SET_FAILED(self, message):
        said = super().creatingShadowCopy_GUEST_SNAPSHOT_SET_FAILED(message)
        self.state = "inBackup"
        return said


class ReportsFromMemory(Service):
    """The answer names the disk that was asked for last."""

    def done(self, kind, **more):
        last, _ = self.wanted[-1]
        return [{**one, "disk": last} for one in super().done(kind, **more)]


def all_of(base):
    return {one.__name__: one for one in base.__subclasses__()}


if __name__ == "__main__":
    if sys.argv[1] == "list":
        for name, one in all_of(Service).items():
            print(name + "\t" + one.__doc__)
    else:
        serve(all_of(Service)[sys.argv[1]]())
