"""Why a device did not do what it was asked; the words go to the model."""

from typing import ClassVar

from agents.tools.base import ToolFault


class DeviceFault(ToolFault):
    code: ClassVar[str] = "device_failed"
    correctable = False


class DeviceTimeout(DeviceFault):
    code = "device_timeout"

    def __init__(self) -> None:
        super().__init__("The device did not answer.")


class DeviceGone(DeviceFault):
    code = "device_gone"

    def __init__(self) -> None:
        super().__init__("The device went away and did not answer.")


class Rejected(DeviceFault):
    """It said no, with a reason."""
