"""What those who sign in in a test sign in with."""

import re

from django.core.mail import EmailMessage

PASSWORD = "a pass phrase of one's own"


def key_in(message: EmailMessage) -> str:
    """Give the key of the invitation in a mail."""
    found = re.search(r"/accounts/invitation/(\S+)/", str(message.body))
    assert found, message.body
    return found[1]
