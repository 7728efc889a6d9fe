"""OpenRosa: how ODK Collect, and whatever speaks as it does, gets forms and hands in answers.

Formlist, manifest, form, files and submission as the OpenRosa 1.0 pages describe them and as Collect really asks. A telephone proves itself by the
token in its address, or by digest with a secret of its own; never by a person's password. What it hands in goes through the one door of surveys.
"""
