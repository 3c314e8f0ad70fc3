"""The errors that people read. No other module defines a base error; no error here knows where it is shown."""


class NewsroomError(Exception):
    """Something a person can act on: one line that says what happened, to what, and what to do.

    Args:
        message: the line shown at the terminal and in the Dagster UI.
        heals: whether trying again later, unchanged, may succeed. A wrong key or a typo does not heal.
    """

    def __init__(self, message: str, *, heals: bool = False) -> None:
        super().__init__(message)
        self.heals = heals


class UsageError(NewsroomError):
    """What was asked cannot be done as asked: a wrong edition, setting or catalog. Trying again does not help."""
