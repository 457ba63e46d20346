"""The path search: candidates for digits → the likeliest explanation of all ink on a page."""
