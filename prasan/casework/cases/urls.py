"""Addresses of cases. Ids are random and say nothing; numbers and names never stand in an address."""

from django.urls import path

from prasan.casework.cases.views import joining, lists, notes, pages, parties, plan, team, transfers, whole

app_name = "cases"
urlpatterns = [
    path("cases/", lists.case_list, name="list"),
    path("cases/load", lists.caseload, name="caseload"),
    path("cases/plan/<uuid:action_id>", plan.plan_here, name="plan_here"),
    path("cases/transfers/<uuid:transfer_id>", transfers.transfer, name="transfer"),
    path("cases/transfers/<uuid:transfer_id>/withdraw", transfers.transfer_withdraw, name="transfer_withdraw"),
    path("cases/<uuid:case_id>", pages.page, name="page"),
    path("cases/<uuid:case_id>/timeline", pages.timeline, name="timeline"),
    path("cases/<uuid:case_id>/looked", pages.looked, name="looked"),
    path("cases/<uuid:case_id>/notes", pages.notes, name="notes"),
    path("cases/<uuid:case_id>/notes/new", notes.note_new, name="note_new"),
    path("cases/<uuid:case_id>/notes/<uuid:note_id>/replace", notes.note_replace, name="note_replace"),
    path("cases/<uuid:case_id>/contact", notes.contact, name="contact"),
    path("cases/<uuid:case_id>/code-word", pages.code_word, name="code_word"),
    path("cases/<uuid:case_id>/reporter/<uuid:report_id>", pages.reporter, name="reporter"),
    path("cases/<uuid:case_id>/plan/new", plan.plan_new, name="plan_new"),
    path("cases/<uuid:case_id>/plan/<uuid:action_id>", plan.plan_action, name="plan_action"),
    path("cases/<uuid:case_id>/team/new", team.member_new, name="member_new"),
    path("cases/<uuid:case_id>/team/<uuid:member_id>/end", team.member_end, name="member_end"),
    path("cases/<uuid:case_id>/supervisor", team.supervisor, name="supervisor"),
    path("cases/<uuid:case_id>/exclusions", team.exclusions, name="exclusions"),
    path("cases/<uuid:case_id>/exclusions/<uuid:subject>/lift", team.exclusion_lift, name="exclusion_lift"),
    path("cases/<uuid:case_id>/edit", whole.edit, name="edit"),
    path("cases/<uuid:case_id>/step", whole.step, name="step"),
    path("cases/<uuid:case_id>/transfer", transfers.transfer_new, name="transfer_new"),
    path("cases/<uuid:case_id>/join", joining.join, name="join"),
    path("cases/<uuid:case_id>/reports/<uuid:report_id>/undo", joining.join_undo, name="join_undo"),
    path("cases/<uuid:case_id>/merge", joining.merge, name="merge"),
    path("cases/<uuid:case_id>/unmerge", joining.unmerge, name="unmerge"),
    path("cases/<uuid:case_id>/parties/new", parties.party_new, name="party_new"),
    path("cases/<uuid:case_id>/parties/<uuid:party_id>/end", parties.party_end, name="party_end"),
    path("cases/<uuid:case_id>/files/new", notes.file_new, name="file_new"),
    path("cases/<uuid:case_id>/files/<uuid:file_id>", pages.file, name="file"),
    path("cases/<uuid:case_id>/print", pages.paper, name="print"),
]
