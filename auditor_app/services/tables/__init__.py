"""Tables from foreign files: CSV and XLSX, read in a process of its own with limits on size, rows, memory and time."""
