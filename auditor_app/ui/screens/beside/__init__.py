"""What is kept beside a note or a paper: photos, files, voices."""
