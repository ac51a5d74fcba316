"""A server on loopback that misbehaves on request, and small archives in the official layout."""

import gzip
import hashlib
import io
import pickle
import tarfile
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np

from stepwise_ssl.data.download import Archive

MEMBERS = (*(f"data_batch_{k}" for k in range(1, 6)), "test_batch", "batches.meta")


def batches(per_batch=40, protocol=2):
    """The files of a small CIFAR-10: name -> bytes."""
    generator = np.random.default_rng(0)
    files = {}
    for name in MEMBERS[:-1]:
        data = generator.integers(256, size=(per_batch, 3072), dtype=np.uint8)
        batch = {b"data": data, b"labels": generator.integers(10, size=per_batch).tolist()}
        files[name] = pickle.dumps(batch, protocol=protocol)
    return files | {"batches.meta": pickle.dumps({b"num_vis": 3072}, protocol=protocol)}


def packed(files, folder="cifar-10-batches-py"):
    """A .tar.gz of these files, as bytes."""
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as bundle:
        for name, content in files.items():
            entry = tarfile.TarInfo(f"{folder}/{name}")
            entry.size = len(content)
            bundle.addfile(entry, io.BytesIO(content))
    return gzip.compress(plain.getvalue(), mtime=0)  # the same bytes in each process


def small_archive(content, url, members=MEMBERS):
    """What ``cifar10.ARCHIVE`` is, for a small archive."""
    return Archive(
        title="CIFAR-10",
        name="cifar-10-python.tar.gz",
        url=url,
        sha256=hashlib.sha256(content).hexdigest(),
        bytes=len(content),
        folder="cifar-10-batches-py",
        members=dict.fromkeys(members),
        variable="STEPWISE_CIFAR10",
    )


class Plan:
    """What the server does: for each request, in turn, one of the actions; the last one for all others.

    "ok", "cut" (half of what is left, then the connection ends), "stall" (half, then silence), "full"
    (ignores Range), "elsewhere" (another range than asked), "wrong" (other bytes of the same length),
    "short" (another file), or a status such as "416".
    """

    def __init__(self, *actions):
        self.actions, self.ranges, self.sent = list(actions), [], 0

    def next(self):
        return self.actions.pop(0) if len(self.actions) > 1 else self.actions[0]


@contextmanager
def serving(content, *actions, delay=0.0):
    """Serve bytes on loopback by a plan; gives the address and the plan, which counts requests."""
    plan = Plan(*(actions or ("ok",)))
    released = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *arguments):
            pass

        def do_GET(self):
            action = plan.next()
            asked = self.headers.get("Range")
            plan.ranges.append(asked)
            if action.isdigit():
                self.send_response(int(action))
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            begin = int(asked[6:-1]) if asked and action != "full" else 0
            begin += 7 if action == "elsewhere" else 0
            body = content[begin:]
            if action == "wrong":
                body = body.translate(bytes(range(255, -1, -1)))
            if action == "short":
                body = b"<html>Log in first</html>"
            self.send_response(206 if begin else 200)
            self.send_header("Content-Length", str(len(body)))
            if begin:
                self.send_header("Content-Range", f"bytes {begin}-{len(content) - 1}/{len(content)}")
            self.end_headers()
            time.sleep(delay)
            if action in ("cut", "stall"):
                body = body[: max(1, len(body) // 2)]
            self.wfile.write(body)
            self.wfile.flush()
            plan.sent += len(body)
            if action == "stall":
                released.wait(10)
            if action in ("cut", "stall"):
                self.close_connection = True
                self.connection.close()

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request, client_address):  # a client that hangs up is what is tested
            pass

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/cifar-10-python.tar.gz", plan
    finally:
        released.set()
        server.shutdown()
        server.server_close()
        thread.join()
