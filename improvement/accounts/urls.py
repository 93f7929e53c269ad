"""Addresses of sign-in: those of allauth that are needed here, and our own.

Signing up is listed because allauth links to it; its page says that nobody can. Changing one's own
e-mail address is left out: an administrator does it.
"""

from allauth.account import views
from allauth.mfa.webauthn.views import login_webauthn
from allauth.socialaccount import views as social
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path

from improvement.accounts import views as accounts_views

# People who sign in by passkey are not signed in yet.
login_not_required(login_webauthn)

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("signup/", views.signup, name="account_signup"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", views.password_set, name="account_set_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("second-step/", include("allauth.mfa.urls")),
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("oidc/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("oidc/error/", social.login_error, name="socialaccount_login_error"),
    path("invitation/<str:key>/", accounts_views.invitation, name="account_invitation"),
    path("single-keys/", accounts_views.single_keys, name="account_single_keys"),
    path("sessions/", accounts_views.my_sessions, name="account_sessions"),
    path("sessions/<int:pk>/end/", accounts_views.end_my_session, name="account_end_session"),
    path("sessions/end-others/", accounts_views.end_my_others, name="account_end_other_sessions"),
]
