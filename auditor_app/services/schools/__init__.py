"""The register of schools: read from a file of the government, then looked up while typing."""
