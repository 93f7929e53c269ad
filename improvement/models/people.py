"""People and their appointments: the names in the pack, the sign-ins, and who may do what."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import Coalesce, Lower

from improvement.models.history import sealed_history


class Role(models.TextChoices):
    """The roles of appointments: the first three on a workstream, the rest on a programme."""

    EXECUTIVE_LEAD = "executive_lead", "Executive Lead"
    SRO = "sro", "Senior Responsible Officer"
    PROGRAMME_MANAGER = "programme_manager", "Programme Manager"
    PROGRAMME_OFFICE = "programme_office", "Programme office"
    CEO_OFFICE = "ceo_office", "CEO’s office"
    BOARD_READER = "board_reader", "Board reader"


WORKSTREAM_ROLES = (Role.EXECUTIVE_LEAD, Role.SRO, Role.PROGRAMME_MANAGER)


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **facts: Any) -> Person:
        """Create a person who can sign in. Without ``password`` they set one by a reset."""
        person = self.model(email=email, **facts)
        person.set_password(password)
        person.save()
        return person

    def create_superuser(self, email: str, password: str | None = None, **facts: Any) -> Person:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **facts)

    def get_by_natural_key(self, username: str | None) -> Person:
        """Return the person with an address, whatever its capitals."""
        return self.get(email=_normalised(username))

    def for_command(self, command: str) -> Person:
        """Return the account of a command, for the history. It can never sign in."""
        person = self.filter(programme=None, slug=command).first()
        if person is None:
            person = self.model(slug=command, name=f"Command {command}", is_active=False)
            person.set_unusable_password()
            person.save()
        return person


def _normalised(email: str | None) -> str | None:
    """Return an address in small letters, as it is stored and looked up, or None."""
    return (email or "").strip().lower() or None


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody named in a programme, who may or may not sign in.

    ``programme`` is the one whose file names them by ``slug``; administrators have none.
    """

    programme = models.ForeignKey(
        "Programme", models.PROTECT, null=True, blank=True, related_name="people"
    )
    slug = models.SlugField(max_length=80, blank=True)
    name = models.CharField(max_length=200)
    job_title = models.CharField(max_length=200, blank=True)
    email = models.EmailField(unique=True, null=True, blank=True)
    is_demo = models.BooleanField(
        default=False, help_text="A sign-in of the demo: refused wherever DEBUG is off."
    )
    wants_reminders = models.BooleanField(
        default=True, help_text="Without this only what is overdue is mailed."
    )
    single_keys_off = models.BooleanField(
        default=False, db_default=False, verbose_name="single-key shortcuts off"
    )
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False, verbose_name="may use the admin site")

    objects = PersonManager()
    history = sealed_history(excluded_fields=["password", "last_login"])

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name_plural = "people"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "slug"],
                name="person_slug_once_a_programme",
                condition=~models.Q(slug=""),
            ),
            models.UniqueConstraint(
                fields=["slug"],
                name="person_slug_once_outside_programmes",
                condition=models.Q(programme=None) & ~models.Q(slug=""),
            ),
            models.UniqueConstraint(
                Lower("email"),
                name="person_address_once",
                violation_error_message="Somebody has this address already.",
            ),
        ]

    def __str__(self) -> str:
        return display_name(self.name, self.email, self.slug)

    def has_usable_password(self) -> bool:
        """Whether a password was set: Django takes an empty column for a password."""
        return bool(self.password) and super().has_usable_password()

    def clean(self) -> None:
        super().clean()
        self.email = _normalised(self.email)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = _normalised(self.email)
        if kwargs.get("update_fields") != ["last_login"]:
            # The library that signs people in saves without a transaction.
            with transaction.atomic(savepoint=False):
                super().save(*args, **kwargs)
            return
        # Signing in is no change of the person worth a history row. The library asks whether the
        # attribute is there, not what it holds.
        self.skip_history_when_saving = True
        try:
            super().save(*args, **kwargs)
        finally:
            del self.skip_history_when_saving


def display_name(name: str | None, email: str | None, slug: str | None) -> str:
    """Return somebody's name, or else their address or slug; an empty text of nobody."""
    return name or email or slug or ""


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def current(self, on: date) -> AppointmentQuerySet:
        """Return the appointments in force on a day."""
        started = models.Q(starts_on=None) | models.Q(starts_on__lte=on)
        not_ended = models.Q(ends_on=None) | models.Q(ends_on__gte=on)
        return self.filter(started & not_ended)

    def going_on(self, on: date) -> AppointmentQuerySet:
        """Return the appointments that have not ended by a day, those to come with them."""
        return self.filter(models.Q(ends_on=None) | models.Q(ends_on__gte=on))


class Appointment(models.Model):
    """A person's role, from a day to a day. Both days are included; empty means open."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=20, choices=Role.choices)
    programme = models.ForeignKey("Programme", models.PROTECT, related_name="appointments")
    workstream = models.ForeignKey(
        "Workstream", models.PROTECT, null=True, blank=True, related_name="appointments"
    )
    position = models.PositiveSmallIntegerField(default=0)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    is_deputy = models.BooleanField(
        default=False,
        db_default=False,
        verbose_name="deputy",
        help_text="May do the same, and is not named in the pack.",
    )

    objects = AppointmentQuerySet.as_manager()
    history = sealed_history()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="appointment_role_fits_workstream",
                violation_error_message=(
                    "A lead or manager needs a workstream; the other roles are on the whole "
                    "programme and have none."
                ),
                condition=models.Q(role__in=WORKSTREAM_ROLES, workstream__isnull=False)
                | (~models.Q(role__in=WORKSTREAM_ROLES) & models.Q(workstream__isnull=True)),
            ),
            models.CheckConstraint(
                name="appointment_ends_after_start",
                condition=models.Q(starts_on=None)
                | models.Q(ends_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
            ),
            models.UniqueConstraint(
                "person",
                "role",
                "programme",
                Coalesce("workstream", 0),
                Coalesce("starts_on", date.min),
                name="appointment_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.called}"

    @property
    def called(self) -> str:
        """The role in words, a deputy's as theirs."""
        return f"Deputy {self.get_role_display()}" if self.is_deputy else self.get_role_display()

    def clean(self) -> None:
        """Refuse a workstream of another programme, as the database does."""
        super().clean()
        if self.workstream and self.workstream.programme_id != self.programme_id:
            of = f"{self.workstream} is a workstream of {self.workstream.programme}"
            raise ValidationError(
                {"workstream": f"{of}: choose one of the appointment’s programme."}
            )
