"""The process is offline, and its children are only when they download."""

from __future__ import annotations

import pytest

from writer.errors import ModelError
from writer.models.offline import environment_for_download, go_offline


def test_writer_switches_itself_off_and_a_download_on() -> None:
    """Only the child goes online, and it stays quiet about the person and the machine."""
    environ = {
        "HTTPS_PROXY": "http://proxy:3128",
        "HF_HOME": "/big/disk",
        "HF_ENDPOINT": "https://h",
    }
    mine = dict(environ)
    go_offline(mine)
    go_offline(mine)
    assert mine["HF_HUB_OFFLINE"] == mine["TRANSFORMERS_OFFLINE"] == "1"
    child = environment_for_download(mine)
    assert "HF_HUB_OFFLINE" not in child
    assert child.items() >= environ.items()
    for name in ("TELEMETRY", "IMPLICIT_TOKEN", "XET"):
        assert child[f"HF_HUB_DISABLE_{name}"] == "1"
    assert child["DISABLE_SAFETENSORS_CONVERSION"] == "1"


@pytest.mark.parametrize("name", ["HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"])
@pytest.mark.parametrize("value", ["1", "true", "YES"])
def test_a_person_who_chose_offline_stays_offline(name: str, value: str) -> None:
    """Also after Writer has switched itself off on top of it."""
    environ = {name: value}
    for _ in range(2):
        with pytest.raises(ModelError, match="downloads nothing"):
            environment_for_download(environ)
        go_offline(environ)
