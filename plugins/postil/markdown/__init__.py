"""CommonMark to HTML: what an author may write, and a finding for what would be lost."""
