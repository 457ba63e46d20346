"""The Telegram bot: photos of handwritten digits in, what they say out."""
