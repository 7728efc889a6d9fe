"""Reads of counselling: the author's own talks, one of them, the centre's counts, who else is at the centre."""

from prasan.community.counselling.queries.answers import answer_word
from prasan.community.counselling.queries.members import colleagues
from prasan.community.counselling.queries.talks import TalkLine, TalkPage, due_talks, figures, talk_page, talks

__all__ = ["TalkLine", "TalkPage", "answer_word", "colleagues", "due_talks", "figures", "talk_page", "talks"]
