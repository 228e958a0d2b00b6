"""The archive's own records, from YAML to the model: registry, claims, sidecars, redirects."""
