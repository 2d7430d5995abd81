"""Stand-in for `everbrook run`: its servers and supervisor, with small scripts for roles.

Called with the data folder and a port.
"""

import asyncio
import sys
from pathlib import Path

from everbrook.fork import THE_TOWN
from everbrook.founding import is_live
from everbrook.locking import locked_data_folder
from everbrook.machine import run_machine
from everbrook.ports import require_free_port
from everbrook.services.child import Child
from everbrook.settings import Settings, as_environment
from everbrook.stopping import until_told_to_stop

BEGIN = "import os, time\nfrom everbrook.lifeline import end_with_supervisor\nend_with_supervisor()\n"

WEB = """
import http.server, json, pathlib
worlds = pathlib.Path(os.environ["EVERBROOK_DATA"], "worlds.json")
class Page(http.server.BaseHTTPRequestHandler):
    def answer(self, code, body):
        self.send_response(code)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def do_GET(self):
        self.answer(200, worlds.read_bytes() if worlds.exists() else b"[]")
    def do_POST(self):
        world = {"id": "w1", "name": "Everbrook", "ownerKey": "sesame", "rules": {"name": "town", "version": 2}}
        worlds.write_text(json.dumps([world]))
        self.answer(201, json.dumps(world).encode())
    def log_message(self, *_): pass
http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["EVERBROOK_PORT"])), Page).serve_forever()
"""


def make_roles(settings: Settings) -> list[Child]:
    environment = as_environment(settings)

    def role(name: str, script: str) -> Child:
        return Child(name=name, command=(sys.executable, "-c", BEGIN + script), environment=environment)

    web = Child(
        name="web",
        command=(sys.executable, "-c", BEGIN + WEB),
        environment=environment,
        is_ready=lambda: is_live(settings),
    )
    return [web, role("host", "time.sleep(600)"), role("worker", "time.sleep(600)")]


def main(data: Path, port: int) -> None:
    settings = Settings(data=data, port=port)
    require_free_port(settings.host, port)
    with locked_data_folder(data):
        asyncio.run(until_told_to_stop(run_machine(settings, THE_TOWN, make_roles)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
