"""What is compared: each module prints a table or a report."""
