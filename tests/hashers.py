from django.contrib.auth.hashers import BCryptSHA256PasswordHasher


class QuickHasher(BCryptSHA256PasswordHasher):
    """The product's hasher with the fewest rounds there are."""

    rounds = 4
