"""What pages of claims, people, labels and posts show, and the ways to them: values, no HTML."""
