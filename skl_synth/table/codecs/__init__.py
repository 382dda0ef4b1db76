"""Columns as numbers: what each dtype writes for a number, and reads from it."""

from skl_synth.table.codecs.base import Codec, PlainNumbers
from skl_synth.table.codecs.decimals import DecimalNumbers
from skl_synth.table.codecs.find import find_codec, find_dates
from skl_synth.table.codecs.ordinals import Ranks
from skl_synth.table.codecs.texts import TextNumbers
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
