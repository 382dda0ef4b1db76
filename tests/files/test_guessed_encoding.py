"""Encodings are told by the words they give; whatever is chosen loses no byte."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skl_synth.files import read_table, write_table
from skl_synth.files.guessed_encoding import ENCODINGS, guessed_encoding

GERMAN = "Name;Ort\nMüller;Köln\nGroß;Zürich\nÄußere;Öhringen\nWeiß;Düren\n"
FRENCH = "nom,ville\nJosé,Orléans\nFrançois,Nîmes\nZoë,Besançon\nÉlodie,Évry\n"
ENGLISH = "name,cost\nSmith,£12\nO’Brien,£9.50\nCafé – bar,£3\n"
SWEDISH = "namn,stad\nÅsa,Malmö\nBjörn,Växjö\nGöran,Åre\n"
POLISH = "nazwa;miasto\nŁukasz;Łódź\nŻaneta;Kraków\nWójcik;Gdańsk\nŚwięty;Poznań\n"
HUNGARIAN = "név;város\nGyőző;Győr\nŐze;Kőszeg\nÁgnes;Szűcs\n"
RUSSIAN = "имя;город\nИван;Москва\nОльга;Тверь\n"
GREEK = "όνομα;πόλη\nΓιώργος;Αθήνα\nΜαρία;Πάτρα\n"

KNOWN = [
    *((GERMAN, name) for name in ("windows-1252", "mac-roman", "cp850", "cp437")),
    *((FRENCH, name) for name in ("windows-1252", "mac-roman", "cp850")),
    *((ENGLISH, name) for name in ("windows-1252", "mac-roman")),
    *((SWEDISH, name) for name in ("windows-1252", "mac-roman", "cp850", "cp437")),
    *((text, "windows-1250") for text in (POLISH, HUNGARIAN)),
    *((RUSSIAN, name) for name in ("windows-1251", "koi8-r")),
    (GREEK, "windows-1253"),
    ("item,price\na,5 €\nb,12 €\n", "windows-1252"),
    ("item,price\na,5 €\nb,12 €\n", "iso-8859-15"),
    ("item,price\na,5 €\nb,12 €\n", "mac-roman"),
    ("x\n37°\n38°\n", "windows-1252"),
    ("x\n37°\n38°\n", "cp850"),
]


@pytest.mark.parametrize(("text", "encoding"), KNOWN)
def test_the_words_tell(text, encoding):
    content = text.encode(encoding)
    assert content.decode(guessed_encoding(content)) == text


@given(st.binary(min_size=1, max_size=40))
def test_all_that_is_guessed_can_be_read_and_written(content):
    name = guessed_encoding(content)
    assert name in ENCODINGS
    assert content.decode(name).encode(name) == content


def test_a_late_byte_is_read_too():
    # Nothing in the first lines says that 0x81 stands for no letter of Windows.
    content = "é\n".encode("windows-1252") * 2000 + b"\x81\n"
    content.decode(guessed_encoding(content))


@pytest.mark.parametrize("encoding", ["windows-1252", "cp850", "mac-roman"])
def test_one_plain_word_says_what_was_guessed(tmp_path, encoding):
    path, copy = tmp_path / "table.csv", tmp_path / "copy.csv"
    path.write_bytes(
        "note,ort\n– a,Köln\n– b,Düren\n– c,Köln\n".encode(encoding, "replace")
    )
    with pytest.warns(UserWarning) as caught:  # noqa: PT030
        frame, style = read_table(path)
    (warning,) = caught
    words = str(warning.message)
    assert "'Köln' stands in line 2" in words
    assert "byte" not in words
    assert frame["ort"].tolist() == ["Köln", "Düren", "Köln"]
    write_table(frame, copy, style)
    assert copy.read_bytes() == path.read_bytes()


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark(tmp_path, encoding):
    path, copy = tmp_path / "table.csv", tmp_path / "copy.csv"
    path.write_bytes(GERMAN.encode(encoding))
    frame, style = read_table(path)
    assert frame["Name"].tolist() == ["Müller", "Groß", "Äußere", "Weiß"]
    write_table(frame, copy, style)
    assert copy.read_bytes() == path.read_bytes()


def test_zeros_and_the_end_of_a_file_of_old_systems(tmp_path):
    path = tmp_path / "table.csv"
    for end in (b"\0\0\0", b"\x1a", b"\x1a\0\0"):
        path.write_bytes(b"a,b\n1,x\n2,y\n" + end)
        assert read_table(path)[0]["b"].tolist() == ["x", "y"]
