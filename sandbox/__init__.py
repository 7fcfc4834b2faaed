"""Stand-ins for the two other sides of the bot: the hosting engine and Telegram.

They serve the demo and the tests over real HTTP. Nothing here imports the bot's own packages: a
stand-in that shared the bot's reading of a protocol would share its mistakes.
"""
