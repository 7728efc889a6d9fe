"""Contact: no message leaves except through the outbox, and the outbox asks the safe-contact record first.

Unknown means silence and a task for a person. Texts are neutral; an override needs a reason and a second person.
"""
