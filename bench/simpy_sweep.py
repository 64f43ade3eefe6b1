#!/usr/bin/env python3
"""Three scenarios of the benchmark as one writes them with SimPy, the discrete-event simulator for Python.

usage: simpy_sweep.py sweep|lock-step|touched PAGES

Each page is an event: a sweep wipes secret pages (900 ns, the page is busy meanwhile and others wait for it) and looks at
wiped ones (90 ns). Prints JSON: what it came to, and the seconds that it took without the start of Python. The prices and
the guest's pages are those of bench/src/machine/operations.ts and bench/src/random-pages.ts.
"""

import json
import sys
import time

import simpy

SECRET, WIPED, BUSY = 1, 2, 3
WIPE, LOOK = 900, 90


class Guest:
    def __init__(self, env, pages):
        self.env = env
        self.pages = bytearray([SECRET]) * pages
        self.in_flight = {}
        self.wiped = 0

    def visit(self, page):
        while self.pages[page] == BUSY:
            yield self.in_flight[page]
        if self.pages[page] == WIPED:
            yield self.env.timeout(LOOK)
            return
        self.pages[page] = BUSY
        done = self.in_flight[page] = self.env.event()
        yield self.env.timeout(WIPE)
        self.pages[page] = WIPED
        self.wiped += 1
        del self.in_flight[page]
        done.succeed()


def walk(guest, pages):
    for page in pages:
        yield from guest.visit(page)


def random_pages(pages, count):
    shift = 32 - (pages.bit_length() - 1)
    state = 1
    for _ in range(count):
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        yield state >> shift


def main(scenario, pages):
    walks = {
        "sweep": [range(pages)],
        "lock-step": [range(pages), range(pages)],
        "touched": [range(pages), random_pages(pages, pages // 64)],
    }[scenario]
    start = time.perf_counter()
    env = simpy.Environment()
    guest = Guest(env, pages)
    for one in walks:
        env.process(walk(guest, one))
    env.run()
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "endNs": env.now, "wiped": guest.wiped}))


main(sys.argv[1], int(sys.argv[2]))
