"""What the command line does, as plain functions over store and engine: data in, frozen result out.

Input that cannot be taken raises `BadInputError` with one line for the person at the terminal; nothing changed then.
"""
