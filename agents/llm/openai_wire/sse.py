"""Server-Sent Events out of bytes that are cut anywhere."""


class EventStream:
    """feed() gives the data of every event that is complete by now, flush() what a server forgot to end."""

    __slots__ = ("_data", "_rest")

    def __init__(self) -> None:
        self._rest = b""
        self._data: list[bytes] = []

    def feed(self, piece: bytes) -> list[bytes]:
        # What nearly every read is: one whole event of one line.
        if (
            piece[:6] == b"data: "
            and piece[-2:] == b"\n\n"
            and not self._rest
            and not self._data
            and piece.find(b"\n") == len(piece) - 2
            and b"\r" not in piece
        ):
            return [piece[6:-2]]
        piece = self._rest + piece
        held = b""
        if b"\r" in piece:
            if piece[-1:] == b"\r":  # perhaps the first half of a CRLF
                piece, held = piece[:-1], b"\r"
            piece = piece.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        lines = piece.split(b"\n")
        self._rest = lines.pop() + held
        return self._events(lines)

    def flush(self) -> list[bytes]:
        return self.feed(b"\n\n") if self._rest or self._data else []

    def _events(self, lines: list[bytes]) -> list[bytes]:
        events = []
        for line in lines:
            if line[:5] == b"data:":
                self._data.append(line[6:] if line[5:6] == b" " else line[5:])
            elif not line and self._data:
                events.append(b"\n".join(self._data))
                self._data.clear()
        return events
