"""Pictures made fit to keep: photos, faces in them, a logo."""
