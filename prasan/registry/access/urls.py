"""Addresses of access. Those of sign-in keep the names by which allauth knows them."""

from django.urls import include, path

from prasan.ground.screens import places
from prasan.registry.access.views import account, duty, emergency, enter, sign_in, users

ours = [
    path("account/login/lost", sign_in.lost, name="lost"),
    path("account/login/passkey", sign_in.passkey, name="sign_in_passkey"),
    path(places.UNLOCK[1:], sign_in.unlock, name="unlock"),
    path("enrol/<str:token>", sign_in.enrolment, name="enrol"),
    path("enter", enter.enter, name="enter"),
    path(places.ACCOUNT[1:], account.account, name="account"),
    path("account/second-factor", account.second_factor, name="second_factor"),
    path("account/app", account.app, name="app"),
    path("account/passkey", account.new_passkey, name="passkey"),
    path("account/codes", account.codes, name="codes"),
    path("account/drop-factor", account.drop_factor, name="drop_factor"),
    path("account/password", account.password, name="password"),
    path("account/confirm", account.confirm, name="confirm"),
    path("account/sessions", account.end_sessions, name="end_sessions"),
    path("account/leave", account.leave, name="leave"),
    path("account/leave/<uuid:leave_id>/back", account.back, name="back"),
    path("account/tokens", account.token_page, name="tokens"),
    path("account/tokens/<uuid:token>/revoke", account.end_token, name="revoke_token"),
    path("users/", users.user_list, name="users"),
    path("users/new", users.new_user, name="new_user"),
    path("users/<uuid:user>", users.user_page, name="user"),
    path("users/<uuid:user>/edit", users.edit_user, name="edit_user"),
    path("users/<uuid:user>/position", users.add_position, name="add_position"),
    path("users/<uuid:user>/move", users.move, name="move_user"),
    path("users/<uuid:user>/position/<uuid:position>/end", users.drop_position, name="end_position"),
    path("users/<uuid:user>/suspend", users.suspend, name="suspend_user"),
    path("users/<uuid:user>/resume", users.resume, name="resume_user"),
    path("users/<uuid:user>/link", users.link_again, name="invite_again"),
    path("users/<uuid:user>/link/away", users.link_away, name="withdraw_invitation"),
    path("users/<uuid:user>/lost", users.lost_factor, name="lost_factor"),
    path("users/<uuid:user>/reset", users.reset, name="reset"),
    path("users/<uuid:user>/leave", account.leave, name="user_leave"),
    path("access/duty", duty.desks, name="desks"),
    path("access/duty/<uuid:organisation>", duty.duty, name="duty"),
    path("access/duty/<uuid:organisation>/<uuid:watch>/end", duty.drop_duty, name="end_duty"),
    path("access/open", emergency.open_record, name="open"),
    path("access/open/<slug:kind>", emergency.open_record, name="open_kind"),
    path("access/open/<slug:kind>/<uuid:object_id>", emergency.open_record, name="open_record"),
    path("access/opened/<uuid:opening>", emergency.opened, name="opened"),
    path("access/opened/<uuid:opening>/close", emergency.close, name="close"),
    path("access/reviews", emergency.review_queue, name="reviews"),
    path("access/reviews/<uuid:opening>", emergency.review, name="review"),
]

urlpatterns = [
    path(places.SIGN_IN[1:], sign_in.sign_in, name="account_login"),
    path("account/login/second", sign_in.second_step, name="mfa_authenticate"),
    path(places.SIGN_OUT[1:], sign_in.sign_out, name="account_logout"),
    path("", include((ours, "access"))),
]
