"""run_worker with leases, and their renewals, in a tenth of the time: python -m tests.e2e.short_leases"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "adiuva.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 - needs the apps

from agents.batches import jobs, runner  # noqa: E402

jobs.LEASE /= 10
runner.RENEW_SECONDS /= 10

if __name__ == "__main__":
    call_command("run_worker")
