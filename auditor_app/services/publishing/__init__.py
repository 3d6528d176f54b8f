"""From an audit to a signed report and its copies: layout, keys, signatures, other forms."""
