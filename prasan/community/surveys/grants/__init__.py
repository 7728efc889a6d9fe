"""Who makes forms and rounds, who fills them, who knows the interviewers, who sees answers and hands out telephones."""

from prasan.community.surveys.grants import books as books
from prasan.community.surveys.grants import forms as forms
from prasan.community.surveys.grants import review as review
from prasan.community.surveys.grants import rosters as rosters
from prasan.community.surveys.grants import rounds as rounds
from prasan.community.surveys.grants import submissions as submissions
from prasan.community.surveys.grants import takings as takings
