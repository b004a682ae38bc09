"""Java as Python sees it: where it is, how it starts, buffers of a call, exceptions."""
