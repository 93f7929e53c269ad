"""What those who sign in in a test sign in with."""

import re

from allauth.account.internal.flows.login import record_authentication
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.test import Client

from improvement.models import Person

PASSWORD = "a pass phrase of one's own"


def key_in(message: EmailMessage) -> str:
    """Return the key of the invitation in a mail."""
    found = re.search(r"/accounts/invitation/(\S+)/", str(message.body))
    assert found, message.body
    return found[1]


def session_of(person: Person, method: str, **facts: str) -> str:
    """Sign somebody in by a method of allauth's, such as a password; return the session's key."""
    client, request = Client(), HttpRequest()
    client.force_login(person)
    request.session = client.session
    record_authentication(request, person, method, **facts)
    request.session.save()
    return str(request.session.session_key)
