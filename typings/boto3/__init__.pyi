from typing import Any

from botocore.config import Config

class Session:
    def __init__(self, *, region_name: str | None = None) -> None: ...
    def client(
        self, service_name: str, *, endpoint_url: str | None = None, config: Config | None = None
    ) -> Any: ...
