"""Mutations: one small thing of a module made wrong, and the module's own tests must notice. No file is changed: the module is changed as it is loaded."""
