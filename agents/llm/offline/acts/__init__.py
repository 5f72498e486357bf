"""What is done about each request: which calls, and the sentence once they are answered."""
