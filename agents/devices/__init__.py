"""The user's own devices: who of them is there, and what they are asked and told, on whichever worker they are."""

from agents.devices.exchange import Switchboard, switchboard
from agents.devices.faults import DeviceFault, DeviceGone, DeviceTimeout, Rejected

__all__ = ["DeviceFault", "DeviceGone", "DeviceTimeout", "Rejected", "Switchboard", "switchboard"]
