"""What a process and its children have used."""

import os

TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


def family(pid: int) -> list[int]:
    pids, todo = [], [pid]
    while todo:
        one = todo.pop()
        pids.append(one)
        try:
            for thread in os.listdir(f"/proc/{one}/task"):
                with open(f"/proc/{one}/task/{thread}/children") as children:
                    todo += map(int, children.read().split())
        except OSError:
            continue
    return pids


def _stat(pid: int) -> list[str]:
    with open(f"/proc/{pid}/stat") as file:
        return file.read().rpartition(")")[2].split()


def cpu_seconds(pid: int) -> float:
    return sum((int(s[11]) + int(s[12])) / TICK for s in map(_stat, family(pid)))


def memory_mb(pid: int) -> float:
    return sum(int(_stat(p)[21]) * PAGE for p in family(pid)) / 2**20


def threads(pid: int) -> int:
    return sum(len(os.listdir(f"/proc/{p}/task")) for p in family(pid))
