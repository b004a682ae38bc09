"""Two states of the code compared: result files, and checkouts."""
