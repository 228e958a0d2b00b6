"""What a build runs on: names for bytes, things kept, values that know their readers, processes."""
