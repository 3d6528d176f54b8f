"""The printed report: from a snapshot to a tagged PDF/A that carries its own data (reportlab, pikepdf)."""
