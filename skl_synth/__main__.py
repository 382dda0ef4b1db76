"""The command line as a module: ``python -m skl_synth``."""

from skl_synth.cli import main

if __name__ == "__main__":
    main(prog_name="skl-synth")
