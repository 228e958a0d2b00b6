"""Publishing all or nothing: what lies in a folder, what is proven of it, one step to the new."""
