"""Agents of the user's own: settings on top of one of the catalog."""
