"""Columns as numbers: what each dtype writes for a number, and reads from it."""

from skl_synth.table.codecs.codec import Codec, PlainNumbers
from skl_synth.table.codecs.codec_search import find_codec, find_dates
from skl_synth.table.codecs.decimal_numbers import DecimalNumbers
from skl_synth.table.codecs.ranks import Ranks
from skl_synth.table.codecs.text_numbers import TextNumbers
from skl_synth.table.codecs.times import Times

__all__ = [
    "Codec",
    "DecimalNumbers",
    "PlainNumbers",
    "Ranks",
    "TextNumbers",
    "Times",
    "find_codec",
    "find_dates",
]
