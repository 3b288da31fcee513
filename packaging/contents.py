"""What goes into the bundle and what does not: the decisions of ``build.spec``, as functions.

Every list here was made by looking at what is loaded when the bundle works (docs/packaging.md),
and each entry says why it can be missed.
"""

from __future__ import annotations

import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Iterable
from importlib.metadata import distribution, packages_distributions
from pathlib import Path
from typing import Any

from writer.models.families import GENERAL, LEAN

APP_ID = "org.writer_editor.Writer"

Entry = tuple[str, str, str]
"""Where it goes in the bundle, where it is now, and PyInstaller's kind."""

METADATA = (
    "torch",
    "transformers",
    "tokenizers",
    "safetensors",
    "huggingface_hub",
    "numpy",
    "packaging",
    "filelock",
    "regex",
    "tqdm",
    "pyyaml",
)
"""Distributions whose version transformers asks for when it is imported."""

FAMILIES = ("auto", *sorted(LEAN | GENERAL))
"""The families of models that Writer reads, and transformers' way of choosing among them.

transformers has more than 500; most are for pictures, sound, or far too large here.
"""

EXCLUDED = (
    # The commands that writer/cli.py refuses in a bundle, and what only they need.
    "writer.benchmarks",
    "writer.commands.audit",
    "writer.commands.bench",
    "writer.commands.demo",
    "writer.training.command",
    "matplotlib",
    "PIL",
    "tkinter",
    "pytest",
    "setuptools",
    "pip",
    "IPython",
    # Parts of torch that compile kernels, export models or serve its own tests.
    "torch.utils.tensorboard",
    "torch.utils.benchmark",
    "torch.utils.bottleneck",
    "torch.utils.cpp_extension",
    "torch.utils.hipify",
    "torch._inductor.codegen",
    "torch._inductor.fx_passes",
    "torch._inductor.kernel",
    "torch._inductor.compile_fx",
    "torch.onnx._internal.exporter",
    "torch.testing._internal.common_utils",
    "torch.testing._internal.common_device_type",
    "torch.testing._internal.common_methods_invocations",
    "torch.testing._internal.opinfo",
    "triton",
    "networkx",
    # ONNX Runtime asks it about graphics processors when one cannot be used.
    "onnxruntime.transformers",
    # Parts of transformers that train, serve or convert.
    "transformers.cli",
    "transformers.pipelines",
    "transformers.testing_utils",
    "transformers.trainer",
    "transformers.trainer_seq2seq",
    "transformers.convert_slow_tokenizer",
    "accelerate",
    "datasets",
    "peft",
    "psutil",
    "sentencepiece",
    # The hub library's own terminal program, and what only it needs.
    "huggingface_hub.cli",
    "click",
    "pydantic",
    "pydantic_core",
    "pygments",
    "rich",
    "shellingham",
    "typer",
    # Parts of Python that nothing here asks for.
    "curses",
    "ensurepip",
    "idlelib",
    "lib2to3",
    "pydoc_data",
    "readline",
    "sqlite3",
    "test",
    "turtle",
    # The download falls back to plain HTTPS, which Writer verifies by checksum.
    "hf_xet",
)

COLLECTION_MODES = {
    # Compiled modules in one archive. torch's hook would add the source of every module.
    "torch": "pyz",
    # torch looks for their source when they are imported (_jit_internal.py, _overload).
    "torch.functional": "pyz+py",
    "torch.nn.functional": "pyz+py",
    "torch.nn.modules.rnn": "pyz+py",
    # These read their own source when they are imported (torch/utils/_config_module.py).
    "torch._dynamo.config": "pyz+py",
    "torch._export.config": "pyz+py",
    "torch._functorch.config": "pyz+py",
    "torch._inductor.config": "pyz+py",
    "torch._inductor.config_comms": "pyz+py",
    "torch.compiler.config": "pyz+py",
    "torch.distributed.config": "pyz+py",
    "torch.fx.experimental._config": "pyz+py",
    "torch.utils.serialization.config": "pyz+py",
    "transformers": "pyz",
    # transformers finds its families by reading their source (utils/import_utils.py).
    "transformers.models": "pyz+py",
}

NOT_NEEDED_QT = re.compile(
    r"Qt6?(Qml|Quick|Pdf|VirtualKeyboard|3D|WebEngine|Multimedia|Designer|Sql|Lottie|Labs"
    r"|ShaderTools|EglF[Ss]|WaylandCompositor)"
)
NOT_NEEDED_PLUGINS = re.compile(
    r"plugins/(qmltooling|sqldrivers|egldeviceintegrations|networkinformation|vectorimageformats"
    r"|designer|generic|wayland-graphics-integration-server"
    r"|platforms/libq(eglfs|linuxfb|minimalegl|vkkhrdisplay|vnc|minimal)\b"
    r"|platformthemes/libqgtk3|platforminputcontexts/libqtvirtualkeyboard"
    r"|imageformats/(lib)?q(pdf|tiff|webp|tga|wbmp|icns))"
)
"""Qt Quick, databases, screens without a desktop, and kinds of pictures that Writer never reads.
The GTK theme would bring all of GTK; file dialogs come from the desktop's portal instead."""

LICENCE = re.compile(r"(LICEN[CS]E|COPYING|NOTICE|ThirdPartyNotices)", re.IGNORECASE)

STRIPPED = re.compile(r"torch/lib/|libpython3|python3\.\d+/lib-dynload/")


def torch_problem(version_file: Path) -> str | None:
    """Why this build of torch must not go into a bundle, as a sentence, or ``None``."""
    facts = runpy.run_path(str(version_file))
    for kind in ("cuda", "hip", "xpu"):
        if facts.get(kind):
            return (
                f"build.spec: this torch ({facts['__version__']}) is built for {kind.upper()} "
                "and would add gigabytes to the bundle that Writer never uses. Install the CPU "
                "build (pip install torch --index-url https://download.pytorch.org/whl/cpu), or "
                "run 'make bundle', which makes an environment of its own."
            )
    return None


def _families(transformers: str) -> list[str]:
    """The names of all families that this transformers has."""
    models = Path(transformers).parent / "models"
    return sorted(path.parent.name for path in models.glob("*/__init__.py"))


def excluded_modules(transformers: str) -> list[str]:
    """Modules that are not followed, and what only they would bring."""
    others = [name for name in _families(transformers) if name not in FAMILIES]
    return [*EXCLUDED, *(f"transformers.models.{name}" for name in others)]


def hidden_imports(transformers: str) -> list[str]:
    """What is imported by a name that is only known when the program runs."""
    models = Path(transformers).parent / "models"
    return [
        f"transformers.models.{name}.{path.stem}"
        for name in FAMILIES
        for path in sorted((models / name).glob("*.py"))
        if path.stem.startswith(("configuration_", "modeling_auto", f"modeling_{name}"))
        and not path.stem.startswith(("modeling_tf_", "modeling_flax_"))
    ]


def licences(modules: Iterable[str], datas: Iterable[Entry]) -> list[Entry]:
    """The licences that are not among ``datas``, of every distribution with one of the modules.

    Where a wheel has none, its metadata says which it is. They have a folder of their own: a
    dist-info folder with nothing else in it would look like a damaged installation.
    """
    owners = packages_distributions()
    there = {Path(target).as_posix() for target, *_ in datas}
    names = {name for module in modules for name in owners.get(module.partition(".")[0], ())}
    found = []
    for name in sorted(names):
        files = [p for p in distribution(name).files or () if p.suffix not in (".py", ".pyc")]
        texts = [p for p in files if LICENCE.match(p.name)]
        for path in texts or [p for p in files if p.name == "METADATA"]:
            if path.as_posix() not in there:
                found.append((f"licences/{path.as_posix()}", str(path.locate()), "DATA"))
    return found


def needed_datas(datas: Iterable[Entry], languages: Iterable[str]) -> list[Entry]:
    """Without headers and type stubs, and with Qt's own words in Writer's languages only."""
    words = {f"qtbase_{language}.qm" for language in languages}
    kept = []
    for target, source, kind in datas:
        name = Path(target).as_posix()
        if (
            "/translations/" in name
            and name.startswith("PySide6/")
            and Path(name).name not in words
        ):
            continue
        if NOT_NEEDED_QT.search(name) or NOT_NEEDED_PLUGINS.search(name):
            continue
        if name.endswith((".pyi", ".h", ".hpp", ".cuh", ".cmake", ".lib")):
            continue
        kept.append((target, source, kind))
    return kept


def needed_binaries(binaries: Iterable[Entry]) -> list[Entry]:
    """Without parts of Qt that nothing uses, and without the libraries only those needed."""
    kept = []
    for target, source, kind in binaries:
        name = Path(target).as_posix()
        if NOT_NEEDED_PLUGINS.search(name) or NOT_NEEDED_QT.search(Path(name).name):
            continue
        kept.append((target, source, kind))
    return _reachable(kept) if sys.platform == "linux" else kept


def _reachable(binaries: list[Entry]) -> list[Entry]:
    """Drop libraries at the top level that no module and no plugin that stayed asks for."""
    from PyInstaller.depend.bindepend import get_imports

    by_name = {Path(target).name: (target, source) for target, source, _ in binaries}
    seen: set[str] = set()
    waiting = [
        Path(target).name
        for target, _, kind in binaries
        if kind == "EXTENSION" or len(Path(target).parts) > 1
    ]
    # The interpreter is loaded by the bootloader, which is not in the list.
    waiting += [name for name in by_name if name.startswith("libpython")]
    while waiting:
        name = waiting.pop()
        if name in seen or name not in by_name:
            continue
        seen.add(name)
        waiting += [Path(needed).name for needed, _ in get_imports(by_name[name][1])]
    return [entry for entry in binaries if entry[2] == "SYMLINK" or Path(entry[0]).name in seen]


def stripped(binaries: Iterable[Entry], folder: Path) -> list[Entry]:
    """torch's and Python's libraries without their tables of local symbols: a fifth of torch.

    Only these: libraries that wheels have rewritten can break (auditwheel and binutils).
    """
    strip = shutil.which("strip")
    if strip is None:
        print("build.spec: 'strip' (binutils) is not installed; the bundle is 110 MB larger.")
        return list(binaries)
    result = []
    for target, source, kind in binaries:
        if kind != "SYMLINK" and STRIPPED.match(Path(target).as_posix()):
            smaller = folder / target
            smaller.parent.mkdir(parents=True, exist_ok=True)
            subprocess.run([strip, "--strip-unneeded", "-o", smaller, source], check=True)
            source = str(smaller)
        result.append((target, source, kind))
    return result


def windows_version(version: str) -> Any:
    """What Windows shows as the properties of the file. Built on Windows only."""
    from PyInstaller.utils.win32 import versioninfo as info

    numbers = (*[int(part) for part in re.findall(r"\d+", version)[:3]], 0)
    words = {
        "CompanyName": "The Writer maintainers",
        "FileDescription": "Writer",
        "FileVersion": version,
        "InternalName": "writer",
        "LegalCopyright": "Apache-2.0",
        "OriginalFilename": "Writer.exe",
        "ProductName": "Writer",
        "ProductVersion": version,
    }
    table = info.StringTable("040904B0", [info.StringStruct(*item) for item in words.items()])
    return info.VSVersionInfo(
        ffi=info.FixedFileInfo(filevers=numbers, prodvers=numbers),
        kids=[
            info.StringFileInfo([table]),
            info.VarFileInfo([info.VarStruct("Translation", [0x0409, 1200])]),
        ],
    )


def mac_info(version: str) -> dict[str, object]:
    """The Info.plist: its name, and which files may be opened with it."""
    return {
        "CFBundleName": "Writer",
        "CFBundleDisplayName": "Writer",
        "CFBundleShortVersionString": version,
        "CFBundleVersion": version,
        "LSApplicationCategoryType": "public.app-category.productivity",
        # What the wheels of torch and ONNX Runtime are made for.
        "LSMinimumSystemVersion": "14.0",
        "NSHighResolutionCapable": True,
        "NSHumanReadableCopyright": "Apache-2.0",
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": "Markdown",
                "CFBundleTypeRole": "Editor",
                "LSHandlerRank": "Alternate",
                "LSItemContentTypes": ["net.daringfireball.markdown"],
                "CFBundleTypeExtensions": ["md", "markdown"],
            },
            {
                "CFBundleTypeName": "Plain text",
                "CFBundleTypeRole": "Editor",
                "LSHandlerRank": "Alternate",
                "LSItemContentTypes": ["public.plain-text"],
                "CFBundleTypeExtensions": ["txt", "text"],
            },
        ],
        "UTImportedTypeDeclarations": [
            {
                "UTTypeIdentifier": "net.daringfireball.markdown",
                "UTTypeDescription": "Markdown document",
                "UTTypeConformsTo": ["public.plain-text"],
                "UTTypeTagSpecification": {"public.filename-extension": ["md", "markdown"]},
            }
        ],
    }
