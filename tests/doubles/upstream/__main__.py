import argparse
import threading
from collections import deque

from tests.doubles.upstream import Upstream


def main() -> None:
    ask = argparse.ArgumentParser()
    ask.add_argument("--port", type=int, default=0)
    port = ask.parse_args().port
    upstream = Upstream()
    upstream.requests = deque(maxlen=100)
    with upstream.run(port):
        print(upstream.url, flush=True)
        threading.Event().wait()


main()
