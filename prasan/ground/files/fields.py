"""The field of a form in which files are handed in; what is refused is said beside it, by the file's name."""

from collections.abc import Sequence
from typing import Any

from django import forms

from prasan.ground.files.store import Incoming, accept
from prasan.ground.policy import Invalid

MOST = 5  # files at a time


class FilesInput(forms.FileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Up to `MOST` files, looked at by their content; the value is a list of what may be kept."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Incoming]:
        """Every file that may be taken; else every reason why not."""
        given: Sequence[Any] = [one for one in data if one] if isinstance(data, list | tuple) else [data] if data else []
        if len(given) > MOST:
            raise forms.ValidationError(f"ส่งได้ครั้งละไม่เกิน {MOST} ไฟล์ เลือกใหม่ อย่างอื่นยังอยู่ครบ")
        taken, wrong = [], []
        for one in given:
            try:
                taken.append(accept(one.name or "file", one.read()))
            except Invalid as problem:
                wrong.append(f"{one.name[-60:]}: {problem.errors['file']}")
        if wrong:
            raise forms.ValidationError(wrong)
        if self.required and not taken:
            raise forms.ValidationError(self.error_messages["required"])
        return taken
