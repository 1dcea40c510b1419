"""Runs a program to its end and prints its wall-clock and its processor time, in seconds."""
import resource
import subprocess
import sys
import time

begun = time.monotonic()
subprocess.run(sys.argv[1:], check=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
wall = time.monotonic() - begun
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(wall, usage.ru_utime + usage.ru_stime)
