"""The human's side: what people do in a chat, in-process and over HTTP."""
