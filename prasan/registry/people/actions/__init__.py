"""Writing persons: adding, changing, giving sight, saying that two records are one person, keeping the index true."""

from prasan.registry.people.actions.add import NewPerson, add_people, add_person
from prasan.registry.people.actions.change import change_person
from prasan.registry.people.actions.index import forget_names, indexed_with, retokenise
from prasan.registry.people.actions.merge import approve_merge, ask_merge, refuse_merge, undo_merge
from prasan.registry.people.actions.sight import end_sight, give_sight

__all__ = [
    "NewPerson", "add_people", "add_person", "approve_merge", "ask_merge", "change_person", "end_sight", "forget_names", "give_sight", "indexed_with",
    "refuse_merge", "retokenise", "undo_merge",
]
