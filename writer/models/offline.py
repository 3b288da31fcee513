"""The process stays offline; only the child process of a download goes online.

The variables are those of huggingface_hub 2 and transformers 5, which read them when they are
imported. The window's process imports neither to download: it starts ``writer models transfer``.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, MutableMapping

from writer.errors import ModelError

OURS = "WRITER_IS_OFFLINE"
"""Tells what Writer switched off for itself from what a person has switched off."""
OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}
QUIET = {
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1",
    "HF_HUB_DISABLE_UPDATE_CHECK": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "HF_HUB_DISABLE_XET": "1",
    "DISABLE_SAFETENSORS_CONVERSION": "1",
}
"""No figures about the person, no token that happens to lie on the machine, no request that asks
the hub to convert a model, and one plain HTTPS connection instead of a second transport."""
TRUE = ("1", "ON", "YES", "TRUE")


def go_offline(environ: MutableMapping[str, str] = os.environ) -> None:
    """Switch the hub library off in this process, whatever imports it later."""
    if OURS not in environ and not _asks_for_offline(environ):
        environ[OURS] = "1"
    environ.update(OFFLINE | QUIET)


def environment_for_download(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment of the child that downloads; proxies, HF_HOME and HF_ENDPOINT stay.

    Raises ``ModelError`` when the person, not Writer, has asked for no network.
    """
    if OURS not in environ and _asks_for_offline(environ):
        raise ModelError(
            "HF_HUB_OFFLINE or TRANSFORMERS_OFFLINE is set on this machine, so Writer downloads "
            "nothing. Unset it, or import the model from a folder."
        )
    left_out = {*OFFLINE, OURS}
    return {key: value for key, value in environ.items() if key not in left_out} | QUIET


def _asks_for_offline(environ: Mapping[str, str]) -> bool:
    return any(environ.get(name, "").upper() in TRUE for name in OFFLINE)
