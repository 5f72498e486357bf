"""The guards themselves: each must be able to fail."""

import socket
import time

import pytest
from blockbuster import BlockingError
from pytest_socket import SocketConnectBlockedError


async def test_a_blocking_call_on_the_loop_is_caught():
    with pytest.raises(BlockingError):
        time.sleep(0.01)


def test_no_test_leaves_loopback():
    with socket.socket() as outside, pytest.raises(SocketConnectBlockedError):
        outside.connect(("192.0.2.1", 80))
