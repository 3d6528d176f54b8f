"""Everything the screens are built of. Each widget has `show_…` ways in and named signals out; none knows the store."""
