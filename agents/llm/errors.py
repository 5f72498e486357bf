"""What a model call can end in. A provider's own words never get in here: a code, a number and a model's name do."""

from adiuva.errors import Problem


class ModelError(Problem):
    code = "model_failed"

    def __init__(
        self, model: str, reason: str, *, status: int = 0, retryable: bool = False, retry_after: float = 0
    ) -> None:
        super().__init__(self.code)
        self.model = model
        self.reason = reason  # always words of ours
        self.status = status
        self.retryable = retryable
        self.retry_after = retry_after

    def __str__(self) -> str:
        return f"{self.model}: {self.reason}" + (f" ({self.status})" if self.status else "")


class ModelFailed(ModelError):
    pass


class ModelRefused(ModelError):
    """It will not answer this request. That is an answer: it is not asked again, and nobody else is."""

    code = "model_refused"


class ModelTimeout(ModelError):
    code = "model_timeout"
