"""Tables in files: read as they come, written in the manner of the source."""

from skl_synth.files.output import check_output, check_table_name, check_writable
from skl_synth.files.reading import read_table
from skl_synth.files.style import ColumnStyle, TableStyle
from skl_synth.files.writing import write_table
from skl_synth.whole_files import replacing

__all__ = [
    "ColumnStyle",
    "TableStyle",
    "check_output",
    "check_table_name",
    "check_writable",
    "read_table",
    "replacing",
    "write_table",
]
