"""Reading a whole line at once: a strip of a page, and the network that goes along it."""
