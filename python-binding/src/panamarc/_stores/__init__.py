"""Records kept in databases and files: the tables of a store, and a module for each store."""
