"""Photo → pages of ink, and which of it a pen has drawn."""
