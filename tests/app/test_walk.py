"""What a session knows."""

import pytest

from skl_synth.app.open_folder import OpenFolder
from skl_synth.app.walk import Walk
from skl_synth.errors import InputError


@pytest.fixture
def walk(tmp_path):
    walk = Walk(OpenFolder(tmp_path))
    yield walk
    walk.forget()


def test_a_file_that_cannot_be_read_leaves_the_place_to_drop_another_one(walk):
    """The place where files are dropped is another one for each file, not each look."""
    walk.drop_file("scan.csv", b"%PDF-1.7\n" + bytes(range(256)) * 20)
    place = walk.files
    for _ in range(2):
        with pytest.raises((InputError, ValueError, OSError)):
            walk.look()
        assert walk.files == place
    walk.drop_file("other.csv", b"a,b\n1,2\n")
    assert walk.files != place
