"""What comes from outside: reports and snapshots, verified first, shown second, taken over third."""
