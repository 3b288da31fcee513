"""The engine for graphics processors: its device, and the threads that torch counts for each."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
import torch

from tests.engine.conftest import save_model, text_of, train_tokenizer
from writer.completion.request import CancelToken, Chunk, CompletionRequest
from writer.engine import choose, device
from writer.engine.config import read_config
from writer.engine.gpt2 import GPT2
from writer.engine.onnx_engine import OnnxEngine
from writer.engine.session_engine import SessionEngine
from writer.engine.torch_engine import TorchEngine
from writer.errors import WriterError
from writer.evaluation.fidelity import measure
from writer.evaluation.texts import HeldText, Kind


def ask(engine: SessionEngine, prefix: str) -> list[Chunk]:
    return list(engine.stream(CompletionRequest(1, 0, prefix), CancelToken()))


def test_both_ways_of_running_say_the_same(learned: Path) -> None:
    """What a graphics processor would compute is what the CPU computes."""
    on_cpu = OnnxEngine(learned, threads=1)
    by_torch = TorchEngine(learned, threads=1, device="cpu")
    assert on_cpu.load().parameters == by_torch.load().parameters
    for prefix in ("The old gent", "The captain", "“Come in,” "):
        assert text_of(ask(on_cpu, prefix)) == text_of(ask(by_torch, prefix))
    on_cpu.close()
    by_torch.close()


def test_a_model_that_does_not_run_there_stays_on_the_cpu(
    learned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A device that fails costs a note in the log, and no suggestion."""
    read = GPT2.__init__

    def without_memory(self: GPT2, *args: Any) -> None:
        if "cuda" in args:
            raise RuntimeError("CUDA out of memory")
        read(self, *args)

    monkeypatch.setattr(GPT2, "__init__", without_memory)
    made = TorchEngine(learned, threads=1, device="cuda")
    assert made.load().precision == "fp32"
    assert ask(made, "The old house ")
    made.close()


def test_heads_of_an_odd_width_are_run_by_torch(tmp_path: Path) -> None:
    """ONNX Runtime's attention does not take them, and the person need not know."""
    train_tokenizer().save(str(tmp_path / "tokenizer.json"))
    save_model(tmp_path, vocab_size=500, n_positions=64, n_embd=48, n_layer=1, n_head=4)
    made = choose.engine_for(tmp_path, threads=1)
    assert isinstance(made, TorchEngine)
    assert made.load().precision == "fp32"
    made.close()
    with pytest.raises(WriterError, match="12 wide"):
        measure(tmp_path, [HeldText("a", Kind.BOOKS, "The old house")], 24)


def test_threads_are_chosen_while_loading(learned: Path) -> None:
    """Without a wish the number of threads is measured."""
    made = TorchEngine(learned, device="cpu")
    made.load()
    assert 1 <= torch.get_num_threads() <= 8
    torch.set_num_threads(1)
    made.close()


def test_a_model_loaded_in_another_thread_brings_its_threads(learned: Path) -> None:
    """OpenMP counts for each thread; the one that decodes takes what was chosen while loading."""
    made = TorchEngine(learned, threads=2, device="cpu")
    loader = threading.Thread(target=made.load, name="engine-loader")
    loader.start()
    loader.join(60)
    assert torch.get_num_threads() == 1
    assert ask(made, "The old house ")
    assert torch.get_num_threads() == 2
    torch.set_num_threads(1)
    made.close()


def test_a_graphics_processor_is_used_where_there_is_one() -> None:
    """CUDA, then Metal, then the CPU."""
    assert device.choose_device(cuda=True, mps=False) == "cuda"
    assert device.choose_device(cuda=False, mps=True) == "mps"
    assert device.choose_device(cuda=False, mps=False) == "cpu"


def test_torch_is_asked_only_where_it_may_say_yes(
    tiny: tuple[Path, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A light model, or a machine without a sign of a graphics processor, needs no torch."""
    monkeypatch.setattr(device.sys, "platform", "linux")
    assert device.may_have_one(lambda path: path == "/dev/nvidiactl")
    assert not device.may_have_one(lambda path: False)
    monkeypatch.setattr(device, "may_have_one", lambda: True)
    monkeypatch.setattr(device, "this_device", lambda: "cuda")
    small = read_config(tiny[0])
    assert device.device_for(small) == "cpu"
    monkeypatch.setattr(device, "is_light", lambda config: False)
    assert device.device_for(small) == "cuda"
    assert isinstance(choose.engine_for(tiny[0]), TorchEngine)
    assert isinstance(choose.engine_for(tiny[0], precision="fp32"), OnnxEngine)
    monkeypatch.setattr(device, "may_have_one", lambda: False)
    assert device.device_for(small) == "cpu"
    assert isinstance(choose.engine_for(tiny[0]), OnnxEngine)


def test_everything_lives_on_the_chosen_device(tiny: tuple[Path, Any]) -> None:
    """Torch's device without memory refuses to mix with the CPU: nothing was left behind."""
    model = GPT2(tiny[0], device="meta")
    cache = model.new_cache()
    for count in (5, 3, 1):
        hidden = model.hidden(list(range(count)), cache)
        assert hidden.device.type == cache.data.device.type == "meta"
    tree = torch.ones(2, 11, dtype=torch.bool)
    assert model.hidden([1, 2], cache, positions=[9, 9], visible=tree).shape[0] == 2
    cache.gather(9, [10])
    assert cache.length == 10
