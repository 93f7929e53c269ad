"""The form that takes a scorecard workbook."""

from __future__ import annotations

from crispy_forms.helper import FormHelper
from django import forms

from improvement.web.nhsuk_forms import Button, Buttons, Question, form_helper
from scorecards.xlsx_reader.guard import MOST_BYTES, Unfit


class UploadForm(forms.Form):
    """Asks for the file. What it says is read by ``scorecards.workbook.read``."""

    workbook = forms.FileField(
        label="The workbook, filled in",
        help_text="The .xlsx file that you downloaded here. You confirm it before it is saved.",
        widget=forms.FileInput({"accept": ".xlsx"}),
        error_messages={
            "required": "Choose the workbook you filled in.",
            "empty": "This file is empty: choose the workbook you filled in.",
        },
    )

    @property
    def content(self) -> bytes:
        """The file's bytes. Raises ``Unfit`` before reading one that is too large."""
        file = self.cleaned_data["workbook"]
        if file.size > MOST_BYTES:
            raise Unfit("This file is larger than 2 MB: a scorecard is far smaller.")
        return bytes(file.read())

    def refuse(self, why: Exception) -> None:
        self.add_error("workbook", str(why))

    @property
    def helper(self) -> FormHelper:
        helper = form_helper(Question("workbook"), Buttons(Button("Check the workbook")))
        helper.attrs = {"enctype": "multipart/form-data"}
        return helper
