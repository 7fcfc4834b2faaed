"""What can be done, as plain async functions over engine and store.

No Telegram and no HTTP of its own: data in, frozen result out. What a person reads is made of these
results by `texts`; who may ask is decided here, in `operations.access`.
"""
