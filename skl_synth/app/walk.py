"""One walk through the page: what a session knows, and nobody else."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from pathlib import Path

from skl_synth.app.chosen_use import ChosenUse
from skl_synth.app.corrections import Corrections
from skl_synth.app.job import Job
from skl_synth.app.looking import USER_ERRORS, Looked, check_dictionary, look
from skl_synth.app.open_folder import OpenFolder, plain_name
from skl_synth.app.session_folder import SessionFolder
from skl_synth.app.typed_options import option_kinds, words_of
from skl_synth.cli.options import LARGEST_SEED

STEPS = ("File", "Columns", "Use", "Run", "Result")


class Walk:
    """What a session knows: the table, what was said of it, and what was made.

    Parameters
    ----------
    folder : OpenFolder
        The folder that files are chosen from and saved into.
    max_size : str, default=""
        The most that is read of a file, as it is typed.

    Attributes
    ----------
    step : int
        The step that is shown, from 0 on.
    table : Path or None
        The file, in the folder of the session.
    options : dict of str to str
        What is said of the file, as it would be typed.
    corrections : Corrections
        What was put right.
    looked : Looked or None
        What was found in the table.
    use : ChosenUse
        What is to be made.
    job : Job or None
        The command that runs, or has run.
    files : int
        How many files were taken: what has been dropped before is not asked for again.
    round : int
        How often the table was looked at: widgets of an earlier time are forgotten.
    """

    def __init__(self, folder: OpenFolder, max_size: str = "") -> None:
        self.folder, self.max_size = folder, max_size
        self.kept = SessionFolder()
        self.step = self.round = self.files = 0
        self.job: Job | None = None
        self._begin()

    def _begin(self) -> None:
        """Know nothing of any table."""
        if self.job is not None:
            self.job.end()
        self.table: Path | None = None
        self.options = {"--max-size": self.max_size} if self.max_size else {}
        self.corrections, self.use = Corrections(), ChosenUse()
        self.look_again()
        self.dictionary: Path | None = None
        self.job = None
        self.saved: list[str] = []
        self.first_words: tuple[tuple[int, int], list[str]] | None = None
        self.files += 1

    def forget(self) -> None:
        """Forget the table and all that was made of it, on the disk too."""
        self._begin()
        self.kept.remove()
        self.step = 0

    def drop_file(self, name: str, content: bytes) -> None:
        """Take a file that was dropped on the page.

        Parameters
        ----------
        name : str
            What the browser calls it.
        content : bytes
            What it holds.
        """
        self._renew()
        self.table = self.kept.keep(plain_name(name), content)

    def choose_file(self, name: str) -> None:
        """Take a file of the folder.

        Parameters
        ----------
        name : str
            Its name.

        Raises
        ------
        InputError
            If the folder has no such file.
        """
        chosen = self.folder.file_at(name)
        self._renew()
        self.table = self.kept.link(chosen)

    def _renew(self) -> None:
        self._begin()
        # Never without one, or the session would be taken for a forgotten one.
        before, self.kept = self.kept, SessionFolder()
        before.remove()

    def say(self, options: Mapping[str, str]) -> None:
        """Add to what is said of the file.

        Parameters
        ----------
        options : mapping of str to str
            Options, with new values; one that may be given several times is added to.
        """
        kinds = option_kinds()
        for name, value in options.items():
            before = self.options.get(name, "") if kinds[name].multiple else ""
            values = dict.fromkeys([*before.split("\n"), *value.split("\n")])
            self.options[name] = "\n".join(filter(None, values))
        self.look_again()

    def look_again(self) -> None:
        """Forget what was found: something else was said of the table."""
        self.looked: Looked | None = None
        self._failed: Exception | None = None
        self.round += 1

    def look(self) -> Looked:
        """Look at the table, unless nothing has changed since.

        Returns
        -------
        Looked
            What was found.

        Raises
        ------
        OSError, InputError
            As `skl_synth.app.looking.look`.
        """
        assert self.table is not None
        if self._failed is not None:
            # The page is run anew after every click, and the file is as it was.
            raise self._failed
        if self.looked is None:
            said = (self.table, self.options, self.corrections, self.kept.path)
            try:
                self.looked = look(*said)
            except USER_ERRORS as error:
                self._failed = error
                raise
        return self.looked

    def write_dictionary(self) -> Path:
        """Write what was found and corrected, and read the table by it.

        Returns
        -------
        Path
            The dictionary, beside the table.

        Raises
        ------
        InputError
            If the table cannot be read by it.
        """
        assert self.table is not None
        found = self.look().dictionary
        assert found is not None
        if self.use.needs_public and self.use.is_public:
            found = found.as_public()
        path = self.kept.path / f"{self.table.name.partition('.')[0]}.dictionary.json"
        found.write(path)
        check_dictionary(self.table, self.options, path)
        self.dictionary = path
        return path

    @property
    def command(self) -> list[str]:
        """The words of the command that makes what was chosen."""
        assert self.table is not None
        assert self.dictionary is not None
        return self.use.words(self.table, self.dictionary, words_of(self.options))

    def start(self) -> None:
        """Run the command."""
        assert self.table is not None
        self.job = Job(self.command, self.kept.path, self.use.output(self.table))
        self.saved = []

    def draw_seed(self) -> None:
        """Draw what fixes the rows, where they are not published."""
        if self.use.use == "publish":
            # Typed, it would stay in the history of a shell.
            self.use.seed = None
        elif self.use.seed is None:
            self.use.seed = secrets.randbelow(LARGEST_SEED + 1)

    def worded(self, text: str) -> str:
        """Name files as their owner knows them.

        Parameters
        ----------
        text : str
            A message that may name the folder of the session.

        Returns
        -------
        str
            The message.
        """
        return text.replace(f"{self.kept.path}/", "").replace(f"{self.kept.path}\\", "")
