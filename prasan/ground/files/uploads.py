"""How uploads are held until they are looked at: in memory, never as a plain file on the disk, and no more than a form may take."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler

from prasan.ground.files.fields import MOST
from prasan.ground.files.kinds import LARGEST

TOGETHER = MOST * LARGEST


class Held(MemoryFileUploadHandler):
    """Django writes uploads of more than 2.5 MB into a temporary file, readable by whoever finds it after a crash; this one never does.

    Of a file that is too large one byte too many is held, which is enough to refuse it by its name; a form that is far too large is refused whole.
    """

    held = 0
    left = 0

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, boundary: str, encoding: str | None = None) -> None:  # noqa: N803
        """All of it comes here, whatever its size. Raises RequestDataTooBig before the first byte of far too much."""
        if content_length > TOGETHER + LARGEST:
            raise RequestDataTooBig
        self.activated = True

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        self.left = LARGEST + 1
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Hold as much as is needed to judge it. Raises RequestDataTooBig when all files together are too much."""
        self.held += len(raw_data)
        if self.held > TOGETHER + LARGEST:
            raise RequestDataTooBig
        kept, self.left = raw_data[: self.left], max(0, self.left - len(raw_data))
        self.file.write(kept)

    def file_complete(self, file_size: int) -> Any:
        """The file, with the size of what was held."""
        return super().file_complete(min(file_size, self.file.tell()))
