"""How a suggestion is made: models, tokenizers, the decode loop. No Qt.

Importing this package imports nothing heavy. ONNX Runtime comes with
``writer.engine.onnx_engine``, torch with ``writer.engine.torch_engine``, transformers and torch
with ``writer.engine.transformers_engine``, and ``writer.engine.choose`` imports the one it takes.
"""
