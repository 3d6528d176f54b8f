"""The place Report: the texts, the layout, the pages, the other forms."""
