"""The walls around the tests hold."""

from __future__ import annotations

import os
import socket
import tempfile
from pathlib import Path

import keyring
import pytest

from auditor_app.config import default_data_dir


@pytest.mark.parametrize("address", [("93.184.215.14", 80), ("10.0.0.1", 80), ("2001:db8::1", 80)], ids=str)
def test_a_connection_to_another_machine_is_refused(address: tuple[str, int]) -> None:
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as outward, pytest.raises(RuntimeError, match="must not reach"):
        outward.connect(address)


def test_a_name_on_the_network_is_not_looked_up() -> None:
    with pytest.raises(RuntimeError, match=r"example\.org"):
        socket.getaddrinfo("example.org", 443)


def test_a_server_on_this_machine_can_be_reached() -> None:
    server = socket.create_server(("127.0.0.1", 0))
    with server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()


def test_data_goes_into_a_throw_away_home() -> None:
    assert default_data_dir().is_relative_to(tempfile.gettempdir())
    assert Path.home().is_relative_to(tempfile.gettempdir())


def test_the_keyring_of_the_developer_is_out_of_reach() -> None:
    keyring.set_password("auditor", "tests", "must not be kept")
    assert keyring.get_password("auditor", "tests") is None


def test_windows_have_no_display() -> None:
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"
