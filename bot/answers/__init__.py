"""What stands in an answer and below it: words, buttons, and what a tap on one says."""
