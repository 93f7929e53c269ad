"""The admin site, as an administrator opens it."""

from django.test import Client

from improvement.models import Person

PASSWORD = "a long enough pass phrase"


def administrator() -> Client:
    person = Person.objects.create_superuser("admin@trust.example", PASSWORD, name="Admin")
    client = Client()
    client.force_login(person)
    return client
