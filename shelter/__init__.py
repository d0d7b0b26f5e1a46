"""The rules of counting: pure, no await, no clock, no file, standard library only."""
