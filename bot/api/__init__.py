"""How the bot and Telegram talk: calls, updates, and files, through every kind of trouble."""
