from typing import Any

class Config:
    def __init__(
        self,
        *,
        connect_timeout: float = ...,
        read_timeout: float = ...,
        max_pool_connections: int = ...,
        retries: dict[str, Any] = ...,
        tcp_keepalive: bool = ...,
    ) -> None: ...
