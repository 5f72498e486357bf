"""Runs whose client answers reads between two requests: it carries the run for us, sealed; nothing is kept here."""
