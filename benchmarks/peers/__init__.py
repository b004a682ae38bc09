"""The libraries and programs that panamarc is compared with."""
