"""The page in the browser: the whole way from a file to a pack, in five steps.

Every step calls what the command line calls, and the work itself is done by the command
that is shown. `skl_synth.cli.start_app` serves `main_screen.py`; nothing imports this
room.
"""
