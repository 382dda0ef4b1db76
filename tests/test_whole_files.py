"""Files take their name only once they are written to the end."""

import pytest

from skl_synth.whole_files import replacing


@pytest.mark.parametrize("encoding", [None, "utf-8"])
def test_an_error_leaves_the_old_file_and_nothing_else(tmp_path, encoding):
    path = tmp_path / "out.txt"
    path.write_text("before")

    def write():
        with replacing(path, encoding=encoding) as handle:
            handle.write("after" if encoding else b"after")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write()
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_the_new_file_takes_the_place_of_the_old_one(tmp_path):
    path = tmp_path / "out.txt"
    path.write_text("before")
    with replacing(path, encoding="utf-8") as handle:
        handle.write("after\n")
        assert path.read_text() == "before"
    assert path.read_bytes() == b"after\n"
