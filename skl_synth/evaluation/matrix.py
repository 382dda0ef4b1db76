"""The standardised matrix on which an audit measures distances."""

from __future__ import annotations

import numpy as np

from skl_synth.evaluation.table_data import Attribute, AuditTables, TableData


class Standardiser:
    """Turn the data of tables into matrices, in standard deviations of the real rows.

    Numbers, one column for each level (of two levels one column), and one for each
    number that may be missing, all standardised; a missing number stands at the mean.

    Parameters
    ----------
    tables : AuditTables
        The real rows give means and standard deviations; attributes that do not vary
        among them are left out.

    Attributes
    ----------
    owner : ndarray of shape (n_matrix_columns,), dtype int
        The position among the varying attributes that each column belongs to.
    """

    def __init__(self, tables: AuditTables) -> None:
        self.attributes = tables.varying
        self._may_lack = [
            one.is_number
            and any(np.isnan(data.values(one)).any() for data in tables.parts)
            for one in self.attributes
        ]
        sizes = [len(part) for part in self._parts(tables.real.take(np.arange(1)))]
        self.owner = np.repeat(np.arange(len(sizes)), sizes)
        raw = self._raw(tables.real)
        present = ~np.isnan(raw)
        n = np.maximum(present.sum(axis=0), 1)
        self.mean = np.where(present, raw, 0.0).sum(axis=0) / n
        deviation = np.where(present, raw - self.mean, 0.0)
        scale = np.sqrt((deviation**2).sum(axis=0) / n)
        # What never happens among the real rows counts like what happens in one row.
        self.scale = np.where(scale > 0, scale, 1 / np.sqrt(len(raw)))

    def transform(self, data: TableData) -> np.ndarray:
        """Standardise rows.

        Parameters
        ----------
        data : TableData
            Rows of any of the tables.

        Returns
        -------
        ndarray of shape (n_rows, n_matrix_columns)
            The rows.
        """
        return np.nan_to_num((self._raw(data) - self.mean) / self.scale)

    def _raw(self, data: TableData) -> np.ndarray:
        parts = [column for part in self._parts(data) for column in part]
        return np.array(parts, dtype=np.float64).reshape(len(parts), len(data)).T.copy()

    def _parts(self, data: TableData) -> list[list[np.ndarray]]:
        pairs = zip(self.attributes, self._may_lack, strict=True)
        return [_columns_of(one, data.values(one), lacks) for one, lacks in pairs]


def _columns_of(
    attribute: Attribute, values: np.ndarray, may_lack: bool
) -> list[np.ndarray]:
    if attribute.is_number:
        return [values, np.isnan(values)] if may_lack else [values]
    first = 1 if len(attribute.levels) == 2 else 0
    return [values == level for level in range(first, len(attribute.levels))]
