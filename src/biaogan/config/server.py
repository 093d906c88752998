"""The web server: gunicorn with threads, told by us instead of by a file."""

from __future__ import annotations

import os
from typing import Any

from gunicorn.app.base import BaseApplication


class Server(BaseApplication):
    """One process with threads by default: pages of one region share one warm engine."""

    def __init__(self, host: str, port: int) -> None:
        self.address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        super().__init__()

    def load_config(self) -> None:
        chosen = {
            "bind": self.address,
            "worker_class": "gthread",
            "workers": int(os.environ.get("BIAOGAN_WEB_PROCESSES", "1")),
            "threads": int(os.environ.get("BIAOGAN_WEB_THREADS", "8")),
            "timeout": 120,
            "graceful_timeout": 20,
            "loglevel": "warning",
            "proc_name": "biaogan",
            "forwarded_allow_ips": "127.0.0.1",
        }
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from biaogan.config.bootstrap import prepare

        prepare()
        from biaogan.config.handlers import collect
        from biaogan.config.wsgi import application

        collect()
        return application


def serve(host: str, port: int) -> None:
    Server(host, port).run()
