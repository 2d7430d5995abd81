from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

class Encoding:
    attention_mask: list[int]

class WordLlama:
    @classmethod
    def load(cls, *, cache_dir: Path, disable_download: bool) -> WordLlamaInference: ...

class WordLlamaInference:
    def embed(self, texts: list[str], norm: bool = False) -> NDArray[np.float32]: ...
    def tokenize(self, texts: list[str]) -> Sequence[Encoding]: ...
