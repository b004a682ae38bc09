"""What a reader was given, and how its bytes get into Java."""
