"""What a wheel's build does apart from packing files."""
