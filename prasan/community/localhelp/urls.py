"""Addresses of local help and of resources."""

from django.urls import path

from prasan.community.localhelp.views import helps, resources

app_name = "localhelp"
urlpatterns = [
    path("local-help/", helps.index, name="helps"),
    path("local-help/new", helps.new, name="new_help"),
    path("local-help/<uuid:help_id>", helps.page, name="help"),
    path("local-help/<uuid:help_id>/pass_on", helps.pass_on, name="pass_on"),
    path("local-help/<uuid:help_id>/by/<uuid:resource_id>/<slug:step>", helps.by, name="by"),
    path("local-help/<uuid:help_id>/<slug:move_name>", helps.move, name="move_help"),
    path("resources/", resources.index, name="resources"),
    path("resources/new", resources.new, name="new_resource"),
    path("resources/<uuid:resource_id>", resources.page, name="resource"),
    path("resources/<uuid:resource_id>/edit", resources.edit, name="edit_resource"),
    path("resources/<uuid:resource_id>/<slug:move_name>", resources.move, name="move_resource"),
]
