"""A list as an office writes it, put into the columns by which lists are read.

Titles stand above the header, headings are Chinese, one cell covers several lines, figures carry
their units. What can mean two things is sent back; what is not read is named.
"""

from domain.lists.mapping import Reading
from domain.lists.office.header import Header, find_header
from domain.lists.office.lines import rows_of_office
from domain.lists.sheets import Sheet
from domain.lists.table import Row

__all__ = ["Header", "find_header", "office_rows"]


def office_rows(sheet: Sheet, header: Header, reading: Reading) -> tuple[list[Row], list[str]]:
    """The rows under the header, and what was noticed (zh / en). Raises NotAList."""
    return rows_of_office(sheet, header, reading)
