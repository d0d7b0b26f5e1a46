"""Facts in; words, pictures and documents out. Every sentence the bot says is worded here."""
