class ModelParams:
    path: str

class CpuParams:
    n_threads: int

class CommonParams:
    model: ModelParams
    cpuparams: CpuParams
    cpuparams_batch: CpuParams
    n_ctx: int
    n_parallel: int
    warmup: bool
    verbosity: int

class Server:
    listening_address: str
    def __init__(self, params: CommonParams) -> None: ...
