"""Writer finds its own files from a checkout, a wheel and a bundle."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from writer.errors import WriterError
from writer.paths import Profile, resources_dir

ROOT = Path(__file__).resolve().parents[2]


def test_from_a_checkout() -> None:
    """The folder beside the package, with the starter model in it."""
    assert resources_dir() == ROOT / "resources"
    assert (resources_dir() / "models" / "starter" / "config.json").is_file()


def test_from_a_bundle(tmp_path: Path) -> None:
    """A frozen application's folder comes first."""
    (tmp_path / "resources" / "models").mkdir(parents=True)
    assert resources_dir(bundle_root=str(tmp_path)) == tmp_path / "resources"


def test_an_incomplete_installation_is_a_sentence(tmp_path: Path) -> None:
    """It says that documents are not affected and what to do."""
    module = tmp_path / "site" / "writer" / "paths.py"
    module.parent.mkdir(parents=True)
    with pytest.raises(WriterError, match="Install Writer again"):
        resources_dir(module_file=str(module))


def test_from_an_installed_wheel(tmp_path: Path) -> None:
    """A wheel built from the checkout brings the resources and finds them, from any folder.

    The wheel is unpacked the way pip does it, without its dependencies, into an environment
    of its own; nothing of the checkout is on its path.
    """
    wheels = tmp_path / "wheels"
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(wheels)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = wheels.glob("writer-*.whl")
    environment = tmp_path / "environment"
    venv.create(environment, symlinks=True, with_pip=False)
    (site,) = environment.glob("lib/python*/site-packages")
    shutil.unpack_archive(wheel, site, format="zip")
    probe = "from writer.paths import resources_dir; print(resources_dir())"
    found = subprocess.run(
        [environment / "bin" / "python", "-I", "-c", probe],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    assert Path(found).resolve() == (site / "writer" / "resources").resolve()
    assert (Path(found) / "models" / "starter" / "model.safetensors").is_file()


def test_a_profile_is_made_for_its_owner_only(tmp_path: Path) -> None:
    """Settings and journals are nobody else's to read."""
    profile = Profile.under(tmp_path / "p")
    profile.create()
    for folder in (profile.config, profile.state, profile.data):
        assert folder.is_dir()
        assert folder.stat().st_mode & 0o077 == 0


def test_a_profile_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    """It names the option that helps."""
    (tmp_path / "file").write_text("")
    with pytest.raises(WriterError, match="--profile"):
        Profile.under(tmp_path / "file" / "p").create()
