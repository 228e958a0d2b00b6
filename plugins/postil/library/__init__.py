"""All that an archive says, across its articles."""
