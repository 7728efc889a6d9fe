"""Addresses of contact."""

from django.urls import path

from prasan.registry.contact import views

app_name = "contact"
urlpatterns = [
    path("contact/", views.outbox, name="outbox"),
    path("contact/messages/<uuid:message_id>", views.message, name="message"),
    path("contact/messages/<uuid:message_id>/<slug:name>", views.move, name="move"),
    path("contact/<uuid:about_id>/code-word", views.code_word, name="code_word"),
    path("contact/<slug:kind>/<uuid:about_id>", views.safety, name="safety"),
    path("contact/<slug:kind>/<uuid:about_id>/<uuid:root_id>/send", views.send, name="send"),
]
