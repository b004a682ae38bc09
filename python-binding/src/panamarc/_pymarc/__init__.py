"""What is pymarc's manner alone."""
