"""Programs that work for the bot in processes of their own: training, measuring."""
