"""The files that make Writer a citizen of a desktop agree with each other and with the program."""

from __future__ import annotations

import configparser
import importlib.util
import json
import plistlib
import re
import struct
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest
import yaml

from tests.scripts import load
from writer import __version__

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
APP_ID = "org.writer_editor.Writer"
MEDIA_TYPES = {"text/plain", "text/markdown"}


@pytest.fixture(scope="module")
def contents() -> ModuleType:
    """The decisions of build.spec."""
    return load("contents")


def desktop_entry() -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None, strict=True)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(PACKAGING / "linux" / f"{APP_ID}.desktop", encoding="utf-8")
    return parser["Desktop Entry"]


def metainfo() -> ElementTree.Element:
    return ElementTree.parse(PACKAGING / "linux" / f"{APP_ID}.metainfo.xml").getroot()


def test_the_desktop_entry_starts_writer_with_files() -> None:
    """A double click on a text or Markdown file opens it, and the window finds its icon."""
    entry = desktop_entry()
    assert entry["Type"] == "Application"
    assert entry["Exec"] == "writer %F"
    assert entry["Icon"] == APP_ID
    assert set(entry["MimeType"].strip(";").split(";")) == MEDIA_TYPES
    assert entry["Terminal"] == "false"
    for key in ("MimeType", "Categories", "Keywords"):
        assert entry[key].endswith(";")


def test_the_window_names_its_desktop_entry() -> None:
    """A Wayland desktop matches the window to its icon by this name."""
    app = (ROOT / "writer" / "app.py").read_text(encoding="utf-8")
    assert f'DESKTOP_ID = "{APP_ID}"' in app
    assert load("deb").APP_ID == APP_ID
    assert load("contents").APP_ID == APP_ID


def test_the_metainfo_is_whole_and_current() -> None:
    """What software centres require (freedesktop.org/software/appstream), and this version first.

    ``make deb`` runs ``appstreamcli validate`` too, where it is installed.
    """
    root = metainfo()
    assert root.tag == "component"
    assert root.get("type") == "desktop-application"
    assert root.findtext("id") == APP_ID
    for tag in ("name", "summary", "metadata_license", "project_license", "developer_name"):
        assert root.findtext(tag), tag
    summary = root.findtext("summary")
    assert summary is not None
    assert not summary.endswith(".")
    assert len(summary) <= 80
    assert len(root.findall("description/p")) >= 1
    assert root.findtext("launchable") == f"{APP_ID}.desktop"
    assert {e.text for e in root.findall("provides/mediatype")} == MEDIA_TYPES
    assert root.find("content_rating") is not None
    releases = root.findall("releases/release")
    assert releases[0].get("version") == __version__
    categories = {e.text for e in root.findall("categories/category")}
    assert categories <= set(desktop_entry()["Categories"].split(";"))


def test_windows_and_macos_have_their_icons() -> None:
    """Both formats hold the sizes that their systems ask for."""
    ico = (PACKAGING / "windows" / "writer.ico").read_bytes()
    reserved, kind, count = struct.unpack_from("<HHH", ico)
    assert (reserved, kind) == (0, 1)
    widths = {ico[6 + 16 * i] or 256 for i in range(count)}
    assert {16, 32, 48, 256} <= widths
    icns = (PACKAGING / "macos" / "writer.icns").read_bytes()
    assert icns[:4] == b"icns"
    assert struct.unpack_from(">I", icns, 4) == (len(icns),)
    assert b"ic10" in icns  # 1024 pixels


def test_macos_opens_the_same_kinds_of_files(contents: ModuleType) -> None:
    """Info.plist can be written, and names text and Markdown."""
    info = plistlib.loads(plistlib.dumps(contents.mac_info(__version__)))
    assert info["CFBundleShortVersionString"] == __version__
    kinds = {k for t in info["CFBundleDocumentTypes"] for k in t["LSItemContentTypes"]}
    assert kinds == {"net.daringfireball.markdown", "public.plain-text"}
    entitlements = plistlib.loads((PACKAGING / "macos" / "entitlements.plist").read_bytes())
    assert entitlements["com.apple.security.cs.disable-library-validation"] is True


@pytest.mark.parametrize(
    ("line", "kind"), [("cuda = '13.0'", "CUDA"), ("hip = '7.0'", "HIP"), ("xpu = '2026'", "XPU")]
)
def test_a_torch_for_graphics_cards_is_refused(
    contents: ModuleType, tmp_path: Path, line: str, kind: str
) -> None:
    """It would add gigabytes; the sentence names the build and what to do."""
    version = tmp_path / "version.py"
    version.write_text(f"__version__ = '2.13.0+x'\ncuda = None\nhip = None\nxpu = None\n{line}\n")
    problem = contents.torch_problem(version)
    assert kind in problem
    assert "2.13.0+x" in problem
    assert "Install the CPU build" in problem


def test_the_cpu_build_of_torch_is_taken(contents: ModuleType) -> None:
    """The one that Writer's own tests run with."""
    origin = importlib.util.find_spec("torch").origin  # type: ignore[union-attr]
    assert contents.torch_problem(Path(str(origin)).with_name("version.py")) is None


def test_the_families_that_are_kept_exist(contents: ModuleType) -> None:
    """A name that transformers no longer has would silently be missing from the bundle."""
    origin = str(importlib.util.find_spec("transformers").origin)  # type: ignore[union-attr]
    excluded = contents.excluded_modules(origin)
    there = {path.parent.name for path in Path(origin).parent.glob("models/*/__init__.py")}
    assert set(contents.FAMILIES) <= there
    assert "transformers.models.llama" not in excluded
    assert "transformers.models.whisper" in excluded
    wanted = contents.hidden_imports(origin)
    assert "transformers.models.llama.modeling_llama" in wanted
    assert "transformers.models.auto.modeling_auto" in wanted


def test_qt_parts_are_left_out_by_name(contents: ModuleType) -> None:
    """Qt Quick goes, the window's own libraries and platforms stay."""
    left_out = ["PySide6/Qt/lib/libQt6Quick.so.6", "PySide6/Qt/plugins/platformthemes/libqgtk3.so"]
    stay = ["PySide6/Qt/lib/libQt6Gui.so.6", "PySide6/Qt/plugins/platforms/libqxcb.so"]
    entries = [(name, "", "DATA") for name in [*left_out, *stay]]
    assert [entry[0] for entry in contents.needed_datas(entries, ["de"])] == stay
    words = [f"PySide6/Qt/translations/{n}.qm" for n in ("qtbase_de", "qtbase_fr", "qt_help_de")]
    entries = [(name, "", "DATA") for name in words]
    assert [entry[0] for entry in contents.needed_datas(entries, ["de"])] == words[:1]


def test_the_bundle_brings_the_licences_of_what_is_in_it(contents: ModuleType) -> None:
    """Those that lie beside the modules too, once, and none of what is not bundled."""
    modules = ["onnxruntime.capi", "onnx", "ml_dtypes", "PySide6.QtCore"]
    found = {target for target, *_ in contents.licences(modules, [])}
    assert {"licences/onnxruntime/LICENSE", "licences/onnxruntime/ThirdPartyNotices.txt"} <= found
    for name in ("onnx", "ml_dtypes"):
        assert any(re.match(rf"licences/{name}-[^/]+/licenses/LICENSE$", one) for one in found)
    assert any(re.match(r"licences/pyside6_essentials-[^/]+/METADATA$", one, re.I) for one in found)
    assert not any("torch" in one for one in found)
    there = [(one.removeprefix("licences/"), "", "DATA") for one in found]
    assert contents.licences(modules, there) == []


def test_windows_offers_writer_for_the_same_files(contents: ModuleType) -> None:
    """The installer registers the extensions that Info.plist names, and removes them again."""
    script = (PACKAGING / "windows" / "writer.iss").read_text(encoding="utf-8")
    assert f'#define Id "{APP_ID}"' in script
    lines = [line for line in script.splitlines() if "OpenWithProgids" in line]
    offered = {re.search(r"Classes\\(\.\w+)\\", line)[1] for line in lines}  # type: ignore[index]
    types = contents.mac_info(__version__)["CFBundleDocumentTypes"]
    named = {f".{extension}" for t in types for extension in t["CFBundleTypeExtensions"]}
    assert offered == named - {".text"}
    assert all("uninsdeletevalue" in line for line in lines)


def test_a_machine_without_binutils_can_build(tmp_path: Path) -> None:
    """The stand-ins do what PyInstaller uses of objdump and objcopy, and nothing else."""
    bundle = load("bundle")
    for name, text in (("objdump", bundle.OBJDUMP), ("objcopy", bundle.OBJCOPY)):
        (tmp_path / name).write_text(text.format(python=sys.executable))

    def code(name: str, *arguments: str) -> int:
        command = [sys.executable, str(tmp_path / name), *arguments]
        return subprocess.run(command, capture_output=True).returncode

    program, archive = tmp_path / "program", tmp_path / "archive"
    program.write_bytes(b"\x7fELF and more")
    archive.write_bytes(b"modules")
    assert code("objdump", "-a", str(program)) == 0
    assert code("objdump", "-a", str(archive)) == 1
    assert code("objcopy", "--add-section", f"pydata={archive}", str(program)) == 0
    assert program.read_bytes() == b"\x7fELF and moremodules"
    assert code("objcopy", "--strip-all", "x", str(program)) != 0


def a_bundle(folder: Path, saved: str) -> Path:
    """A program that claims to have written "It was light." and writes ``saved``."""
    facts = {"suggestion": "light.", "text": "It was light.", "parts": []}
    facts |= dict.fromkeys(load("smoke").TIMES, 1.0)
    folder.mkdir()
    program = folder / "writer"
    program.write_text(
        f"#!/bin/sh\nprintf '%s' '{saved}' > \"$2\"\nprintf '%s' '{json.dumps(facts)}'\n"
    )
    program.chmod(0o755)
    return folder


@pytest.mark.parametrize(("saved", "problem"), [("It was light.", ""), ("It was li", "file holds")])
def test_the_smoke_test_reads_the_file_itself(tmp_path: Path, saved: str, problem: str) -> None:
    """A window that says it saved is not believed."""
    smoke = load("smoke")
    folder = tmp_path / "here"
    folder.mkdir()
    bundle = smoke.Bundle(a_bundle(tmp_path / "writer", saved), folder)
    if problem:
        with pytest.raises(smoke.SmokeError, match=problem):
            smoke.window(bundle)
    else:
        smoke.window(bundle)


def test_the_debian_package_puts_everything_in_its_place(tmp_path: Path) -> None:
    """The program, its command, what the desktop reads, and the licence."""
    bundle = tmp_path / "bundle"
    bundle.mkdir()
    (bundle / "writer").write_text("program")
    (bundle / "writer").chmod(0o700)
    root = tmp_path / "root"
    load("deb").lay_out(bundle, root)
    assert (root / "usr/bin/writer").resolve() == root / "usr/lib/writer/writer"
    assert (root / "usr/lib/writer/writer").stat().st_mode & 0o777 == 0o755
    share = root / "usr/share"
    for name in (
        f"applications/{APP_ID}.desktop",
        f"metainfo/{APP_ID}.metainfo.xml",
        f"icons/hicolor/scalable/apps/{APP_ID}.svg",
        f"icons/hicolor/48x48/apps/{APP_ID}.png",
        f"icons/hicolor/256x256/apps/{APP_ID}.png",
        "doc/writer/copyright",
        "doc/writer/changelog.gz",
    ):
        assert (share / name).is_file(), name
        assert (share / name).stat().st_mode & 0o777 == 0o644, name


def test_a_library_of_no_known_package_stops_the_package() -> None:
    """Nothing is left for a person's first start to find out."""
    deb = load("deb")
    depends = deb.needed_packages({"libc.so.6", "libm.so.6", "libEGL.so.1"}, "2.36")
    assert depends == ["fontconfig-config", "libc6 (>= 2.36)", "libegl1", "xkb-data"]
    with pytest.raises(SystemExit, match=r"libnew\.so\.7"):
        deb.needed_packages({"libc.so.6", "libnew.so.7"}, "2.36")


def workflows() -> dict[str, dict[str, object]]:
    found = {}
    for path in sorted((ROOT / ".github" / "workflows").glob("*.yml")):
        found[path.name] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def test_the_workflows_call_what_is_there() -> None:
    """Every make target, script and workflow that they name exists."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert set(workflows()) == {"bundle.yml", "ci.yml", "release.yml"}
    for name, workflow in workflows().items():
        jobs = workflow["jobs"]
        assert isinstance(jobs, dict)
        for job in jobs.values():
            if "uses" in job:
                assert (ROOT / job["uses"]).is_file(), name
            for step in job.get("steps", []):
                script = step.get("run", "")
                for target in re.findall(r"^make ([a-z-]+)", script, re.MULTILINE):
                    assert f"\n{target}:" in makefile, target
                for path in re.findall(r"packaging[\\/][\w.\\/-]+", script):
                    assert (ROOT / path.replace("\\", "/")).is_file(), path


def test_everything_installs_the_same_torch() -> None:
    """The Makefile says which; the workflows and the README follow."""
    version = re.search(  # type: ignore[index]
        r"^TORCH\s*= (\S+)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
    )[1]
    for path in (ROOT / "README.md", *sorted((ROOT / ".github" / "workflows").glob("*.yml"))):
        named = set(re.findall(r"torch==([\d.]+)", path.read_text(encoding="utf-8")))
        assert named <= {version}, path
