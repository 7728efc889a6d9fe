"""Who makes forms and rounds, who fills them, who knows the interviewers."""

from prasan.community.surveys.grants import forms as forms
from prasan.community.surveys.grants import rounds as rounds
