"""An archive's files: where each lies, and the text in it, or the finding why there is none."""
