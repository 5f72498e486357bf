"""Batches: saved runs of several agents, by hand or on a schedule, on the user's own devices."""
