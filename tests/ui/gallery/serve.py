"""Serves the gallery: python -m ui.gallery.serve PORT, with tests/ on the path."""

import os
import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIServer, make_server


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "ui.gallery.settings"
    from django.core.wsgi import get_wsgi_application

    with make_server("127.0.0.1", int(sys.argv[1]), get_wsgi_application(), Server) as server:
        server.serve_forever()


if __name__ == "__main__":
    main()
