"""Setting up an audit: from nothing, after an earlier one, as a corrected version; its team and programme."""
