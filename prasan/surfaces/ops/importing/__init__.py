"""Lists from outside: organisations, officers with their posts, duty rosters, areas, holidays. Shown first, and written wholly or not at all.

A list is brought in by the actions that people use, in one transaction; a preview is that same transaction, undone. The same list again changes nothing.
"""

from prasan.surfaces.ops.importing.kinds import KINDS
from prasan.surfaces.ops.importing.running import Change, Outcome, Problem, bring_in
from prasan.surfaces.ops.importing.tables import Table, TableProblem, blank, read_table, table_of, write_template

__all__ = ["KINDS", "Change", "Outcome", "Problem", "Table", "TableProblem", "blank", "bring_in", "read_table", "table_of", "write_template"]
