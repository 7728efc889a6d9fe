"""The one door of answers: telephones (OpenRosa), the pages for filling, and whatever comes later hand in here, and are held to the same.

An instance id makes a submission once. The same instance again is the same submission, and files that come later join it; another text under the same
id is refused; an edit names the version that it replaces, and every version stays. Nothing that a volunteer has gathered is refused for what is
answered in it: what the server finds wrong is noted, kept out of what is counted, and left for a person to look at.
"""

from prasan.community.surveys.actions.receiving.door import Handed, Received, receive

__all__ = ["Handed", "Received", "receive"]
