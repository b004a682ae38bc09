"""How things are measured: rounds, machine, memory, JMH, the account of answers, tables."""
