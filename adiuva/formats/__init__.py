"""How the support desk writes days and times, by language."""
