"""What higher apps may need to hear of."""

from django.dispatch import Signal

# Inside the transaction that deletes the account, while its rows are still there: user_id.
account_deleted = Signal()

# After the commit: session_ids. Their access tokens are dead already; open sockets are to be closed.
sessions_revoked = Signal()
