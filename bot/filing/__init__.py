"""Filing: which sub-area a note may belong to. It suggests and never files; a person's tap does that.

Nothing here keeps, logs or sends a text, and nothing is imported from the numbers' library until a note is read.
"""
