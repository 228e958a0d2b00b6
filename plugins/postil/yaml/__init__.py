"""YAML as editors write it: nodes that know their place, mistakes put plainly."""
