"""Addresses of what was answered: looking through it, counting it, taking it along."""

from django.urls import path

from prasan.community.surveys.views import answers, exports, results, rosters, takings

patterns = [
    path("answers/", answers.home, name="answers"),
    path("answers/lists/", rosters.home, name="rosters"),
    path("answers/lists/<uuid:roster_id>", rosters.listed, name="entries"),
    path("answers/lists/entries/<uuid:entry_id>", rosters.page, name="entry"),
    path("answers/lists/entries/<uuid:entry_id>/correct", rosters.correct, name="correct_entry"),
    path("answers/lists/entries/<uuid:entry_id>/<slug:move_name>", rosters.move_entry, name="move_entry"),
    path("answers/forms/<uuid:form_id>", answers.listed, name="submissions"),
    path("answers/forms/<uuid:form_id>/export", exports.choose, name="exports"),
    path("answers/forms/<uuid:form_id>/identified", takings.begin, name="begin_taking"),
    path("answers/takings/<uuid:taking_id>", takings.page, name="taking"),
    path("answers/takings/<uuid:taking_id>/file", takings.fetch, name="fetch_taking"),
    path("answers/takings/<uuid:taking_id>/<slug:move_name>", takings.move_taking, name="move_taking"),
    path("answers/forms/<uuid:form_id>/export/<slug:kind>", exports.whole, name="export"),
    path("answers/forms/<uuid:form_id>/export/<str:table>/<slug:kind>", exports.one, name="export_table"),
    path("answers/results/", results.books, name="books"),
    path("answers/results/strength", results.strength, name="strength"),
    path("answers/results/<uuid:book_id>", results.book, name="book"),
    path("answers/submissions/<uuid:submission_id>", answers.page, name="submission"),
    path("answers/submissions/<uuid:submission_id>/comment", answers.comment, name="comment"),
    path("answers/submissions/<uuid:submission_id>/<slug:move_name>", answers.move_submission, name="move_submission"),
]
