"""How a suggestion is made: models, tokenizers, the decode loop. No Qt.

Importing this package imports nothing heavy; torch comes with ``writer.engine.torch_engine``,
transformers with ``writer.engine.transformers_engine``, and both only when an engine loads.
"""
