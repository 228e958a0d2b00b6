"""Notes and their words: found in what readers see, marked in the HTML, quoted for an editor."""
