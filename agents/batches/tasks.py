"""What goes into the queue of Django's Tasks API: given an id and giving nothing back, its rows hold no content."""

from django_tasks import task

QUEUE = "batches"


@task(queue_name=QUEUE)
async def run_batch(run_id: str) -> None:
    from agents.batches.runner import run  # the runner queues nothing, but what it needs does

    await run(run_id)
